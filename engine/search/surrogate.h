// A model of every objective, and of what is feasible, learnt from outcomes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/front/front.h"
#include "engine/search/candidates.h"
#include "engine/search/features.h"
#include "engine/search/gaussian_process.h"
#include "engine/search/searcher.h"
#include "engine/search/warp.h"

namespace paretop::search {

struct Observation {
    Coordinates point;
    std::vector<double> features;    // of the configuration, see Features
    std::vector<double> objectives;  // minimised, finite; empty: failed
    double violation = 0;
    [[nodiscard]] bool feasible() const { return !objectives.empty() && violation <= 0; }
};

class Surrogate {
  public:
    // `features` must outlive it. `noisy`: equal configurations may differ.
    Surrogate(const Features& features, std::size_t objectives, bool noisy);

    // Takes these instead of what it knew; `steps` of the search for hyperparameters, 0 to keep them. At least one has
    // objectives.
    void learn(std::span<const Observation* const> known, int steps);
    // Takes the prediction for a point that is being measured as its outcome (Ginsbourger et al., "Kriging is well-suited to
    // parallelize optimization", 2010).
    void believe(const std::vector<double>& features);

    [[nodiscard]] std::size_t objectives() const { return models_.size(); }
    // On the warped scale, as everything below.
    [[nodiscard]] const GaussianProcess& model(std::size_t objective) const { return models_[objective]; }
    [[nodiscard]] double warped(std::size_t objective, double value) const { return warps_[objective](value); }
    // Probability of keeping all bounds and not failing.
    [[nodiscard]] double feasibility(const std::vector<double>& features) const;
    [[nodiscard]] bool constrained() const { return constrained_; }

  private:
    void learn_feasibility(std::span<const Observation* const> known, int steps);
    void choose_warps(std::span<const Observation* const> measured);
    void choose_likeliest_warp(const std::vector<std::vector<double>>& points, std::span<const double> values);

    std::vector<GaussianProcess> models_;
    std::vector<Warp> warps_;
    std::optional<std::size_t> chosen_;  // of possible_warps(), with one objective
    GaussianProcess infeasibility_;      // of 1 for infeasible, 0 for feasible
    bool constrained_ = false;           // something was infeasible
};

}  // namespace paretop::search
