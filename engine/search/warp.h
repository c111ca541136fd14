// A monotone change of scale, so that a few huge values do not drown the differences among the good.
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace paretop::search {

// Either log(y − low + shift), or the identity up to `knee`, beyond which the excess grows like its logarithm.
struct Warp {
    bool logarithmic = false;
    double low = 0, shift = 1;
    double knee = std::numeric_limits<double>::infinity(), scale = 1;

    [[nodiscard]] double operator()(double value) const;
};

// What may be chosen from for these values: the identity first, then logarithms, from the mildest. Small values stay small.
std::vector<Warp> possible_warps(std::span<const double> values);
// Σ log of the derivative at the values.
double log_slopes(const Warp& warp, std::span<const double> values);
// Which of these makes the values look most normal (Box and Cox, "An analysis of transformations", 1964).
std::size_t most_normal(std::span<const Warp> warps, std::span<const double> values);
// The identity up to three ranges beyond [low, high], so that volumes of a front in that range stay what they are.
Warp soft_clip(double low, double high);

}  // namespace paretop::search
