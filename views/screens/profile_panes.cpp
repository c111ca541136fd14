#include "views/screens/profile_panes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/charts/small.h"
#include "views/screens/profile_actions.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

using storage::LaneRole;

constexpr std::size_t k_most_workers = 4;
constexpr std::string_view k_between = " · ";

// Without the last parts where there is no room for them.
std::string fitting(std::string text, int columns) {
    while (width_of(text) > columns) {
        const auto last = text.rfind(k_between);
        if (last == std::string::npos) return shorten(text, columns);
        text.erase(last);
    }
    return text;
}

std::string share_of(double percent_value) {
    if (!std::isfinite(percent_value)) return std::string(k_unknown);
    return fixed(percent_value, percent_value < 10 ? 1 : 0) + " %";
}

std::string spread_of(const profile::Summary& summary) {
    return fmt::format("median {} · p90 {} · most {}", span_text(summary.median_ns), span_text(summary.p90_ns),
                       span_text(summary.most_ns));
}

struct Line {
    std::string label, text;
    Style style;
};

std::vector<Line> batch_lines(const profile::BatchStatistics& b) {
    std::vector<Line> lines;
    const auto epochs = b.epochs > 1 ? fmt::format(" in {}", count_of(b.epochs, "epoch")) : "";
    if (b.preprocessed > 0)
        lines.push_back({"batches",
                         fmt::format("{}{} · {} a second · mean {} · {}", grouped(b.batches), epochs, number(b.throughput),
                                     span_text(b.preprocessing.mean_ns), spread_of(b.preprocessing)),
                         k_normal});
    if (b.waited > 0)
        lines.push_back({"wait",
                         fmt::format("mean {} · stalled {} of the time · above 500 ms {} · {}", span_text(b.wait.mean_ns),
                                     share_of(b.stall_percent), share_of(b.wait_above_500ms_percent), spread_of(b.wait)),
                         k_normal});
    if (b.matched > 0)
        lines.push_back({"delay",
                         fmt::format("mean {} · above 500 ms {} · {}", span_text(b.delay.mean_ns),
                                     share_of(b.delay_above_500ms_percent), spread_of(b.delay)),
                         k_normal});
    if (b.waited > 0)
        lines.push_back({"order",
                         b.out_of_order == 0 ? std::string("every batch came in its turn")
                                             : fmt::format("▴ {} of {} came out of order ({})", grouped(b.out_of_order),
                                                           grouped(b.waited), share_of(b.out_of_order_percent)),
                         b.out_of_order == 0 ? k_dim : k_warning});
    return lines;
}

std::vector<Line> worker_lines(const model::ProfileModel& model) {
    std::vector<Line> lines;
    std::size_t left_out = 0;
    for (const auto& lane : model.lanes()) {
        if (lane.role != LaneRole::worker) continue;
        if (lines.size() == k_most_workers) {
            ++left_out;
            continue;
        }
        const double span = static_cast<double>(lane.last_ns - lane.first_ns);
        const double busy = span > 0 ? (lane.batch_ns > 0 ? lane.batch_ns : lane.busy_ns) / span : 0;
        lines.push_back({lane.name,
                         fmt::format("{:<10} busy {:>5} · starved {} · {}", bar(busy, 10), share_of(100 * busy),
                                     span_text(lane.starved_ns), count_of(lane.records, "record")),
                         k_normal});
    }
    if (left_out > 0) lines.back().text += fmt::format(" · {} more: t shows all", left_out);
    return lines;
}

std::vector<Line> lines_of(const model::ProfileModel& model) {
    auto lines = model.batches() ? batch_lines(*model.batches()) : std::vector<Line>();
    if (!model.batches() && model.reading_batches())
        lines.push_back({"batches", fmt::format("reading… {} so far", count_of(model.batch_records_read(), "record")), k_dim});
    for (auto& line : worker_lines(model)) lines.push_back(std::move(line));
    if (auto doubts = doubts_of(model.record(), model.omissions()); !doubts.empty())
        lines.push_back({"doubts", "▴ " + doubts, k_warning});
    return lines;
}

}  // namespace

int profile_summary_lines(const model::ProfileModel& model) {
    const auto lines = static_cast<int>(lines_of(model).size());
    return lines == 0 ? 0 : lines + 1;
}

void draw_profile_summary(Surface surface, const model::ProfileModel& model) {
    const auto lines = lines_of(model);
    surface.rule(0, model.batches() || model.reading_batches() ? "batches and workers" : "workers");
    int label = 0;
    for (const auto& line : lines) label = std::max(label, std::min(18, width_of(line.label)));
    for (std::size_t i = 0; i < lines.size() && static_cast<int>(i) + 1 < surface.lines(); ++i) {
        const int at = static_cast<int>(i) + 1;
        surface.text({at, 2}, shorten(lines[i].label, label), k_dim);
        surface.text({at, label + 4}, fitting(lines[i].text, surface.columns() - label - 5), lines[i].style);
    }
}

}  // namespace paretop::views
