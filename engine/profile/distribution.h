// The durations of one operation in bounded memory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace paretop::profile {

// Exact up to k_exact_values (or until coarsen() is called); from then on a histogram whose buckets are 1/1024 of their value
// wide, so that quantiles are right to k_bucket_error relative. Count, sum, mean, deviation and extremes are always exact.
class Distribution {
  public:
    static constexpr std::int64_t k_exact_values = 1'000'000;
    static constexpr double k_bucket_error = 1.0 / 1024;

    void add(std::int64_t value);  // 0 to k_longest_ns
    void coarsen();

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] double total() const { return static_cast<double>(total_); }
    [[nodiscard]] double mean() const { return count_ == 0 ? 0 : total() / static_cast<double>(count_); }
    [[nodiscard]] double deviation() const;  // n − 1; 0 below two values
    [[nodiscard]] std::int64_t least() const { return count_ == 0 ? 0 : least_; }
    [[nodiscard]] std::int64_t most() const { return most_; }
    [[nodiscard]] std::int64_t below_10_ms() const { return below_10_ms_; }
    [[nodiscard]] std::int64_t below_100_us() const { return below_100_us_; }
    [[nodiscard]] bool exact() const { return !histogram_; }
    // Values that are kept one by one.
    [[nodiscard]] std::size_t kept() const { return small_.size() + large_.size(); }
    // At ascending probabilities, by linear interpolation between order statistics (Hyndman and Fan, type 7).
    [[nodiscard]] std::vector<double> quantiles(std::span<const double> probabilities) const;

  private:
    __extension__ using Wide = unsigned __int128;

    std::int64_t count_ = 0, least_ = 0, most_ = 0, below_10_ms_ = 0, below_100_us_ = 0;
    Wide total_ = 0, squares_ = 0;
    std::vector<std::uint32_t> small_;  // what fits 32 bits (4.29 s), and
    std::vector<std::int64_t> large_;   // what does not
    std::unique_ptr<std::vector<std::uint64_t>> histogram_;
};

}  // namespace paretop::profile
