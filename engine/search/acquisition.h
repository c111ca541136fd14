// How much a measurement is expected to improve on what is known, from what a model predicts of it.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "engine/search/gaussian_process.h"

namespace paretop::search {

// A value and its derivatives by the mean and the deviation of each prediction.
struct Gain {
    double value = 0;
    std::array<double, 2> by_mean{}, by_deviation{};
};

// E[max(0, bound − y)] for a normal y: expected improvement (Jones, Schonlau, Welch, "Efficient global optimization", 1998).
Gain expected_improvement(double bound, const Prediction& y);

// Its logarithm, finite however unlikely an improvement is (Ament et al., "Unexpected improvements to expected improvement",
// 2023).
Gain log_expected_improvement(double bound, const Prediction& y);

// Exact for two independent objectives: the plane is cut into strips above the front, and in each the two expectations
// multiply (Emmerich, Yang et al., "Efficient computation of expected hypervolume improvement", 2016). O(front).
class ExpectedHypervolumeImprovement {
  public:
    // `front`: minimised, not dominated; what lies beyond `reference` does not count.
    ExpectedHypervolumeImprovement(std::vector<std::array<double, 2>> front, std::array<double, 2> reference);
    [[nodiscard]] Gain operator()(const Prediction& first, const Prediction& second) const;

  private:
    struct Strip {
        double low, high, ceiling;  // of the first objective; of the second
    };
    std::vector<Strip> strips_;
};

}  // namespace paretop::search
