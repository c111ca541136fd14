// Configurations as vectors of numbers that models can compare.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/space/space.h"

namespace paretop::search {

// One feature a parameter, except for a permutation of n: n of them, the place of each item. Numbers and ordinals: the unit
// coordinate. Categories and booleans: the index of the choice, to be compared for equality only. An inactive parameter counts as
// its default: whatever deactivates it is a feature of its own.
class Features {
  public:
    explicit Features(const space::Space& space);  // must outlive it

    [[nodiscard]] std::size_t size() const { return parameter_.size(); }
    [[nodiscard]] std::size_t parameter(std::size_t feature) const { return parameter_[feature]; }
    [[nodiscard]] bool categorical(std::size_t feature) const { return categorical_[feature]; }
    [[nodiscard]] std::vector<double> of(const space::Configuration& configuration) const;

  private:
    const space::Space& space_;
    std::vector<std::size_t> parameter_;
    std::vector<bool> categorical_;
};

}  // namespace paretop::search
