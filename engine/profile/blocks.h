// How uncertain a mean is where its values depend on each other: records of one batch, of one worker, of one moment.
#pragma once

#include <cstdint>

namespace paretop::profile {

// Values in blocks, of which only sums are kept. The standard error of the mean over all values is the cluster-robust one of a
// ratio (Liang and Zeger, Biometrika 73, 1986): √(G/(G−1) · Σ (s_g − n_g·m)²) / N, with the factor and the G − 1 degrees of
// freedom that Cameron and Miller advise (Journal of Human Resources 50, 2015, sections II and VI). For blocks that are slices of
// time it is the method of batch means (Schmeiser, Operations Research 30, 1982).
class BlockSums {
  public:
    void add(double count, double sum) {  // of one block; blocks without values are none
        if (count <= 0) return;
        ++blocks_;
        counts_ += count;
        sums_ += sum;
        counts_squared_ += count * count;
        products_ += count * sum;
        sums_squared_ += sum * sum;
    }
    [[nodiscard]] std::int64_t blocks() const { return blocks_; }
    [[nodiscard]] double error() const;  // 0 below two blocks

  private:
    std::int64_t blocks_ = 0;
    double counts_ = 0, sums_ = 0, counts_squared_ = 0, products_ = 0, sums_squared_ = 0;
};

// What is kept of a mean's uncertainty. 0 blocks: nothing is known.
struct MeanError {
    std::int64_t blocks = 0;
    double error = 0;
};
// Batches tell of what their records share, slices of time of what drifts: the larger of the two stands. Too few slices are
// none.
[[nodiscard]] MeanError mean_error(const BlockSums& batches, const BlockSums& slices);

}  // namespace paretop::profile
