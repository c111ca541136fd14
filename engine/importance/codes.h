// Trials as small codes, so that a tree sums over codes instead of sorting numbers.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/space/space.h"

namespace paretop::importance {

inline constexpr std::size_t k_codes = 256;  // most codes of one dimension
using CodeSet = std::bitset<k_codes>;

// What a tree can split on: a parameter, or the place of one item of a permutation. Each code stands for a part of its values and
// has that part's probability when all values are equally likely. Of a parameter with `when`, code 0 stands for "inactive", as
// probable as it was among the trials.
struct Dimension {
    std::size_t parameter = 0;
    std::size_t item = 0;               // of a permutation
    bool ordered = true;                // false: a category, its codes are in no order
    bool optional = false;              // has a code for "inactive"
    std::vector<double> edges;          // ordered: unit coordinates between one code and the next, ascending
    std::vector<std::int64_t> choices;  // category: of each code; choices beyond these share one more, the last code
    std::vector<double> weight;         // probability of each code; they sum to 1
    [[nodiscard]] std::size_t code_of(double feature) const;  // of an active value, as search::Features gives it
};

class Codes {
  public:
    Codes(const space::Space& space, std::span<const space::Configuration> configurations);

    [[nodiscard]] const std::vector<Dimension>& dimensions() const { return dimensions_; }
    [[nodiscard]] std::size_t trials() const { return trials_; }
    [[nodiscard]] std::span<const std::uint8_t> of(std::size_t dimension) const {
        return std::span(codes_).subspan(dimension * trials_, trials_);
    }

  private:
    std::vector<Dimension> dimensions_;
    std::size_t trials_;
    std::vector<std::uint8_t> codes_;  // a dimension's trials are neighbours
};

}  // namespace paretop::importance
