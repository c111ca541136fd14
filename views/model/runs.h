// Every run of a store, as the first screen shows them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "storage/base/clock.h"
#include "views/model/budget.h"
#include "views/model/experiments.h"
#include "views/model/front_members.h"
#include "views/model/rate.h"

namespace paretop::model {

// What a person is shown. cut_off: the store says running, but no engine holds the run; it can be taken up again.
enum class RunStatus { waiting, running, paused, done, stopped, failed, cut_off };
[[nodiscard]] std::string_view status_word(RunStatus status);
[[nodiscard]] RunStatus status_of(storage::RunState state, bool owned);  // owned: an engine holds it

struct RunLine {
    storage::RunRecord record;
    std::shared_ptr<const Experiment> experiment;
    RunStatus status = RunStatus::waiting;
    std::optional<double> per_minute;  // while it runs
    std::optional<Nanoseconds> left;   // while it runs
    std::int64_t on_front = 0;         // members that hold (front_members.h)
    std::vector<double> best;          // by objective, as reported (front_members.h); NaN: nothing on the front yet
    std::vector<float> trend;          // hypervolume against trials
    [[nodiscard]] storage::RunId id() const { return record.id; }
    // Of the budget: repetitions on purpose are beyond it.
    [[nodiscard]] std::int64_t finished() const { return record.done + record.failed - record.repeated; }
    [[nodiscard]] const std::string& name() const { return experiment->record.name; }
    [[nodiscard]] bool live() const { return status == RunStatus::running; }
};

enum class RunColumn { id, name, kind, state, trials, per_minute, left, front, hypervolume, failed, best };

// One configuration of the detail block, with the medians of the objectives.
struct RunExample {
    std::string label;  // baseline, fastest, smallest, ...
    storage::TrialNumber trial = 0;
    std::string differences;         // "level 19, wlog 27"; "all defaults"
    std::vector<double> objectives;  // NaN: not measured
};

struct RunDetail {
    storage::RunId run = 0;
    std::vector<RunExample> examples;                 // the baseline, then the best of each objective
    std::optional<storage::TrialNumber> improved_by;  // the last trial that entered the front
    Nanoseconds improved_ns = 0;
    struct Failure {
        std::string reason;
        std::int64_t count = 0;
    };
    std::vector<Failure> failures;  // most frequent first, of the newest failures
};

class RunsModel {
  public:
    static constexpr std::size_t k_trend_points = 10;

    // `owner`: pid of the engine that holds a run, 0: nobody (storage::RunLock::owner). All outlive the model.
    RunsModel(const storage::Store& store, Experiments& experiments, std::function<std::int64_t(storage::RunId)> owner);

    Result<bool> update(Budget& budget);

    // The runs that pass the filter, in order.
    [[nodiscard]] const std::vector<const RunLine*>& lines() const { return view_; }
    [[nodiscard]] std::size_t total() const { return lines_.size(); }
    [[nodiscard]] std::size_t live() const;
    [[nodiscard]] const RunLine* find(storage::RunId run) const;
    [[nodiscard]] std::optional<std::size_t> row_of(storage::RunId run) const;

    // Every word must be found in the name, kind, state, method or number, whatever the case.
    void set_filter(std::string words);
    [[nodiscard]] const std::string& filter() const { return filter_; }
    void set_sort(RunColumn column, bool descending, std::size_t objective = 0);  // objective: of RunColumn::best
    [[nodiscard]] RunColumn sort_column() const { return sort_; }
    [[nodiscard]] std::size_t sort_objective() const { return sort_objective_; }
    [[nodiscard]] bool descending() const { return descending_; }

    // By run, never by row: a run that goes away is unmarked.
    void toggle_mark(storage::RunId run);
    void clear_marks() { marked_.clear(); }
    [[nodiscard]] const std::set<storage::RunId>& marked() const { return marked_; }

    void select(storage::RunId run) { selected_ = run; }
    [[nodiscard]] const RunDetail* detail() const;  // of the selected run; nullptr: not loaded yet

  private:
    struct Entry {
        RunLine line;
        std::unique_ptr<FrontMembers> front;
        Rate rate;
        // When the front was read last and when detail was made: the last round counts no trial as done, but ends the run.
        using Moment = std::tuple<std::int64_t, Nanoseconds, storage::RunState>;
        Moment examined{-1, 0, {}}, detailed{-1, 0, {}};
        bool unread = false;  // the budget ended before the front was read
        [[nodiscard]] Moment now() const {
            return {line.record.done + line.record.failed, line.record.ended_ns, line.record.state};
        }
    };
    Result<void> read_runs();
    Result<bool> examine(Entry& entry, Budget& budget);  // true: more waits
    Result<void> make_detail(Entry& entry);
    void arrange();
    [[nodiscard]] bool passes(const RunLine& line) const;
    [[nodiscard]] bool before(const RunLine& a, const RunLine& b) const;

    const storage::Store& store_;
    Experiments& experiments_;
    std::function<std::int64_t(storage::RunId)> owner_;
    std::map<storage::RunId, Entry> lines_;
    std::vector<const RunLine*> view_;
    std::string filter_;
    std::vector<std::string> words_;
    RunColumn sort_ = RunColumn::id;
    std::size_t sort_objective_ = 0;
    bool descending_ = true;
    std::set<storage::RunId> marked_;
    storage::RunId selected_ = 0;
    RunDetail detail_;
};

}  // namespace paretop::model
