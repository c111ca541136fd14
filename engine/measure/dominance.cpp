#include "engine/measure/dominance.h"

#include <algorithm>
#include <cmath>
#include <limits>
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

void draw(Resampler& resampler, const Repeats& repeats, front::Point& point) {
    point.clear();
    for (const auto& values : repeats) point.push_back(resampler.median_of(values));
}

// Of one resample: those of the last round among themselves, everybody else against all by the search.
class Comparison {
  public:
    explicit Comparison(std::span<const Evidence> configurations) : configurations_(configurations) {
        for (std::size_t c = 0; c < configurations.size(); ++c) (configurations[c].last.empty() ? rest_ : again_).push_back(c);
        search_.resize(configurations.size());
        last_.resize(again_.size());
        rest_search_.resize(rest_.size());
    }

    // Calls `undominated` with the place of each that no other dominates.
    template <class Undominated>
    void resample(Resampler& resampler, const Undominated& undominated) {
        for (std::size_t i = 0; i < again_.size(); ++i) draw(resampler, configurations_[again_[i]].last, last_[i]);
        for (std::size_t c = 0; c < search_.size(); ++c) draw(resampler, configurations_[c].search, search_[c]);
        for (std::size_t i = 0; i < rest_.size(); ++i) rest_search_[i] = search_[rest_[i]];
        const auto best_rest = best(rest_, rest_search_);
        for (const auto c : best(again_, last_))
            if (!dominated(c, best_rest)) undominated(c);
        for (const auto c : best_rest)
            if (!dominated(c, again_)) undominated(c);
    }

  private:
    static std::vector<std::size_t> best(const std::vector<std::size_t>& of, std::span<const front::Point> points) {
        if (points.empty()) return {};
        auto found = front::non_dominated_sort(points).front();
        for (auto& place : found) place = of[place];
        return found;
    }
    [[nodiscard]] bool dominated(std::size_t c, const std::vector<std::size_t>& others) const {
        return std::ranges::any_of(others, [&](auto other) { return front::dominates(search_[other], search_[c]); });
    }

    std::span<const Evidence> configurations_;
    std::vector<std::size_t> again_, rest_;  // measured in the last round; not
    std::vector<front::Point> search_, last_, rest_search_;
};

}  // namespace

std::vector<double> non_dominated_probability(std::span<const Evidence> configurations, int resamples, std::uint64_t seed) {
    Resampler resampler(seed);
    Comparison comparison(configurations);
    std::vector<double> share(configurations.size(), 0.0);
    for (int i = 0; i < resamples; ++i) comparison.resample(resampler, [&](std::size_t c) { ++share[c]; });
    for (double& s : share) s /= resamples;
    return share;
}

double shortfall(std::span<const double> medians, std::span<const std::vector<double>> members) {
    double most = -std::numeric_limits<double>::infinity();
    for (const auto& member : members) {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < medians.size(); ++i)
            least = std::min(least, (medians[i] - member[i]) / std::max(std::abs(member[i]), 1e-300));
        most = std::max(most, least);
    }
    return most;
}

std::vector<double> worst_corner(const Repeats& repeats) { return corner(repeats, false); }

bool contends(const Repeats& repeats, std::span<const std::vector<double>> worst_corners) {
    const auto best = corner(repeats, true);
    return std::none_of(worst_corners.begin(), worst_corners.end(),
                        [&](const auto& worst) { return front::dominates(worst, best); });
}

}  // namespace paretop::measure
