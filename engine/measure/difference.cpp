#include "engine/measure/difference.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/measure/statistics.h"
#include "engine/measure/welch.h"

namespace paretop::measure {
namespace {

constexpr std::size_t k_exact = 20;

// Of all orders of n + m values, how many have the Mann-Whitney statistic u: the coefficients of the Gaussian binomial
// coefficient, built as prod (1 − q^(m+i)) / (1 − q^i).
std::vector<double> mann_whitney_counts(std::size_t n, std::size_t m) {
    std::vector<double> counts(n * m + 1, 0.0);
    counts[0] = 1;
    for (std::size_t i = 1; i <= n; ++i) {
        for (std::size_t u = counts.size(); u-- > m + i;) counts[u] -= counts[u - m - i];
        for (std::size_t u = i; u < counts.size(); ++u) counts[u] += counts[u - i];
    }
    return counts;
}

struct Cut {
    std::size_t skipped = 0;  // differences left out at either end
    double confidence = 0;
};

Cut exact_cut(const std::vector<double>& counts, double tail) {
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    Cut cut{0, 1 - 2 * counts[0] / all};
    double below = counts[0] + counts[1];
    for (std::size_t u = 1; u + 1 < counts.size() && below / all <= tail; ++u) {
        cut = {u, 1 - 2 * below / all};
        below += counts[u + 1];
    }
    return cut;
}

// Two-sided normal quantile by bisection: called once a comparison.
double normal_quantile(double confidence) {
    double low = 0;
    double high = 10;
    while (high - low > 1e-9) {
        const double z = (low + high) / 2;
        (std::erf(z / std::sqrt(2.0)) < confidence ? low : high) = z;
    }
    return high;
}

Cut normal_cut(double mean, double spread, double confidence) {
    return {static_cast<std::size_t>(std::max(0.0, std::floor(mean - normal_quantile(confidence) * spread))), confidence};
}

Cut two_sample_cut(std::size_t n, std::size_t m, double confidence) {
    if (n <= k_exact && m <= k_exact) return exact_cut(mann_whitney_counts(n, m), (1 - confidence) / 2);
    const auto x = static_cast<double>(n);
    const auto y = static_cast<double>(m);
    return normal_cut(x * y / 2, std::sqrt(x * y * (x + y + 1) / 12), confidence);
}

Difference by_means(const MeanDifference& means, double estimate, double confidence) {
    const double reach = means.reach((1 - confidence) / 2);
    return {estimate, means.estimate - reach, means.estimate + reach, confidence};
}

Difference by_ranks(const std::vector<double>& sorted, const Cut& cut) {
    return {quantile(sorted, 0.5), sorted[cut.skipped], sorted[sorted.size() - 1 - cut.skipped], cut.confidence};
}

// A change for each measurement, from every two repeats of one side.
void add_slopes(std::span<const double> values, bool of_b, std::vector<double>& slopes) {
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i + 1; j < values.size(); ++j)
            slopes.push_back((values[j] - values[i]) / static_cast<double>(position(j, of_b) - position(i, of_b)));
}

std::vector<double> levelled(std::span<const double> values, bool of_b, double slope) {
    std::vector<double> level(values.begin(), values.end());
    for (std::size_t i = 0; i < level.size(); ++i) level[i] -= slope * static_cast<double>(position(i, of_b));
    return level;
}

}  // namespace

std::optional<Difference> difference(std::span<const double> a, std::span<const double> b, double confidence) {
    if (a.size() < 2 || b.size() < 2) return std::nullopt;
    std::vector<double> all;
    all.reserve(a.size() * b.size());
    for (const double x : a)
        for (const double y : b) all.push_back(y - x);
    std::sort(all.begin(), all.end());
    const auto cut = two_sample_cut(a.size(), b.size(), confidence);
    if (cut.confidence >= std::min(confidence, k_least_confidence)) return by_ranks(all, cut);
    return by_means(mean_difference(a, b), quantile(all, 0.5), confidence);
}

std::optional<Difference> interleaved_difference(std::span<const double> a, std::span<const double> b, double confidence) {
    std::vector<double> slopes;
    add_slopes(a, false, slopes);
    add_slopes(b, true, slopes);
    const double slope = slopes.empty() ? 0 : median(std::move(slopes));
    return difference(levelled(a, false, slope), levelled(b, true, slope), confidence);
}

}  // namespace paretop::measure
