// Latin hypercube sampling (McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables",
// Technometrics 21(2), 1979): of n points, each coordinate has exactly one in each of n equal strata.
#include <algorithm>
#include <numeric>

#include "engine/search/purpose.h"
#include "engine/search/strategy.h"

namespace paretop::search {
namespace {

constexpr std::int64_t k_points = 100;         // where the budget is unknown
constexpr std::size_t k_most_cells = 1 << 22;  // points × coordinates; more are made of several hypercubes
constexpr int k_tries = 16;                    // points for one ask, where small spaces make them alike

class LatinHypercube : public Strategy {
  public:
    LatinHypercube(std::uint64_t seed, std::size_t points, Candidates& candidates)
        : seed_(seed), points_(points), candidates_(candidates), strata_(candidates.dimensions()) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        Candidate candidate{{}, {}, "lhs"};
        for (int i = 0; i < k_tries; ++i) {
            next(candidate.coordinates);
            candidate.configuration = from_unit(candidates_.space(), candidate.coordinates);
            if (candidates_.claim(candidate.configuration)) return candidate;
        }
        Random random(seed_, static_cast<std::uint64_t>(number), purpose::lhs_repair);
        if (candidates_.repair(candidate, random) && candidates_.claim(candidate.configuration)) return candidate;
        return std::nullopt;
    }

  private:
    void next(Coordinates& point) {
        const std::size_t place = index_ % points_;
        if (place == 0) shuffle(index_ / points_);
        Random random(seed_, index_++, purpose::lhs_place);
        point.resize(strata_.size());
        for (std::size_t i = 0; i < point.size(); ++i)
            point[i] = (static_cast<double>(strata_[i][place]) + random.uniform()) / static_cast<double>(points_);
    }

    void shuffle(std::size_t hypercube) {
        Random random(seed_, hypercube, purpose::lhs_order);
        for (auto& strata : strata_) {
            strata.resize(points_);
            std::iota(strata.begin(), strata.end(), std::uint32_t{0});
            for (std::size_t i = points_; i > 1; --i) std::swap(strata[i - 1], strata[random.below(i)]);
        }
    }

    std::uint64_t seed_;
    std::size_t points_;  // of one hypercube
    Candidates& candidates_;
    std::vector<std::vector<std::uint32_t>> strata_;  // [coordinate][point] of the present hypercube
    std::size_t index_ = 0;                           // of the next point
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_lhs(const Setting& setting) {
    const auto& [problem, candidates] = setting;
    const auto given = 1 + static_cast<std::int64_t>(problem.start.size());
    const auto wanted =
        static_cast<std::size_t>(problem.budget > 0 ? std::max<std::int64_t>(problem.budget - given, 1) : k_points);
    const auto most = std::max<std::size_t>(k_most_cells / std::max<std::size_t>(candidates.dimensions(), 1), 1);
    return std::make_unique<LatinHypercube>(problem.seed, std::min(wanted, most), candidates);
}

}  // namespace paretop::search
