// What a tree-structured Parzen estimator sees of a configuration: its features, NaN where a parameter is inactive.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/candidates.h"
#include "engine/search/features.h"

namespace paretop::search {

// How one feature is compared and drawn.
struct Axis {
    enum class Kind {
        continuous,  // also places in a permutation and numbers of many values
        grid,        // a number of few values: each owns a share of [0, 1]
        category
    };
    Kind kind = Kind::continuous;
    std::vector<double> edges;  // grid: of the shares, 0 first, 1 last
    double choices = 0;         // category
    double least = 0;           // bandwidth below which no other value would be drawn; not of a category

    [[nodiscard]] std::size_t values() const { return edges.size() - 1; }  // grid
    [[nodiscard]] std::size_t value_at(double coordinate) const;           // grid: whose share it is
    [[nodiscard]] double share(std::size_t value) const { return edges[value + 1] - edges[value]; }
};

class Axes {
  public:
    using Point = std::vector<double>;  // one feature an axis

    explicit Axes(const space::Space& space);  // must outlive it

    [[nodiscard]] std::size_t size() const { return axes_.size(); }
    [[nodiscard]] const Axis& operator[](std::size_t axis) const { return axes_[axis]; }
    [[nodiscard]] Point of(const space::Configuration& configuration) const;
    // The unit coordinate of a feature.
    [[nodiscard]] double coordinate(std::size_t axis, double feature) const {
        return axes_[axis].kind == Axis::Kind::category ? (feature + 0.5) / axes_[axis].choices : feature;
    }

  private:
    Features features_;
    std::vector<Axis> axes_;
};

}  // namespace paretop::search
