// Where a surrogate expects the most: candidates from all over the space and from around the best, bred, then moved along the
// gradient.
#pragma once

#include <functional>

#include "engine/search/surrogate.h"

namespace paretop::search {

struct Spot {
    Candidate candidate;
    std::vector<double> features;
    double score = 0;  // the higher the better
};

// A part of the unit cube: within `reach` of `centre` in every number. Categories are free in it.
struct Region {
    Coordinates centre;
    double reach = 1;
};

class Proposer {
  public:
    // All must outlive it.
    Proposer(Candidates& candidates, const Features& features, const Surrogate& surrogate)
        : candidates_(candidates), features_(features), surrogate_(surrogate) {}

    // One objective: spots by the logarithm of their expected improvement over `best` (warped), times the probability of being
    // feasible; best first, not claimed. `parents`: points to begin from, best first.
    std::vector<Spot> improve(double best, std::span<const Observation* const> parents, Random& random);
    // Several: spots that widen the front most, in the order in which they should be measured, each counting on those before it.
    // `front`: feasible, not dominated. `spread`: of each objective over the whole space, warped.
    std::vector<Spot> widen(std::span<const Observation* const> front, std::span<const double> spread, std::size_t count,
                            Random& random);

  private:
    class Volume;
    // The score of a point; its gradient by features is added to `gradient`.
    using Slope = std::function<double(const std::vector<double>& features, std::vector<double>& gradient)>;

    Spot at(Coordinates point) const;
    [[nodiscard]] std::pair<double, double> bounds(std::size_t parameter, const Region& region) const;
    Coordinates anywhere(Random& random) const;
    Coordinates one_changed(const Coordinates& point, Random& random) const;
    Coordinates near(const Coordinates& point, double scale, const Region& region, Random& random) const;
    void climb(Spot& spot, const Slope& slope, const Region& region, int steps) const;
    void climb(Spot& spot, const Volume& volume) const;
    void exchange(Spot& spot, const std::function<double(const std::vector<double>&)>& score) const;
    std::vector<Prediction> predict(const std::vector<double>& features) const;
    std::vector<Spot> breed(std::span<const Observation* const> front, std::vector<front::Point>& hoped, Random& random) const;
    double improvement(double best, const std::vector<double>& features, std::vector<double>* gradient) const;

    Candidates& candidates_;
    const Features& features_;
    const Surrogate& surrogate_;
};

}  // namespace paretop::search
