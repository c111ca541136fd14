// What every method needs to propose: which configurations are still free, and ways to find one where constraints make that hard.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/search/enumerator.h"
#include "engine/search/random.h"
#include "engine/search/seen.h"
#include "engine/space/space.h"

namespace paretop::search {

using Coordinates = std::vector<double>;  // of the unit cube, see space::from_unit

struct Candidate {
    space::Configuration configuration;
    Coordinates coordinates;       // what it was made from; empty: nobody knows
    std::string_view origin = {};  // see Ask::origin
};

class Candidates {
  public:
    explicit Candidates(const space::Space& space);  // must outlive it

    [[nodiscard]] const space::Space& space() const { return space_; }
    [[nodiscard]] std::size_t dimensions() const { return dimensions_; }
    // The coordinates that belong to a parameter: the first and how many, and the same as a part of a point.
    [[nodiscard]] std::pair<std::size_t, std::size_t> range(std::size_t parameter) const {
        return {first_[parameter], first_[parameter + 1] - first_[parameter]};
    }
    [[nodiscard]] std::span<double> of(std::size_t parameter, Coordinates& all) const;

    // True once for each configuration that keeps the constraints.
    bool claim(const space::Configuration& configuration);
    // Whether claim() would say yes to it.
    [[nodiscard]] bool free(const space::Configuration& configuration) const;
    // Moves coordinates of parameters that violated constraints mention until all hold; where that does not help, towards the
    // defaults. False: the defaults do not keep the constraints either.
    bool repair(Candidate& candidate, Random& random);
    // A free configuration drawn at random, claimed: uniform; repaired or beside an earlier one where nearly all draws are
    // refused; the next one in order where few of a finite space are left. nullopt: see why_none(). Bounded effort.
    std::optional<Candidate> draw(Random& random);
    // Like draw(), for a space where nothing is known to keep the constraints: a configuration that does, not claimed.
    std::optional<space::Configuration> feasible(Random& random);

    // In one sentence, after draw() found nothing: the space is exhausted, or which constraint is in the way.
    [[nodiscard]] std::string why_none() const;
    // The constraint that refused most configurations so far.
    [[nodiscard]] std::optional<std::size_t> most_at_fault() const;

  private:
    bool keeps(const space::Configuration& configuration);  // counts the constraint at fault
    void redraw(Coordinates& coordinates, Random& random) const;
    bool walk(Candidate& candidate, Random& random);
    bool retreat(Candidate& candidate, Random& random);
    void nudge(Coordinates& coordinates, Random& random) const;
    std::optional<Candidate> neighbour(Random& random);
    std::optional<Candidate> next_in_order();
    std::optional<Candidate> next_member(const space::Members& members, Random& random);

    const space::Space& space_;
    std::size_t dimensions_ = 0;
    std::vector<std::size_t> first_;                  // coordinate of each parameter, and the end
    std::vector<std::vector<std::size_t>> involved_;  // parameters that each constraint mentions
    std::vector<std::int64_t> faults_;                // of each constraint
    Coordinates defaults_;
    bool defaults_hold_ = false;
    Seen seen_;
    std::vector<space::Configuration> recent_;  // claimed lately; kept only where there are constraints
    Enumerator in_order_;
    bool exhausted_ = false;
};

}  // namespace paretop::search
