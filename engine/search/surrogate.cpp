#include "engine/search/surrogate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace paretop::search {
namespace {

constexpr std::size_t k_fitted = 160;     // observations that hyperparameters are fitted to: they cost n³ a step
constexpr std::size_t k_most_waves = 24;  // features
constexpr double k_exact = 1e-7, k_noisy = 1e-4;

// Every k-th, the first and so the best one included.
template <class T>
std::vector<T> thinned(const std::vector<T>& all) {
    if (all.size() <= k_fitted) return all;
    std::vector<T> some;
    for (std::size_t i = 0; i < k_fitted; ++i) some.push_back(all[i * all.size() / k_fitted]);
    return some;
}

std::vector<double> objective(std::span<const Observation* const> measured, std::size_t k) {
    std::vector<double> values;
    for (const auto* const one : measured) values.push_back(one->objectives[k]);
    return values;
}

std::vector<double> warped_by(const Warp& warp, std::span<const double> values) {
    std::vector<double> all;
    for (const double value : values) all.push_back(warp(value));
    return all;
}

}  // namespace

Surrogate::Surrogate(const Features& features, std::size_t objectives, bool noisy)
    : warps_(objectives), infeasibility_(features, k_noisy) {
    for (std::size_t i = 0; i < objectives; ++i)
        models_.emplace_back(features, noisy ? k_noisy : k_exact, objectives == 1 && features.size() <= k_most_waves);
}

// One objective: whatever makes the values look normal. Several: the front's part of the scale is left as it is.
void Surrogate::choose_warps(std::span<const Observation* const> measured) {
    std::vector<front::Point> points;
    for (const auto* const one : measured) points.push_back(one->objectives);
    const auto ranks = front::non_dominated_sort(points);
    for (std::size_t k = 0; k < warps_.size(); ++k) {
        std::vector<double> values, best;
        for (const auto& point : points) values.push_back(point[k]);
        for (const auto i : ranks.front()) best.push_back(points[i][k]);
        const auto [low, high] = std::ranges::minmax(best);
        if (warps_.size() > 1) {
            warps_[k] = soft_clip(low, high);
            continue;
        }
        const auto possible = possible_warps(values);
        if (!chosen_) chosen_ = most_normal(possible, values);
        warps_[k] = possible[std::min(*chosen_, possible.size() - 1)];
    }
}

void Surrogate::learn(std::span<const Observation* const> known, int steps) {
    std::vector<const Observation*> measured;
    std::ranges::copy_if(known, std::back_inserter(measured), [](const auto* one) { return !one->objectives.empty(); });
    choose_warps(measured);
    std::vector<std::vector<double>> points;
    for (const auto* const one : measured) points.push_back(one->features);
    for (std::size_t k = 0; k < models_.size(); ++k) {
        std::vector<double> values;
        for (const auto* const one : measured) values.push_back(warped(k, one->objectives[k]));
        if (steps > 0) models_[k].fit(thinned(points), thinned(values), steps);
        models_[k].condition(points, values);
        if (steps > 0 && models_.size() == 1) choose_likeliest_warp(points, objective(measured, 0));
    }
    learn_feasibility(known, steps);
}

// By the model's own likelihood (Snelson, Rasmussen and Ghahramani, "Warped Gaussian processes", NIPS 2003), for the covariance
// that it has.
void Surrogate::choose_likeliest_warp(const std::vector<std::vector<double>>& points, std::span<const double> values) {
    const auto possible = possible_warps(values);
    const auto likelihood = [&](std::size_t i) {
        const double strange = models_[0].strangeness(warped_by(possible[i], values));
        return log_slopes(possible[i], values) - 0.5 * static_cast<double>(values.size()) * std::log(std::max(strange, 1e-300));
    };
    const std::size_t before = std::min(*chosen_, possible.size() - 1);
    double highest = likelihood(before) + 1;  // to stay is the simpler
    for (std::size_t i = 0; i < possible.size(); ++i)
        if (const double one = likelihood(i); one > highest) highest = one, chosen_ = i;
    if (*chosen_ == before) return;
    warps_[0] = possible[*chosen_];
    models_[0].condition(points, warped_by(warps_[0], values));
}

void Surrogate::learn_feasibility(std::span<const Observation* const> known, int steps) {
    constrained_ = std::ranges::any_of(known, [](const auto* one) { return !one->feasible(); });
    if (!constrained_) return;
    std::vector<std::vector<double>> points;
    std::vector<double> labels;
    for (const auto* const one : known) {
        points.push_back(one->features);
        labels.push_back(one->feasible() ? 0 : 1);
    }
    if (steps > 0) infeasibility_.fit(thinned(points), thinned(labels), steps / 2);
    infeasibility_.condition(points, labels);
}

void Surrogate::believe(const std::vector<double>& features) {
    for (auto& model : models_) model.append(features, model.mean(features));
}

double Surrogate::feasibility(const std::vector<double>& features) const {
    if (!constrained_) return 1;
    const auto infeasible = infeasibility_.predict(features);
    const double deviation = std::hypot(infeasible.deviation, 0.15);
    return 0.5 * std::erfc(-(0.5 - infeasible.mean) / deviation / std::numbers::sqrt2);
}

}  // namespace paretop::search
