// How the mean of one operation went over time, in a fixed number of slices, whatever the length of the trace.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/profile/blocks.h"

namespace paretop::profile {

// Slices are 2^k ns wide and begin at multiples of that; k grows (and neighbours merge) until the trace fits. The outcome does
// not depend on the order of the records.
class Trend {
  public:
    static constexpr std::int64_t k_slices = 64;

    void add(std::int64_t start_ns, std::int64_t duration_ns) {
        const std::int64_t slice = start_ns >> shift_;
        if (count_ == 0 || slice < first_ || slice > last_ || last_ - first_ >= k_slices) make_room(start_ns);
        const auto at = static_cast<std::size_t>((start_ns >> shift_) & (k_slices - 1));
        sums_[at] += static_cast<double>(duration_ns);
        ++counts_[at];
        ++count_;
    }
    [[nodiscard]] std::int64_t first_ns() const { return first_ << shift_; }
    [[nodiscard]] std::int64_t slice_ns() const { return std::int64_t{1} << shift_; }
    [[nodiscard]] std::vector<double> means() const;  // −1: no record in that slice
    // Its slices as blocks, of durations less `origin_ns`.
    [[nodiscard]] BlockSums blocks(double origin_ns) const;

  private:
    void make_room(std::int64_t start_ns);
    void widen();

    // A ring: slice s of time lies at s modulo k_slices.
    std::array<double, k_slices> sums_{};
    std::array<std::uint32_t, k_slices> counts_{};
    std::int64_t first_ = 0, last_ = 0;  // slices that hold records
    std::int64_t count_ = 0;
    int shift_ = 20;  // about a millisecond
};

}  // namespace paretop::profile
