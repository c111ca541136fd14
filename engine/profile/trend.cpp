#include "engine/profile/trend.h"

#include <algorithm>

namespace paretop::profile {

void Trend::widen() {
    std::array<double, k_slices> sums{};
    std::array<std::uint32_t, k_slices> counts{};
    for (std::int64_t slice = first_; slice <= last_; ++slice) {
        const auto from = static_cast<std::size_t>(slice & (k_slices - 1));
        const auto to = static_cast<std::size_t>((slice >> 1) & (k_slices - 1));
        sums[to] += sums_[from];
        counts[to] += counts_[from];
    }
    sums_ = sums;
    counts_ = counts;
    first_ >>= 1;
    last_ >>= 1;
    ++shift_;
}

void Trend::make_room(std::int64_t start_ns) {
    if (count_ == 0) {
        first_ = last_ = start_ns >> shift_;
        return;
    }
    for (;;) {
        const std::int64_t slice = start_ns >> shift_;
        const std::int64_t first = std::min(first_, slice), last = std::max(last_, slice);
        if (last - first < k_slices) {
            first_ = first;
            last_ = last;
            return;
        }
        widen();
    }
}

std::vector<double> Trend::means() const {
    std::vector<double> means;
    if (count_ == 0) return means;
    for (std::int64_t slice = first_; slice <= last_; ++slice) {
        const auto at = static_cast<std::size_t>(slice & (k_slices - 1));
        means.push_back(counts_[at] == 0 ? -1 : sums_[at] / counts_[at]);
    }
    return means;
}

BlockSums Trend::blocks(double origin_ns) const {
    BlockSums blocks;
    for (std::size_t i = 0; i < counts_.size(); ++i) blocks.add(counts_[i], sums_[i] - counts_[i] * origin_ns);
    return blocks;
}

}  // namespace paretop::profile
