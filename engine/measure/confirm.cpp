#include "engine/measure/confirm.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace paretop::measure {
namespace {

constexpr double k_error = 0.0008;        // wanted of a median, relative
constexpr double k_median_factor = 1.57;  // variance of the median over that of the mean, for normal noise: π/2
constexpr std::int64_t k_fewest = 3, k_most = 50;
constexpr std::int64_t k_share = 4;  // the last round is at most one part in so many of the run's measurements

double spread_of(std::span<const double> repeats, double middle) {
    double sum = 0;
    for (std::size_t i = 1; i < repeats.size(); ++i) sum += std::abs(repeats[i] - repeats[i - 1]);
    const double sigma = sum / static_cast<double>(repeats.size() - 1) * std::sqrt(std::numbers::pi) / 2;
    return sigma / std::max(std::abs(middle), 1e-300);
}

}  // namespace

std::optional<double> relative_noise(const Score& score) {
    std::optional<double> noise;
    for (std::size_t i = 0; i < score.repeats.size(); ++i)
        if (score.repeats[i].size() > 1) noise = std::max(noise.value_or(0), spread_of(score.repeats[i], score.objectives[i]));
    return noise;
}

std::int64_t confirming_repeats(const ConfirmRule& rule, const Score& score) {
    const auto noise = relative_noise(score);
    if (noise == 0.0) return 0;
    if (rule.wanted) return *rule.wanted;
    return noise ? std::clamp<std::int64_t>(rule.planned, k_fewest, k_most) : 0;
}

std::int64_t last_repeats(const ConfirmRule& rule, std::optional<double> noise, std::int64_t front_size, std::int64_t measured) {
    if (noise == 0.0) return 0;
    if (rule.wanted) return *rule.wanted;
    if (!noise) return 0;
    const double enough = std::ceil(k_median_factor * (*noise / k_error) * (*noise / k_error));
    const auto by_noise = static_cast<std::int64_t>(std::clamp<double>(enough, k_fewest, k_most));
    const auto affordable = measured / k_share / std::max<std::int64_t>(front_size, 1);
    return affordable < k_fewest ? 0 : std::min(affordable, by_noise);
}

}  // namespace paretop::measure
