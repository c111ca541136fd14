// The front of one run, with every trial behind it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "views/model/front_members.h"
#include "views/model/summary.h"
#include "views/model/trial_feed.h"

namespace paretop::model {

// Every trial that was measured, in the order it became known. Only ever appended to: who draws it draws what is new.
struct PointCloud {
    std::vector<std::uint32_t> trials;
    std::vector<std::vector<float>> objectives;  // [objective][i], medians in the experiment's own senses
    std::vector<bool> feasible;
    std::size_t infeasible = 0;
    [[nodiscard]] std::size_t size() const { return trials.size(); }
};

class FrontModel {
  public:
    FrontModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment);

    // The front itself is read whole at once, the cloud step by step. Reads nothing while frozen.
    Result<bool> update(Budget& budget);

    [[nodiscard]] const storage::RunRecord& run() const { return run_; }
    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    [[nodiscard]] const std::vector<FrontMember>& members() const { return members_; }  // by the x axis, ascending
    [[nodiscard]] const FrontHistory& history() const { return on_front_.history(); }
    [[nodiscard]] const PointCloud& cloud() const { return cloud_; }
    [[nodiscard]] double known() const;  // 0 to 1: how much of the run is in the cloud
    // Of each objective the bound its threshold stands for; relative ones are known with the baseline.
    [[nodiscard]] const std::vector<std::optional<double>>& thresholds() const { return thresholds_; }
    [[nodiscard]] const std::vector<double>& baseline() const {
        return baseline_;
    }  // as reported, by objective; NaN: not (yet) measured

    [[nodiscard]] std::size_t x_axis() const { return x_; }
    [[nodiscard]] std::size_t y_axis() const { return y_; }  // the same as x with a single objective
    void next_x_axis();                                      // never the same one on both, as long as there are two
    void next_y_axis();

    // The cursor and the marks are on trials: they stay when the front changes around them. A cursor whose trial left the front
    // goes to the nearest member on the x axis.
    [[nodiscard]] std::optional<storage::TrialNumber> cursor() const { return cursor_; }
    [[nodiscard]] std::size_t cursor_row() const;
    void move_to(std::size_t row);
    void toggle_mark(storage::TrialNumber trial);  // A, then B; a third replaces B
    [[nodiscard]] std::optional<storage::TrialNumber> mark_a() const { return a_; }
    [[nodiscard]] std::optional<storage::TrialNumber> mark_b() const { return b_; }
    [[nodiscard]] Result<Comparison> compare_marked() const;  // both are marked

    // A moment kept while the run goes on.
    void freeze(bool on) { frozen_ = on; }
    [[nodiscard]] bool frozen() const { return frozen_; }

    // Of a measured trial; read once, and again when the front was measured again.
    Result<const TrialSummary*> summary(storage::TrialNumber trial);

  private:
    void arrange();
    Result<void> read_baseline();

    const storage::Store& store_;
    std::shared_ptr<const Experiment> experiment_;
    storage::RunRecord run_;
    FrontMembers on_front_;
    std::uint64_t arranged_ = 0;  // the version of on_front_ that is in members_
    std::vector<FrontMember> members_;
    PointCloud cloud_;
    TrialFeed feed_;
    bool more_ = false;  // update() was not finished
    std::int64_t total_ = 0;
    std::vector<std::optional<double>> thresholds_;
    std::vector<double> baseline_;
    bool baseline_known_ = false;
    storage::RunRecord baseline_of_;  // as the run was when the baseline was read: its last round comes when the run is at rest
    std::size_t x_ = 0, y_ = 0;
    std::optional<storage::TrialNumber> cursor_, a_, b_;
    double cursor_x_ = 0;
    bool frozen_ = false;
    std::map<storage::TrialNumber, TrialSummary> summaries_;
};

}  // namespace paretop::model
