// The chart of the front screen: all trials as a cloud, the front through them; with a single objective its value against the
// trials.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "views/charts/scatter.h"
#include "views/model/front.h"
#include "views/screens/units.h"
#include "views/terminal/key.h"

namespace paretop::views {

class FrontChart {
  public:
    explicit FrontChart(model::FrontModel& model) : model_(model) {}  // must outlive it

    // Begins anew, in these units (by objective); also after another axis was chosen.
    void restart(std::vector<UnitScale> scales);
    // Draws trials into the cloud for as long as `piece`; true: more wait.
    bool work(const Clock& clock, Nanoseconds piece);
    [[nodiscard]] bool pending() const { return scatter_.pending(); }

    // `pulse` stands at the right of the rule, `why_empty` where there is nothing to draw.
    void draw(Surface surface, const std::string& pulse, const std::string& why_empty);
    // False: it was not in the chart, or is left to others. Clicks move the model's cursor.
    bool mouse(const Key& key);
    [[nodiscard]] bool contains(Position at) const { return area_.contains(at); }

    void zoom(double factor);  // around the cursor
    void show_all() { scatter_.reset_zoom(); }
    [[nodiscard]] bool zoomed() const { return scatter_.zoomed(); }

  private:
    [[nodiscard]] bool single() const { return model_.experiment().objectives.size() < 2; }
    [[nodiscard]] PlotPoint point(std::size_t i) const;  // of the cloud
    [[nodiscard]] PlotPoint point(storage::TrialNumber trial, const std::vector<double>& objectives) const;
    [[nodiscard]] const model::FrontMember* member(std::optional<storage::TrialNumber> trial) const;
    [[nodiscard]] std::vector<PlotPoint> front_points() const;    // of all members
    [[nodiscard]] std::vector<PlotPoint> holding_points() const;  // of those that no other one dominates
    void set_layers();

    model::FrontModel& model_;
    Scatter scatter_;
    std::vector<UnitScale> scales_;
    Rect area_;
};

}  // namespace paretop::views
