#include "engine/importance/importance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/importance/marginals.h"
#include "engine/importance/tree.h"

namespace paretop::importance {
namespace {

using search::Random;

constexpr std::array<std::string_view, 2> k_names{"fanova", "permutation"};
constexpr std::uint32_t k_grow = 1, k_exchange = 2;  // what random numbers are drawn for

// The objective with mean 0 and deviation 1, so that sums of squares are exact enough.
struct Standard {
    double mean = 0, deviation = 0;
    std::vector<double> values;
};

// The exponent of the largest one: squares of what is divided by it neither overflow nor vanish.
int exponent_of(std::span<const double> values) {
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    return largest > 0 ? std::ilogb(largest) : 0;
}

Standard standardise(std::span<const double> values) {
    Standard result;
    const auto count = static_cast<double>(values.size());
    const int exponent = exponent_of(values);
    for (const double value : values) result.values.push_back(std::ldexp(value, -exponent));
    for (const double value : result.values) result.mean += value / count;
    for (const double value : result.values) result.deviation += (value - result.mean) * (value - result.mean) / count;
    result.deviation = std::sqrt(result.deviation);
    const bool constant = !(result.deviation > 1e-12 * std::abs(result.mean));
    for (double& value : result.values) value = constant ? 0 : (value - result.mean) / result.deviation;
    result.mean = std::ldexp(result.mean, exponent);
    result.deviation = constant ? 0 : std::ldexp(result.deviation, exponent);
    return result;
}

// Trials drawn with replacement, and those left out.
struct Bag {
    std::vector<std::uint32_t> rows, out;
};

Bag draw_bag(std::size_t trials, std::size_t samples, Random& random) {
    Bag bag;
    std::vector<bool> drawn(trials, false);
    for (std::size_t i = 0; i < std::min(trials, samples); ++i) {
        bag.rows.push_back(static_cast<std::uint32_t>(random.below(trials)));
        drawn[bag.rows.back()] = true;
    }
    for (std::uint32_t row = 0; row < trials; ++row)
        if (!drawn[row]) bag.out.push_back(row);
    bag.out.resize(std::min(bag.out.size(), samples));
    return bag;
}

// Predictions for trials that a tree has not learnt from, averaged over those trees.
class OutOfBag {
  public:
    explicit OutOfBag(std::size_t trials) : sum_(trials, 0), count_(trials, 0) {}
    void add(std::uint32_t row, double prediction) {
        sum_[row] += prediction;
        ++count_[row];
    }
    [[nodiscard]] double r_squared(std::span<const double> values) const {
        double error = 0, mean = 0, count = 0, squares = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (count_[i] == 0) continue;
            error += std::pow(values[i] - sum_[i] / count_[i], 2);
            mean += values[i];
            squares += values[i] * values[i];
            ++count;
        }
        const double total = squares - (count > 0 ? mean * mean / count : 0);
        return total > 0 ? 1 - error / total : 0;
    }

  private:
    std::vector<double> sum_, count_;
};

}  // namespace

class Study::Forest {
  public:
    Forest(const space::Space& space, std::span<const space::Configuration> configurations, std::span<const double> values,
           const Options& options)
        : space_(space),
          options_(options),
          codes_(space, configurations),
          standard_(standardise(values)),
          unseen_(values.size()),
          shares_(space.parameters().size()),
          marginals_(codes_.dimensions()) {}

    bool step() {
        const auto trees = std::max<std::size_t>(options_.trees, 1);
        if (grown_ < trees) add_tree(grown_++);
        return grown_ < trees;
    }

    [[nodiscard]] Analysis analysis() const {
        Analysis analysis;
        for (std::size_t i = 0; i < shares_.size(); ++i)
            analysis.shares.push_back({i, shares_[i].mean(), shares_[i].deviation()});
        std::stable_sort(analysis.shares.begin(), analysis.shares.end(), [](auto& a, auto& b) { return a.share > b.share; });
        for (const auto& share : analysis.shares) analysis.explained += share.share;
        analysis.constant = standard_.deviation == 0;
        analysis.r_squared = unseen_.r_squared(standard_.values);
        analysis.marginals = marginals_.points(space_, standard_.mean, standard_.deviation);
        return analysis;
    }

  private:
    void add_tree(std::size_t number) {
        Random random(options_.seed, number, k_grow);
        auto bag = draw_bag(codes_.trials(), options_.samples, random);
        const Tree tree = grow(codes_, standard_.values, std::move(bag.rows), random);
        double error = 0;
        for (const auto row : bag.out) {
            const double prediction = predict(tree, [&](auto dimension) { return codes_.of(dimension)[row]; });
            unseen_.add(row, prediction);
            error += std::pow(prediction - standard_.values[row], 2);
        }
        const auto found = effects(tree, codes_.dimensions());
        marginals_.add(found);
        add_shares(options_.method == Method::fanova ? main_effects(found) : exchanged(tree, bag.out, error, number));
    }

    void add_shares(const std::vector<double>& shares) {
        for (std::size_t i = 0; i < shares.size(); ++i) shares_[i].add(shares[i]);
    }

    [[nodiscard]] std::vector<double> main_effects(const Effects& found) const {
        std::vector<double> shares(shares_.size(), 0);
        if (!(found.variance > 0)) return shares;
        const auto& dimensions = codes_.dimensions();
        for (std::size_t i = 0; i < dimensions.size(); ++i)
            shares[dimensions[i].parameter] += main_variance(found, dimensions[i], i) / found.variance;
        return shares;
    }

    // (E[(y − f(x with one parameter of another trial))²] − E[(y − f(x))²]) / 2 Var(y): the total effect of that parameter if f
    // were the truth and the parameters independent (Saltelli et al., "Variance based sensitivity analysis", 2010).
    [[nodiscard]] std::vector<double> exchanged(const Tree& tree, const std::vector<std::uint32_t>& rows, double error,
                                                std::size_t number) const {
        std::vector<double> shares(shares_.size(), 0);
        const double variance = sum_of_squares(rows);
        if (!(variance > 0)) return shares;
        std::vector<bool> used(shares_.size(), false);
        for (const auto& node : tree)
            if (node.child != 0) used[codes_.dimensions()[node.dimension].parameter] = true;
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (used[i]) shares[i] = std::clamp((error_exchanging(i, tree, rows, number) - error) / (2 * variance), 0.0, 1.0);
        return shares;
    }

    [[nodiscard]] double sum_of_squares(const std::vector<std::uint32_t>& rows) const {
        double sum = 0, squares = 0;
        for (const auto row : rows) {
            sum += standard_.values[row];
            squares += standard_.values[row] * standard_.values[row];
        }
        return rows.empty() ? 0 : squares - sum * sum / static_cast<double>(rows.size());
    }

    [[nodiscard]] double error_exchanging(std::size_t parameter, const Tree& tree, const std::vector<std::uint32_t>& rows,
                                          std::size_t number) const {
        Random random(options_.seed, number * shares_.size() + parameter, k_exchange);
        auto other = rows;
        for (std::size_t i = 0; i + 1 < other.size(); ++i) std::swap(other[i], other[i + random.below(other.size() - i)]);
        double error = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double prediction = predict(tree, [&](auto dimension) {
                return codes_.of(dimension)[codes_.dimensions()[dimension].parameter == parameter ? other[i] : rows[i]];
            });
            error += std::pow(prediction - standard_.values[rows[i]], 2);
        }
        return error;
    }

    const space::Space& space_;
    Options options_;
    Codes codes_;
    Standard standard_;
    OutOfBag unseen_;
    std::vector<Spread> shares_;
    Marginals marginals_;
    std::size_t grown_ = 0;
};

std::string_view method_name(Method method) { return k_names.at(static_cast<std::size_t>(method)); }

std::optional<Method> method_named(std::string_view name) {
    const auto found = std::find(k_names.begin(), k_names.end(), name);
    if (found == k_names.end()) return std::nullopt;
    return static_cast<Method>(found - k_names.begin());
}

Result<Study> Study::begin(const space::Space& space, std::span<const space::Configuration> configurations,
                           std::span<const double> values, const Options& options) {
    if (configurations.size() < k_fewest)
        return fail(ErrorKind::usage,
                    fmt::format("{} too few to tell which parameters matter",
                                configurations.size() == 1 ? "1 trial is" : fmt::format("{} trials are", configurations.size())),
                    {}, fmt::format("measure at least {}, better some hundred", k_fewest));
    return Study(std::make_unique<Forest>(space, configurations, values, options));
}

Study::Study(std::unique_ptr<Forest> forest) : forest_(std::move(forest)) {}
Study::Study(Study&&) noexcept = default;
Study& Study::operator=(Study&&) noexcept = default;
Study::~Study() = default;
bool Study::step() { return forest_->step(); }
Analysis Study::analysis() const { return forest_->analysis(); }

Result<Analysis> analyse(const space::Space& space, std::span<const space::Configuration> configurations,
                         std::span<const double> values, const Options& options) {
    PARETOP_TRY(auto study, Study::begin(space, configurations, values, options));
    while (study.step()) {
    }
    return study.analysis();
}

}  // namespace paretop::importance
