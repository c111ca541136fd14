#include "views/screens/improvements_pane.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "views/charts/small.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr int k_beside = 96;   // columns from which on the sources have a table of their own
constexpr int k_sources = 50;  // its columns
constexpr std::size_t k_letters = 26;

double all_hypervolume(const model::ProgressModel& model) {
    return std::accumulate(model.sources().begin(), model.sources().end(), 0.0,
                           [](double sum, const auto& source) { return sum + source.hypervolume; });
}

// The most fruitful first.
std::vector<std::size_t> by_yield(const model::ProgressModel& model) {
    std::vector<std::size_t> order(model.sources().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto yield = [&](std::size_t i) { return std::pair(model.sources()[i].hypervolume, model.sources()[i].entered); };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return yield(a) > yield(b); });
    return order;
}

}  // namespace

std::string source_letter(std::size_t source) {
    return source < k_letters ? std::string(1, static_cast<char>('a' + source)) : "·";
}

ImprovementsPane::ImprovementsPane(const model::ProgressModel& model)
    : model_(model), table_({}, [this](std::int64_t at) { return row(at); }) {
    table_.set_empty("Nothing has entered the front yet.");
}

void ImprovementsPane::make_columns() {
    const auto& objectives = model_.experiment().objectives;
    const auto& first = model_.improvements().front().objectives;
    std::vector<Column> columns{{.title = "trial", .align = Align::right}, {.title = "proposed by", .min_width = 11}};
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        scales_.push_back(scale_for(objectives[i].unit, i < first.size() ? first[i] : 1));
        columns.push_back({.title = scales_[i].title(objectives[i].name), .align = Align::decimal, .importance = 1});
    }
    if (objectives.size() > 1) columns.push_back({.title = "hypervolume", .align = Align::decimal, .importance = 2});
    columns.push_back({.title = "after", .align = Align::right, .importance = 3});
    table_.set_columns(std::move(columns));
}

void ImprovementsPane::sync() {
    const auto& all = model_.improvements();
    if (scales_.empty() && !all.empty()) make_columns();
    table_.set_count(static_cast<std::int64_t>(all.size()));
    if (!cursor_) return table_.move_to(0);
    const auto at = std::find_if(all.rbegin(), all.rend(), [this](const auto& each) { return each.trial == *cursor_; });
    if (at != all.rend()) table_.move_to(at - all.rbegin());
}

std::optional<storage::TrialNumber> ImprovementsPane::cursor() const {
    const auto& all = model_.improvements();
    if (all.empty()) return std::nullopt;
    return cursor_.value_or(all.back().trial);
}

bool ImprovementsPane::key(const Key& key) {
    sync();
    if (!table_.key(key)) return false;
    const auto& all = model_.improvements();
    if (!all.empty()) cursor_ = all[all.size() - 1 - static_cast<std::size_t>(table_.cursor())].trial;
    if (table_.cursor() == 0) cursor_.reset();
    return true;
}

TableRow ImprovementsPane::row(std::int64_t row) const {
    const auto& all = model_.improvements();
    const auto& each = all[all.size() - 1 - static_cast<std::size_t>(row)];
    TableRow cells;
    cells.mark = source_letter(each.source);
    cells.cells = {{std::to_string(each.trial)}, {model_.sources()[each.source].name}};
    for (std::size_t i = 0; i < scales_.size(); ++i) {
        const bool known = i < each.objectives.size();
        cells.cells.push_back({known ? number(each.objectives[i] / scales_[i].factor) : "", each.best[i] ? k_accent : k_normal,
                               each.best[i] ? " best" : ""});
    }
    if (scales_.size() > 1)
        cells.cells.push_back({each.hypervolume_added ? "+" + number(*each.hypervolume_added) : std::string(k_unknown)});
    cells.cells.push_back({duration(static_cast<double>(each.active) / 1e9), k_dim});
    return cells;
}

void ImprovementsPane::draw_sources(Surface surface) const {
    const double whole = all_hypervolume(model_);
    surface.text({0, 2}, "who", k_dim);
    surface.text_right(0, 31, "entered", k_dim);
    surface.text_right(0, 37, "best", k_dim);
    if (whole > 0) surface.text({0, 39}, "hypervolume", k_dim);
    int line = 1;
    for (const auto i : by_yield(model_)) {
        const auto& source = model_.sources()[i];
        const auto best = std::accumulate(source.best.begin(), source.best.end(), std::int64_t{0});
        surface.text({line, 0}, source_letter(i), k_bold);
        surface.text({line, 2}, shorten(source.name, 21));
        surface.text_right(line, 31, std::to_string(source.entered));
        surface.text_right(line, 37, std::to_string(best), best > 0 ? k_accent : k_dim);
        if (whole > 0) {
            surface.text({line, 39}, bar(source.hypervolume / whole, 4));
            surface.text_right(line, k_sources, percent(source.hypervolume / whole));
        }
        ++line;
    }
}

std::string ImprovementsPane::sources_line() const {
    std::string text;
    for (const auto i : by_yield(model_))
        text += fmt::format("{}{} {} {}", text.empty() ? "" : " · ", source_letter(i), model_.sources()[i].name,
                            model_.sources()[i].entered);
    return text;
}

void ImprovementsPane::draw(Surface surface, bool focused) {
    sync();
    const auto count = static_cast<std::int64_t>(model_.improvements().size());
    surface.rule(0, "who found it", fmt::format("{} entered the front", grouped(count)), focused ? k_bold : k_normal);
    if (surface.columns() >= k_beside) {
        table_.draw(surface.lines_from(1).columns_from(0, surface.columns() - k_sources - 3), focused);
        surface.lines_from(1).vertical_rule(surface.columns() - k_sources - 2);
        return draw_sources(surface.lines_from(1).columns_from(surface.columns() - k_sources));
    }
    surface.text({1, 2}, shorten(sources_line(), surface.columns() - 4));
    table_.draw(surface.lines_from(2), focused);
}

}  // namespace paretop::views
