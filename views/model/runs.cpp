#include "views/model/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "views/model/configurations.h"
#include "views/model/words.h"

namespace paretop::model {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t k_failures_read = 200;
constexpr std::size_t k_failures_shown = 3;

// Ascending with what is unknown last.
bool less(double a, double b) { return std::isnan(b) ? !std::isnan(a) : a < b; }

double share(const RunLine& line) {
    return line.record.budget > 0 ? static_cast<double>(line.finished()) / static_cast<double>(line.record.budget) : k_nan;
}

double number_in(const RunLine& line, RunColumn column, std::size_t objective) {
    switch (column) {
        case RunColumn::trials:
            return share(line);
        case RunColumn::per_minute:
            return line.per_minute.value_or(k_nan);
        case RunColumn::left:
            return line.left ? static_cast<double>(*line.left) : k_nan;
        case RunColumn::front:
            return static_cast<double>(line.on_front);
        case RunColumn::hypervolume:
            return line.record.hypervolume.value_or(k_nan);
        case RunColumn::failed:
            return static_cast<double>(line.record.failed);
        case RunColumn::best:
            return objective < line.best.size() ? line.best[objective] : k_nan;
        case RunColumn::state:
            return static_cast<double>(line.status);
        default:
            return static_cast<double>(line.id());
    }
}

}  // namespace

RunStatus status_of(storage::RunState state, bool owned) {
    switch (state) {
        case storage::RunState::waiting:
            return owned ? RunStatus::running : RunStatus::waiting;
        case storage::RunState::running:
            return owned ? RunStatus::running : RunStatus::cut_off;
        case storage::RunState::paused:
            return RunStatus::paused;
        case storage::RunState::done:
            return RunStatus::done;
        case storage::RunState::stopped:
            return RunStatus::stopped;
        case storage::RunState::failed:
            return RunStatus::failed;
    }
    return RunStatus::failed;
}

std::string_view status_word(RunStatus status) {
    switch (status) {
        case RunStatus::waiting:
            return "waiting";
        case RunStatus::running:
            return "running";
        case RunStatus::paused:
            return "paused";
        case RunStatus::done:
            return "done";
        case RunStatus::stopped:
            return "stopped";
        case RunStatus::failed:
            return "failed";
        case RunStatus::cut_off:
            return "cut off";
    }
    return "";
}

RunsModel::RunsModel(const storage::Store& store, Experiments& experiments, std::function<std::int64_t(storage::RunId)> owner)
    : store_(store), experiments_(experiments), owner_(std::move(owner)) {}

Result<bool> RunsModel::update(Budget& budget) {
    PARETOP_CHECK(read_runs());
    bool more = false;
    // The newest first, and the selected one before all: they are what is looked at.
    if (const auto chosen = lines_.find(selected_); chosen != lines_.end()) {
        PARETOP_TRY(more, examine(chosen->second, budget));
        PARETOP_CHECK(make_detail(chosen->second));
    }
    for (auto entry = lines_.rbegin(); entry != lines_.rend() && !more; ++entry) {
        if (entry->second.examined == entry->second.now() && !entry->second.unread) continue;
        more = !budget.take();
        if (more) break;
        PARETOP_TRY(more, examine(entry->second, budget));
    }
    arrange();
    return more;
}

Result<void> RunsModel::read_runs() {
    PARETOP_TRY(auto records, storage::list_runs(store_));
    view_.clear();  // points into what is being rebuilt
    std::map<storage::RunId, Entry> kept;
    for (auto& record : records) {
        auto node = lines_.extract(record.id);
        const bool fresh = node.empty();
        auto& entry = fresh ? kept[record.id] : kept.insert(std::move(node)).position->second;
        if (fresh) {
            PARETOP_TRY(entry.line.experiment, experiments_.get(record.experiment));
            entry.line.on_front = record.front_size;
            entry.line.best.assign(entry.line.experiment->objectives.size(), k_nan);
            entry.front = std::make_unique<FrontMembers>(store_, entry.line.experiment);
        }
        auto& line = entry.line;
        line.record = std::move(record);
        const bool may_run = line.record.state == storage::RunState::running || line.record.state == storage::RunState::waiting;
        line.status = status_of(line.record.state, may_run && owner_(line.id()) != 0);
        entry.rate.add(line.record.active_ns, line.record.done + line.record.failed);
        line.per_minute = line.live() ? entry.rate.per_minute() : std::nullopt;
        line.left = line.live() ? entry.rate.time_for(line.record.budget - line.finished()) : std::nullopt;
    }
    lines_ = std::move(kept);
    std::erase_if(marked_, [this](storage::RunId run) { return !lines_.contains(run); });
    return {};
}

Result<bool> RunsModel::examine(Entry& entry, Budget& budget) {
    auto& line = entry.line;
    const bool fresh = std::exchange(entry.examined, entry.now()) != entry.now();
    if (!fresh && !entry.unread) return false;
    PARETOP_TRY(entry.unread, entry.front->update(line.record, budget, fresh));
    line.on_front = entry.front->holding();
    line.trend = entry.front->history().trend(k_trend_points, line.record.done + line.record.failed - 1);
    for (std::size_t i = 0; i < line.best.size(); ++i)
        if (const auto* found = entry.front->best(i)) line.best[i] = found->objectives[i];
    return entry.unread;
}

namespace {

Result<std::string> differences_of(const storage::Store& store, storage::TrialKey trial, const Experiment& experiment) {
    PARETOP_TRY(const auto configuration, configuration_of(store, trial, experiment));
    if (!configuration) return "its configuration cannot be read by this version";
    const auto& space = experiment.spec()->space;
    return space::differences(space, *configuration, space.defaults(), space::k_readable_digits);
}

Result<RunExample> baseline_of(const storage::Store& store, storage::RunId run, const Experiment& experiment) {
    RunExample example{"baseline", 0, {}, {}};
    PARETOP_TRY(example.differences, differences_of(store, {run, 0}, experiment));
    PARETOP_TRY(const auto measurements, storage::list_measurements(store, {run, 0}));
    const auto medians = metric_medians(measurements, experiment);
    for (const auto& objective : experiment.objectives) example.objectives.push_back(medians[objective.metric]);
    return example;
}

Result<std::vector<RunDetail::Failure>> failures_of(const storage::Store& store, storage::RunId run) {
    PARETOP_TRY(const auto failed, storage::list_failures(store, run, k_failures_read));
    std::vector<RunDetail::Failure> failures;
    for (const auto& trial : failed) {
        const auto same = std::find_if(failures.begin(), failures.end(), [&](const auto& f) { return f.reason == trial.reason; });
        if (same == failures.end())
            failures.push_back({trial.reason, 1});
        else
            ++same->count;
    }
    std::stable_sort(failures.begin(), failures.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    if (failures.size() > k_failures_shown) failures.resize(k_failures_shown);
    return failures;
}

}  // namespace

Result<void> RunsModel::make_detail(Entry& entry) {
    const auto& line = entry.line;
    if (detail_.run == line.id() && entry.detailed == entry.now() && !entry.unread) return {};
    RunDetail detail{line.id(), {}, {}, 0, {}};
    if (line.record.asked > 0) {
        PARETOP_TRY(auto baseline, baseline_of(store_, line.id(), *line.experiment));
        detail.examples.push_back(std::move(baseline));
    }
    for (std::size_t i = 0; i < line.experiment->objectives.size(); ++i) {
        const auto* best = entry.front->best(i);
        if (best == nullptr) continue;
        RunExample example{line.experiment->objectives[i].superlative(), best->trial, {}, best->objectives};
        PARETOP_TRY(example.differences, differences_of(store_, {line.id(), best->trial}, *line.experiment));
        detail.examples.push_back(std::move(example));
    }
    if (const auto& entries = entry.front->history().entries(); !entries.empty()) {
        detail.improved_by = entries.back().trial;
        detail.improved_ns = entries.back().entered_ns;
    }
    if (line.record.failed > 0) {
        PARETOP_TRY(detail.failures, failures_of(store_, line.id()));
    }
    detail_ = std::move(detail);
    entry.detailed = entry.now();
    return {};
}

bool RunsModel::passes(const RunLine& line) const {
    return contains_words(fmt::format("{} {} {} {} {} run {}", line.name(), line.experiment->record.kind,
                                      status_word(line.status), line.record.method, line.record.chosen, line.id()),
                          words_);
}

bool RunsModel::before(const RunLine& a, const RunLine& b) const {
    if (sort_ == RunColumn::name || sort_ == RunColumn::kind) {
        const auto text = [this](const RunLine& line) {
            return sort_ == RunColumn::name ? line.name() : line.experiment->record.kind;
        };
        const int order = text(a).compare(text(b));
        if (order != 0) return descending_ ? order > 0 : order < 0;
        return a.id() > b.id();
    }
    const double first = number_in(a, sort_, sort_objective_);
    const double second = number_in(b, sort_, sort_objective_);
    if (std::isnan(first) || std::isnan(second) || !descending_) {
        if (less(first, second) || less(second, first)) return less(first, second);
    } else if (first > second || second > first) {
        return first > second;
    }
    return a.id() > b.id();
}

void RunsModel::arrange() {
    view_.clear();
    for (const auto& [id, entry] : lines_)
        if (passes(entry.line)) view_.push_back(&entry.line);
    std::sort(view_.begin(), view_.end(), [this](const RunLine* a, const RunLine* b) { return before(*a, *b); });
}

void RunsModel::set_filter(std::string words) {
    filter_ = std::move(words);
    words_ = split_words(filter_);
    arrange();
}

void RunsModel::set_sort(RunColumn column, bool descending, std::size_t objective) {
    sort_ = column;
    descending_ = descending;
    sort_objective_ = objective;
    arrange();
}

std::size_t RunsModel::live() const {
    return static_cast<std::size_t>(
        std::count_if(lines_.begin(), lines_.end(), [](const auto& e) { return e.second.line.live(); }));
}

const RunLine* RunsModel::find(storage::RunId run) const {
    const auto found = lines_.find(run);
    return found == lines_.end() ? nullptr : &found->second.line;
}

std::optional<std::size_t> RunsModel::row_of(storage::RunId run) const {
    const auto found = std::find_if(view_.begin(), view_.end(), [&](const RunLine* line) { return line->id() == run; });
    return found == view_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - view_.begin()));
}

void RunsModel::toggle_mark(storage::RunId run) {
    if (marked_.erase(run) == 0 && lines_.contains(run)) marked_.insert(run);
}

const RunDetail* RunsModel::detail() const { return detail_.run == selected_ && selected_ != 0 ? &detail_ : nullptr; }

}  // namespace paretop::model
