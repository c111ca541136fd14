#include "engine/profile/distribution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace paretop::profile {
namespace {

// Buckets: 0 to 2047 one each, then 1024 for every doubling.
constexpr unsigned k_bits = 10;
constexpr std::uint64_t k_per_octave = 1U << k_bits;

std::size_t bucket_of(std::uint64_t value) {
    if (value < 2 * k_per_octave) return value;
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - (k_bits + 1);
    return shift * k_per_octave + (value >> shift);
}

struct Bucket {
    double low, width;
};
Bucket bucket_at(std::size_t index) {
    if (index < 2 * k_per_octave) return {static_cast<double>(index), 1};
    const auto shift = index / k_per_octave - 1;
    const auto top = index - shift * k_per_octave;
    return {std::ldexp(static_cast<double>(top), static_cast<int>(shift)), std::ldexp(1.0, static_cast<int>(shift))};
}

// The order statistics of values that are kept one by one: of small ones, and of large ones behind them. Ranks ascend from call
// to call, so that each selection sorts only what lies above the one before.
class Selector {
  public:
    Selector(std::vector<std::uint32_t> small, std::vector<std::int64_t> large)
        : small_(std::move(small)), large_(std::move(large)) {}

    double at(std::size_t rank) {
        return rank < small_.size() ? select(small_, small_from_, rank) : select(large_, large_from_, rank - small_.size());
    }

  private:
    template <class T>
    static double select(std::vector<T>& values, std::size_t& from, std::size_t rank) {
        const auto begin = values.begin();
        if (rank >= from)
            std::nth_element(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(rank), values.end());
        from = std::max(from, rank);
        return static_cast<double>(values[rank]);
    }

    std::vector<std::uint32_t> small_;
    std::vector<std::int64_t> large_;
    std::size_t small_from_ = 0, large_from_ = 0;
};

// Of a histogram: values are taken to lie evenly within their bucket.
class Buckets {
  public:
    explicit Buckets(const std::vector<std::uint64_t>& counts) : counts_(counts) {}

    double at(std::size_t rank) {
        while (bucket_ + 1 < counts_.size() && before_ + counts_[bucket_] <= rank) before_ += counts_[bucket_++];
        const auto [low, width] = bucket_at(bucket_);
        if (width <= 1) return low;
        return low + width * (static_cast<double>(rank - before_) + 0.5) / static_cast<double>(counts_[bucket_]);
    }

  private:
    const std::vector<std::uint64_t>& counts_;
    std::size_t bucket_ = 0;
    std::uint64_t before_ = 0;
};

template <class Ranks>
std::vector<double> interpolate(Ranks ranks, std::int64_t count, std::span<const double> probabilities) {
    std::vector<double> quantiles;
    for (const double p : probabilities) {
        const double place = p * static_cast<double>(count - 1);
        const auto below = static_cast<std::size_t>(place);
        const double low = ranks.at(below);
        const double part = place - static_cast<double>(below);
        quantiles.push_back(part > 0 ? low + part * (ranks.at(below + 1) - low) : low);
    }
    return quantiles;
}

}  // namespace

void Distribution::add(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    least_ = count_ == 0 ? value : std::min(least_, value);
    most_ = std::max(most_, value);
    ++count_;
    total_ += bits;
    squares_ += Wide{bits} * bits;
    below_10_ms_ += value < 10'000'000 ? 1 : 0;
    below_100_us_ += value < 100'000 ? 1 : 0;
    if (histogram_) {
        ++(*histogram_)[bucket_of(bits)];
    } else {
        if (bits <= std::numeric_limits<std::uint32_t>::max())
            small_.push_back(static_cast<std::uint32_t>(bits));
        else
            large_.push_back(value);
        if (count_ > k_exact_values) coarsen();
    }
}

void Distribution::coarsen() {
    if (histogram_) return;
    histogram_ = std::make_unique<std::vector<std::uint64_t>>(bucket_of(std::numeric_limits<std::int64_t>::max()) + 1);
    for (const auto value : small_) ++(*histogram_)[bucket_of(value)];
    for (const auto value : large_) ++(*histogram_)[bucket_of(static_cast<std::uint64_t>(value))];
    small_ = {};
    large_ = {};
}

double Distribution::deviation() const {
    if (count_ < 2) return 0;
    // n Σx² − (Σx)² without rounding while it fits 128 bits, which a billion values of a minute do.
    const auto n = static_cast<Wide>(count_);
    const auto limit = std::numeric_limits<std::uint64_t>::max();
    const double count = static_cast<double>(count_);
    if (total_ <= limit && squares_ / limit < limit / n) {
        const Wide spread = n * squares_ - total_ * total_;
        return std::sqrt(static_cast<double>(spread) / count / (count - 1));
    }
    const long double mean = static_cast<long double>(total_) / static_cast<long double>(count_);
    const auto spread = static_cast<long double>(squares_) - mean * static_cast<long double>(total_);
    return std::sqrt(std::max(0.0, static_cast<double>(spread)) / (count - 1));
}

std::vector<double> Distribution::quantiles(std::span<const double> probabilities) const {
    if (count_ == 0) return std::vector<double>(probabilities.size(), 0);
    auto quantiles = histogram_ ? interpolate(Buckets(*histogram_), count_, probabilities)
                                : interpolate(Selector(small_, large_), count_, probabilities);
    for (auto& q : quantiles) q = std::clamp(q, static_cast<double>(least_), static_cast<double>(most_));
    return quantiles;
}

}  // namespace paretop::profile
