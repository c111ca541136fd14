#include "engine/search/scalarisation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/search/purpose.h"
#include "engine/search/random.h"

namespace paretop::search {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr double k_augmentation = 0.05;  // of the sum, so that weakly dominated points are worse

Weights random_weights(std::size_t objectives, Random& random) {
    Weights weights(objectives);
    double sum = 0;
    for (double& weight : weights) sum += weight = -std::log(1 - random.uniform());
    for (double& weight : weights) weight = sum > 0 ? weight / sum : 1 / static_cast<double>(objectives);
    return weights;
}

}  // namespace

std::vector<Weights> spread_weights(std::size_t count, std::size_t objectives, std::uint64_t seed) {
    std::vector<Weights> all;
    Random random(seed, 0, purpose::weights);
    for (std::size_t i = 0; i < count; ++i) {
        const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        all.push_back(objectives == 2 ? Weights{1 - part, part} : random_weights(objectives, random));
    }
    return all;
}

void Scalarisation::observe(const Merit& merit) {
    if (merit.violation > 0) return;
    if (best_.empty()) best_ = worst_ = merit.objectives;
    for (std::size_t i = 0; i < best_.size(); ++i) {
        best_[i] = std::min(best_[i], merit.objectives[i]);
        worst_[i] = std::max(worst_[i], merit.objectives[i]);
    }
    if (best_.size() == 1) mean_ += (merit.objectives[0] - mean_) / ++count_;
    if (best_.size() < 2) return;
    if (!front_) front_.emplace(best_.size());
    if (front_->insert(0, merit.objectives).entered && entered_++ % std::max<std::size_t>(front_->size() / 8, 1) == 0)
        renew_ranges();
}

// The ends of the front move seldom: it is looked through once in a while, which costs little for each trial.
void Scalarisation::renew_ranges() {
    auto end = best_;
    for (const auto& member : front_->members())
        for (std::size_t i = 0; i < end.size(); ++i) end[i] = std::max(end[i], member.objectives[i]);
    range_.resize(end.size());
    for (std::size_t i = 0; i < end.size(); ++i)
        range_[i] = (end[i] > best_[i] ? end[i] : worst_[i]) / 2 - best_[i] / 2;  // halves: finite values may be far apart
}

double Scalarisation::relative(double from, double to) const {
    double scale = std::max(std::abs(from), std::abs(to));
    if (const double spread = count_ > 1 ? mean_ - best_[0] : 0; spread > 0) scale = std::min(scale, spread);
    return scale > 0 ? to / scale - from / scale : 0;
}

double Scalarisation::distance(const front::Point& point, const Weights& weights) const {
    double largest = 0, sum = 0;
    for (std::size_t i = 0; i < weights.size() && i < point.size(); ++i) {
        const double share = range_[i] > 0 ? (point[i] / 2 - best_[i] / 2) / range_[i] : 0;
        largest = std::max(largest, weights[i] * share);
        sum += weights[i] * share;
    }
    return largest + k_augmentation * sum;
}

double Scalarisation::change(const Merit& from, const Merit& to, const Weights& weights) const {
    if (from.failed() || to.failed()) return from.failed() == to.failed() ? 0 : to.failed() ? k_infinity : -k_infinity;
    if (from.violation > 0 || to.violation > 0) return to.violation - from.violation;
    if (weights.size() == 1) return relative(from.objectives[0], to.objectives[0]);
    return distance(to.objectives, weights) - distance(from.objectives, weights);
}

front::Point Scalarisation::reference() const {
    auto point = worst_;
    for (std::size_t i = 0; i < point.size(); ++i) point[i] += 0.1 * (worst_[i] / 2 - best_[i] / 2) * 2;
    return point;
}

}  // namespace paretop::search
