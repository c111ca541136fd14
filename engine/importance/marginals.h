// Collects what the trees say of each dimension.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/importance/importance.h"
#include "engine/importance/tree.h"

namespace paretop::importance {

// Mean and standard deviation of numbers as they come.
class Spread {
  public:
    void add(double value);
    [[nodiscard]] double mean() const { return count_ > 0 ? sum_ / count_ : 0; }
    [[nodiscard]] double deviation() const;

  private:
    double count_ = 0, sum_ = 0, squares_ = 0;
};

class Marginals {
  public:
    explicit Marginals(const std::vector<Dimension>& dimensions);  // must outlive it

    void add(const Effects& effects);
    // As in Analysis::marginals; the trees' values times `unit`, plus `origin`.
    [[nodiscard]] std::vector<std::vector<MarginalPoint>> points(const space::Space& space, double origin, double unit) const;

  private:
    const std::vector<Dimension>& dimensions_;
    std::vector<std::vector<Spread>> values_;  // [dimension][code]
};

}  // namespace paretop::importance
