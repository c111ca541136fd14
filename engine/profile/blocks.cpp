#include "engine/profile/blocks.h"

#include <algorithm>
#include <cmath>

namespace paretop::profile {
namespace {

constexpr std::int64_t k_fewest_slices = 10;  // Schmeiser: 10 to 30 of them serve

}  // namespace

double BlockSums::error() const {
    if (blocks_ < 2) return 0;
    const double mean = sums_ / counts_;
    const double squares = std::max(0.0, sums_squared_ - 2 * mean * products_ + mean * mean * counts_squared_);
    const auto blocks = static_cast<double>(blocks_);
    return std::sqrt(blocks / (blocks - 1) * squares) / counts_;
}

MeanError mean_error(const BlockSums& batches, const BlockSums& slices) {
    const MeanError of_batches{batches.blocks(), batches.error()}, of_slices{slices.blocks(), slices.error()};
    if (of_slices.blocks < k_fewest_slices) return of_batches.blocks < 2 ? MeanError{} : of_batches;
    return of_batches.error > of_slices.error ? of_batches : of_slices;
}

}  // namespace paretop::profile
