#include "engine/measure/dominance.h"

#include <algorithm>
#include <random>

#include "engine/front/front.h"
#include "engine/measure/statistics.h"

namespace paretop::measure {
namespace {

class Resampler {
  public:
    explicit Resampler(std::uint64_t seed) : random_(seed) {}

    double median_of(const std::vector<double>& repeats) {
        if (repeats.size() == 1) return repeats[0];
        drawn_.clear();
        for (std::size_t i = 0; i < repeats.size(); ++i) drawn_.push_back(repeats[below(repeats.size())]);
        return median(drawn_);
    }

  private:
    // Not std::uniform_int_distribution, which differs between libraries. The bias is below n / 2^64.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

    std::mt19937_64 random_;
    std::vector<double> drawn_;
};

front::Point corner(const Repeats& repeats, bool best) {
    front::Point point;
    for (const auto& values : repeats)
        point.push_back(best ? *std::min_element(values.begin(), values.end()) : *std::max_element(values.begin(), values.end()));
    return point;
}

}  // namespace

std::vector<double> non_dominated_probability(std::span<const Repeats> configurations, int resamples, std::uint64_t seed) {
    Resampler resampler(seed);
    std::vector<double> share(configurations.size(), 0.0);
    if (share.empty()) return share;
    std::vector<front::Point> points(configurations.size());
    for (int i = 0; i < resamples; ++i) {
        for (std::size_t c = 0; c < points.size(); ++c) {
            points[c].clear();
            for (const auto& repeats : configurations[c]) points[c].push_back(resampler.median_of(repeats));
        }
        const auto ranks = front::non_dominated_sort(points);
        for (const auto c : ranks.front()) ++share[c];
    }
    for (double& s : share) s /= resamples;
    return share;
}

std::vector<double> worst_corner(const Repeats& repeats) { return corner(repeats, false); }

bool contends(const Repeats& repeats, std::span<const std::vector<double>> worst_corners) {
    const auto best = corner(repeats, true);
    return std::none_of(worst_corners.begin(), worst_corners.end(),
                        [&](const auto& worst) { return front::dominates(worst, best); });
}

}  // namespace paretop::measure
