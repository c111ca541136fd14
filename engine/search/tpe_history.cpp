#include "engine/search/tpe_history.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/search/purpose.h"

namespace paretop::search {
namespace {

constexpr std::size_t k_pool = 64;   // trials that may still be called good
constexpr std::size_t k_slack = 16;  // arrivals between two selections
constexpr std::size_t k_recent = 64, k_earlier = 64;
constexpr double k_good = 0.05, k_good_of_several = 0.1;  // of the trials
constexpr double k_most_good = 25;
constexpr double k_fresh = 25;  // of the others count in full, older ones the less the older they are

// What each member of a rank adds to the hypervolume of the rank.
std::vector<double> contributions(const std::vector<const Merit*>& rank) {
    std::vector<front::Point> points;
    for (const auto* merit : rank) points.push_back(merit->objectives);
    return front::contributions(points, front::reference_point(points));
}

}  // namespace

void TpeHistory::add(Axes::Point point, Merit merit) {
    Trial trial{std::move(point), std::move(merit), ++told_};
    if (trial.merit.failed()) return add_bad(std::move(trial));
    ++learnt_;
    if (objectives_ > 1) {
        pool_.push_back(std::move(trial));
        sorted_ = false;
        if (pool_.size() > k_pool + k_slack) shrink();
        return;
    }
    const auto better = [](const Trial& a, const Trial& b) {
        if (a.merit.violation != b.merit.violation) return a.merit.violation < b.merit.violation;
        return a.merit.violation <= 0 && a.merit.objectives[0] < b.merit.objectives[0];
    };
    pool_.insert(std::upper_bound(pool_.begin(), pool_.end(), trial, better), std::move(trial));
    if (pool_.size() > k_pool) shrink();
}

void TpeHistory::shrink() {
    sort_pool();
    while (pool_.size() > k_pool) {
        add_bad(std::move(pool_.back()));
        pool_.pop_back();
    }
}

void TpeHistory::sort_pool() {
    if (sorted_) return;
    std::vector<Merit> merits;
    for (const auto& trial : pool_) merits.push_back(trial.merit);
    std::vector<Trial> result;
    for (const auto& rank : constrained_sort(merits)) {
        std::vector<const Merit*> members;
        for (const auto i : rank) members.push_back(&merits[i]);
        std::vector<std::size_t> order(rank.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        if (merits[rank[0]].violation <= 0) {
            const auto added = contributions(members);
            std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return added[a] > added[b]; });
        }
        for (const auto i : order) result.push_back(std::move(pool_[rank[i]]));
    }
    pool_ = std::move(result);
    sorted_ = true;
}

// Those that leave the ring are kept with equal chances (Vitter, "Random sampling with a reservoir", 1985).
void TpeHistory::add_bad(Trial trial) {
    if (recent_.size() < k_recent) return recent_.push_back(std::move(trial));
    auto& oldest = recent_[static_cast<std::size_t>(rings_++) % k_recent];
    std::swap(oldest, trial);
    if (earlier_.size() < k_earlier) return earlier_.push_back(std::move(trial));
    Random random(seed_, static_cast<std::uint64_t>(++discarded_), purpose::tpe_reservoir);
    const auto place = random.below(static_cast<std::uint64_t>(discarded_) + k_earlier);
    if (place < k_earlier) earlier_[place] = std::move(trial);
}

const TpeHistory::Split& TpeHistory::split() {
    sort_pool();
    split_ = {};
    std::vector<const Trial*> others;
    const double wanted = std::ceil((objectives_ > 1 ? k_good_of_several : k_good) * static_cast<double>(learnt_));
    const auto good = static_cast<std::size_t>(std::clamp(wanted, 2.0, k_most_good));
    for (std::size_t i = 0; i < pool_.size(); ++i)
        if (i < good)
            split_.good.push_back({&pool_[i].point, 1});
        else
            others.push_back(&pool_[i]);
    for (const auto& trial : recent_) others.push_back(&trial);
    for (const auto& trial : earlier_) others.push_back(&trial);
    std::sort(others.begin(), others.end(), [](const auto* a, const auto* b) { return a->order > b->order; });
    const auto count = static_cast<double>(others.size());
    for (std::size_t i = 0; i < others.size(); ++i) {
        const double age = std::max(0.0, static_cast<double>(i) + 1 - k_fresh) / std::max(1.0, count - k_fresh);
        split_.bad.push_back({&others[i]->point, 1 - age + 1 / count});
    }
    return split_;
}

}  // namespace paretop::search
