// Which parameters an objective depends on, as far as the trials show it: a random forest is fitted to them, and its variance
// over the whole space is taken apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/space/space.h"
#include "storage/base/result.h"

namespace paretop::importance {

// fanova: functional analysis of variance (Hutter, Hoos, Leyton-Brown, "An efficient approach for assessing hyperparameter
// importance", ICML 2014). The share of a parameter is its main effect: what it does on its own, averaged over the others, every
// value being equally likely. The shares sum to at most 1; what is missing are interactions.
// permutation: how much worse the forest predicts trials it has not seen when the parameter's values are exchanged among them
// (Breiman, "Random forests", Machine Learning 45, 2001), halved so that it estimates the total effect: interactions count for
// each of those that take part.
enum class Method { fanova, permutation };
std::string_view method_name(Method);
std::optional<Method> method_named(std::string_view name);

struct Options {
    Method method = Method::fanova;
    std::size_t trees = 64;
    std::uint64_t seed = 1;
    std::size_t samples = 4096;  // most trials that one tree learns from
};

struct Share {
    std::size_t parameter = 0;
    double share = 0;   // of the objective's variance, 0 … 1
    double spread = 0;  // standard deviation over the trees
};

// What the model expects of one value of a parameter, averaged over all others.
struct MarginalPoint {
    double coordinate = 0;  // in [0, 1], where on an axis: the unit coordinate; of a category the middle of its share
    space::Value value;     // Inactive: the point for "not active"; of a permutation: the place (std::int64_t)
    std::size_t item = 0;   // of a permutation: which choice is at that place; else 0
    double mean = 0;        // in the objective's unit
    double deviation = 0;   // standard deviation over the trees
};

struct Analysis {
    std::vector<Share> shares;  // one a parameter, largest first
    double explained = 0;       // their sum
    bool constant = false;      // the objective was the same in all trials: nothing is known to matter
    // Coefficient of determination on trials that a tree has not learnt from (out of bag); at most 1, ≤ 0: the model knows
    // nothing.
    double r_squared = 0;
    // One a parameter, in the space's order. Numbers: an even grid, or every value of a small one; categories: every choice; a
    // permutation: items × places. A parameter with `when` has one more point, the first: Inactive.
    std::vector<std::vector<MarginalPoint>> marginals;
    [[nodiscard]] const std::vector<MarginalPoint>& marginal(std::size_t parameter) const { return marginals[parameter]; }
};

// `values`: of one objective, finite, one a configuration. usage: fewer than k_fewest trials.
inline constexpr std::size_t k_fewest = 4;
Result<Analysis> analyse(const space::Space& space, std::span<const space::Configuration> configurations,
                         std::span<const double> values, const Options& options = {});

// The same tree by tree, for who may not wait: all steps give what analyse() gives.
class Study {
  public:
    // `space` outlives it; configurations and values are not kept.
    static Result<Study> begin(const space::Space& space, std::span<const space::Configuration> configurations,
                               std::span<const double> values, const Options& options = {});
    Study(Study&&) noexcept;
    Study& operator=(Study&&) noexcept;
    ~Study();

    bool step();                              // grows one tree; false: that was the last one
    [[nodiscard]] Analysis analysis() const;  // of the trees so far

  private:
    class Forest;
    explicit Study(std::unique_ptr<Forest> forest);
    std::unique_ptr<Forest> forest_;
};

}  // namespace paretop::importance
