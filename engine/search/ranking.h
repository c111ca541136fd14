// Who is better in a population: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE TEC 6(2), 2002.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "engine/front/front.h"
#include "engine/search/searcher.h"

namespace paretop::search {

struct Merit {
    front::Point objectives;  // minimised; not looked at where violation > 0
    double violation = 0;     // 0: feasible; infinite: failed
    [[nodiscard]] bool failed() const { return violation > std::numeric_limits<double>::max(); }
};
// An objective that is not a finite number counts as a failure: nothing can be learnt from its size.
Merit merit_of(const Outcome& outcome);

// Constrained domination: feasible ones by non-dominated rank, then the others by violation, equal ones sharing a rank.
std::vector<std::vector<std::size_t>> constrained_sort(std::span<const Merit> merits);

// Crowding distance of each member of one rank, in the order of `rank`: the sum over objectives of the gap between its
// neighbours, relative to the range of the rank. Infinite at the ends; an objective without a range adds nothing. Failed members
// have 0.
std::vector<double> crowding_distance(std::span<const Merit> merits, std::span<const std::size_t> rank);

struct Place {
    std::size_t member = 0;  // of the merits
    std::size_t rank = 0;
    double crowding = 0;
};
// Within a rank, the least crowded come first: in every rank, or only in the one of which not all find a place.
enum class Crowding { everywhere, where_cut };
// The best of them, best rank first; equal ones in the order of the merits.
std::vector<Place> best_of(std::span<const Merit> merits, std::size_t places, Crowding crowding);

}  // namespace paretop::search
