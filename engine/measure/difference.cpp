#include "engine/measure/difference.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/measure/statistics.h"

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

Cut exact_cut(std::size_t n, std::size_t m, double tail) {
    const auto counts = mann_whitney_counts(n, m);
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    Cut cut{0, 1 - 2 * counts[0] / all};
    double below = counts[0] + counts[1];
    for (std::size_t u = 1; u + 1 < counts.size() && below / all <= tail; ++u) {
        cut = {u, 1 - 2 * below / all};
        below += counts[u + 1];
    }
    return cut;
}

Cut normal_cut(double n, double m, double confidence) {
    const double spread = std::sqrt(n * m * (n + m + 1) / 12);
    // Two-sided normal quantile by bisection: called once per comparison.
    double z_low = 0;
    double z_high = 10;
    while (z_high - z_low > 1e-9) {
        const double z = (z_low + z_high) / 2;
        (std::erf(z / std::sqrt(2.0)) < confidence ? z_low : z_high) = z;
    }
    return {static_cast<std::size_t>(std::max(0.0, std::floor(n * m / 2 - z_high * spread))), confidence};
}

}  // namespace

std::optional<Difference> difference(std::span<const double> a, std::span<const double> b, double confidence) {
    if (a.size() < 2 || b.size() < 2) return std::nullopt;
    std::vector<double> all;
    all.reserve(a.size() * b.size());
    for (const double x : a)
        for (const double y : b) all.push_back(y - x);
    std::sort(all.begin(), all.end());
    const bool exact = a.size() <= k_exact && b.size() <= k_exact;
    const auto cut = exact ? exact_cut(a.size(), b.size(), (1 - confidence) / 2)
                           : normal_cut(static_cast<double>(a.size()), static_cast<double>(b.size()), confidence);
    return Difference{quantile(all, 0.5), all[cut.skipped], all[all.size() - 1 - cut.skipped], cut.confidence};
}

}  // namespace paretop::measure
