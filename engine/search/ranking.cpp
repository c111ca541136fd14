#include "engine/search/ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretop::search {

Merit merit_of(const Outcome& outcome) {
    const bool finite = std::ranges::all_of(outcome.objectives, [](double objective) { return std::isfinite(objective); });
    if (outcome.failed || !finite || std::isnan(outcome.violation)) return {{}, std::numeric_limits<double>::infinity()};
    return {outcome.objectives, std::max(0.0, outcome.violation)};
}

std::vector<std::vector<std::size_t>> constrained_sort(std::span<const Merit> merits) {
    std::vector<front::Point> points;
    std::vector<std::size_t> feasible, rest;
    for (std::size_t i = 0; i < merits.size(); ++i) {
        (merits[i].violation > 0 ? rest : feasible).push_back(i);
        if (merits[i].violation <= 0) points.push_back(merits[i].objectives);
    }
    auto ranks = front::non_dominated_sort(points);
    for (auto& rank : ranks)
        for (std::size_t& member : rank) member = feasible[member];
    std::stable_sort(rest.begin(), rest.end(), [&](auto a, auto b) { return merits[a].violation < merits[b].violation; });
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (i == 0 || merits[rest[i]].violation != merits[rest[i - 1]].violation) ranks.emplace_back();
        ranks.back().push_back(rest[i]);
    }
    return ranks;
}

std::vector<double> crowding_distance(std::span<const Merit> merits, std::span<const std::size_t> rank) {
    std::vector<double> distance(rank.size(), 0);
    const std::size_t objectives = rank.empty() ? 0 : merits[rank[0]].objectives.size();
    std::vector<std::size_t> order(rank.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t objective = 0; objective < objectives; ++objective) {
        const auto value = [&](std::size_t place) { return merits[rank[order[place]]].objectives[objective]; };
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
            return merits[rank[a]].objectives[objective] < merits[rank[b]].objectives[objective];
        });
        const double range = value(order.size() - 1) - value(0);
        if (!(range > 0)) continue;
        distance[order.front()] = distance[order.back()] = std::numeric_limits<double>::infinity();
        for (std::size_t place = 1; place + 1 < order.size(); ++place)
            distance[order[place]] += (value(place + 1) - value(place - 1)) / range;
    }
    return distance;
}

std::vector<Place> best_of(std::span<const Merit> merits, std::size_t places, Crowding where) {
    std::vector<Place> best;
    std::size_t number = 0;
    for (const auto& rank : constrained_sort(merits)) {
        const auto crowding = crowding_distance(merits, rank);
        std::vector<Place> all;
        for (std::size_t i = 0; i < rank.size(); ++i) all.push_back({rank[i], number, crowding[i]});
        if (where == Crowding::everywhere || best.size() + all.size() > places)
            std::ranges::stable_sort(all, std::ranges::greater{}, &Place::crowding);
        all.resize(std::min(all.size(), places - best.size()));
        best.insert(best.end(), all.begin(), all.end());
        if (best.size() == places) break;
        ++number;
    }
    return best;
}

}  // namespace paretop::search
