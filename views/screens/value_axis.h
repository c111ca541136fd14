// The values of one parameter along an axis.
#pragma once

#include <memory>
#include <vector>

#include "engine/importance/importance.h"
#include "engine/space/space.h"
#include "views/charts/scale.h"
#include "views/charts/value_chart.h"

namespace paretop::views {

// Places are in [0, 1]: as the search sees the values (on a log scale where that is asked for), those of few values in bands of
// equal width; "not active" is a band of its own at the left. Of a permutation the place of one item.
class ValueAxis {
  public:
    explicit ValueAxis(space::Parameter parameter, std::size_t item = 0);

    [[nodiscard]] const space::Parameter& parameter() const { return parameter_; }
    // `spread` in [0, 1) moves points of one band apart, so that they are not drawn over each other.
    [[nodiscard]] double place(const space::Value& value, double spread = 0.5) const;
    [[nodiscard]] std::vector<Tick> labels(int columns) const;
    [[nodiscard]] std::vector<ExpectedStep> expected(const std::vector<importance::MarginalPoint>& marginal) const;

  private:
    [[nodiscard]] double shifted(double unit) const { return first_ + (1 - first_) * unit; }
    [[nodiscard]] double unit(const space::Value& value) const;
    [[nodiscard]] std::vector<Tick> band_labels(int columns) const;

    space::Parameter parameter_;
    std::size_t item_;
    std::shared_ptr<const space::Space> alone_;  // of this parameter
    double first_ = 0;                           // where active values begin
    double bands_ = 0;                           // 0: none
};

// Of a permutation the item whose place matters most; 0 for others.
[[nodiscard]] std::size_t telling_item(const std::vector<importance::MarginalPoint>& marginal);

}  // namespace paretop::views
