// CMA-ES over numbers, ordinals and the random keys of permutations, beside a probability for each value of a category or boolean
// (the idea of Hamano et al., "CatCMA", GECCO 2024: a margin keeps every value possible). A generation closes when as many of its
// outcomes have come in as it has places, whichever generation they were sampled for. Restarts double the population (Auger and
// Hansen, "A restart CMA evolution strategy with increasing population size", CEC 2005).
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/search/cma.h"
#include "engine/search/elite.h"
#include "engine/search/learner.h"
#include "engine/search/purpose.h"
#include "engine/search/scalarisation.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr double k_sigma = 0.3;
constexpr double k_baseline = 0.5;  // probability of the baseline's category at first, beyond that of chance
constexpr double k_categories_rate = 0.25;
constexpr int k_attempts = 24;         // samples for one ask
constexpr int k_dry_asks = 4;          // in a row without a new sample: the distribution is spent
constexpr double k_resolution = 1e-7;  // of a continuous coordinate
constexpr double k_condition = 1e14;
constexpr std::size_t k_most_population = 1024;
constexpr std::size_t k_exact_contribution = 3;  // objectives; beyond, ranks alone decide

// What the values of one category are drawn by.
class Category {
  public:
    Category(std::size_t values, std::size_t favourite, double share)
        : probability_(values, (1 - share) / static_cast<double>(values)) {
        probability_[favourite] += share;
    }
    [[nodiscard]] double draw(Random& random) const {
        double u = random.uniform();
        std::size_t value = 0;
        while (value + 1 < probability_.size() && u >= probability_[value]) u -= probability_[value++];
        return (static_cast<double>(value) + 0.5) / static_cast<double>(probability_.size());
    }
    // Towards the frequencies, which sum to 1; none falls below `margin` of an even share.
    void learn(const std::vector<std::pair<double, double>>& coordinates_and_weights, double margin) {
        const auto values = static_cast<double>(probability_.size());
        for (double& probability : probability_) probability *= 1 - k_categories_rate;
        for (const auto& [coordinate, weight] : coordinates_and_weights)
            probability_[static_cast<std::size_t>(std::min(coordinate * values, values - 1))] += k_categories_rate * weight;
        double sum = 0;
        for (double& probability : probability_) sum += probability = std::max(probability, margin / values);
        for (double& probability : probability_) probability /= sum;
    }

  private:
    std::vector<double> probability_;
};

struct Sampled {
    Coordinates at;
    Merit merit;
    std::int64_t generation;  // it was sampled for
    double contribution;      // to the front at its arrival
};

class CmaEs : public Learner {
  public:
    explicit CmaEs(const Setting& setting) : Learner(setting), elite_(problem_.objectives) {
        for (std::size_t i = 0; i < parameters(); ++i) {
            const auto [first, count] = candidates_.range(i);
            if (is_nominal(problem_.space.parameters()[i])) {
                nominal_.push_back(first);
                continue;
            }
            for (std::size_t k = first; k < first + count; ++k) numeric_.push_back(k);
            const double share = 0.2 / problem_.space.parameters()[i].cardinality();
            resolution_.insert(resolution_.end(), count,
                               count > 1 ? 0.1 / static_cast<double>(count) : std::max(share, k_resolution));
        }
        start(to_unit(problem_.space, problem_.space.defaults()), k_baseline,
              cma_population(std::max(numeric_.size(), nominal_.size())));
    }

    std::optional<Candidate> propose(TrialNumber number) override {
        if (parameters() == 0) return std::nullopt;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::cmaes_sample);
        for (int attempt = 0; attempt < k_attempts; ++attempt) {
            auto candidate = claimed(sample(random), "cmaes", random);
            if (!candidate) continue;
            proposed_.emplace(number, generation_);
            dry_ = 0;
            return candidate;
        }
        if (++dry_ >= k_dry_asks) restart(number);
        return std::nullopt;
    }

  private:
    void start(const Coordinates& at, double favoured, std::size_t population) {
        population_ = population;
        cma_.reset();
        if (!numeric_.empty()) cma_.emplace(numeric_part(at), k_sigma, population);
        categories_.clear();
        for (const std::size_t coordinate : nominal_) {
            const auto values = values_of(coordinate);
            const auto favourite = static_cast<std::size_t>(std::min(at[coordinate] * values, values - 1));
            categories_.emplace_back(static_cast<std::size_t>(values), favourite, favoured);
        }
        stale_ = 0;
        dry_ = 0;
    }

    // Somewhere else, with twice as many.
    void restart(TrialNumber number) {
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::cmaes_restart);
        Coordinates at(candidates_.dimensions());
        for (double& coordinate : at) coordinate = random.uniform();
        arrived_.clear();
        ++generation_;
        start(at, 0, std::min(2 * population_, k_most_population));
    }

    [[nodiscard]] double values_of(std::size_t coordinate) const {
        std::size_t parameter = 0;
        while (candidates_.range(parameter).first != coordinate) ++parameter;
        return problem_.space.parameters()[parameter].cardinality();
    }

    [[nodiscard]] std::vector<double> numeric_part(const Coordinates& at) const {
        std::vector<double> part;
        part.reserve(numeric_.size());
        for (const std::size_t coordinate : numeric_) part.push_back(at[coordinate]);
        return part;
    }

    Coordinates sample(Random& random) const {
        Coordinates at(candidates_.dimensions());
        const auto numbers = cma_ ? cma_->sample(random) : std::vector<double>();
        for (std::size_t i = 0; i < numeric_.size(); ++i) at[numeric_[i]] = reflected(numbers[i]);
        for (std::size_t i = 0; i < nominal_.size(); ++i) at[nominal_[i]] = categories_[i].draw(random);
        return at;
    }

    void learn(TrialNumber number, Coordinates at, Merit merit) override {
        scalarisation_.observe(merit);
        const double contribution = contribution_of(merit);
        const bool better = elite_.offer(number, at, merit);
        const auto proposed = proposed_.extract(number);
        // What another found and is better than all of ours is learnt from like a sample.
        if (proposed.empty() && (!better || number == 0)) return;
        improved_ = improved_ || better;
        arrived_.push_back({std::move(at), std::move(merit), proposed.empty() ? -1 : proposed.mapped(), contribution});
        if (arrived_.size() >= population_) close(number);
    }

    // To the front of several objectives.
    [[nodiscard]] double contribution_of(const Merit& merit) const {
        if (merit.violation > 0 || problem_.objectives < 2 || problem_.objectives > k_exact_contribution) return 0;
        return elite_.front().contribution(merit.objectives, scalarisation_.reference());
    }

    void close(TrialNumber number) {
        const bool nothing_learnt = std::ranges::all_of(arrived_, [](const Sampled& sampled) { return sampled.merit.failed(); });
        if (!nothing_learnt) learn_from(best_first());
        arrived_.clear();
        ++generation_;
        stale_ = std::exchange(improved_, false) ? 0 : stale_ + 1;
        const auto patience = 10 + 30 * candidates_.dimensions() / population_;
        if (stale_ > patience || converged()) restart(number);
    }

    // By rank; with several objectives those that added most to the front come first.
    [[nodiscard]] std::vector<std::size_t> best_first() const {
        std::vector<Merit> merits;
        for (const auto& sampled : arrived_) merits.push_back(sampled.merit);
        std::vector<std::size_t> order;
        for (const auto& rank : constrained_sort(merits)) order.insert(order.end(), rank.begin(), rank.end());
        std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return arrived_[i].contribution; });
        return order;
    }

    void learn_from(const std::vector<std::size_t>& order) {
        if (cma_) learn_numbers(order);
        learn_categories(order);
    }

    void learn_numbers(const std::vector<std::size_t>& order) {
        std::vector<std::vector<double>> parts;
        std::vector<Cma::Point> points;
        for (const std::size_t i : order) parts.push_back(numeric_part(arrived_[i].at));
        for (std::size_t i = 0; i < order.size(); ++i) points.push_back({parts[i], arrived_[order[i]].generation != generation_});
        cma_->update(points);
    }

    void learn_categories(const std::vector<std::size_t>& order) {
        const double margin = 1 - std::pow(0.73, 1 / static_cast<double>(std::max<std::size_t>(nominal_.size(), 1)));
        const std::size_t half = (order.size() + 1) / 2;
        for (std::size_t k = 0; k < nominal_.size(); ++k) {
            std::vector<std::pair<double, double>> values;
            for (std::size_t i = 0; i < half; ++i)
                values.emplace_back(arrived_[order[i]].at[nominal_[k]], 1 / static_cast<double>(half));
            categories_[k].learn(values, margin);
        }
    }

    [[nodiscard]] bool converged() const {
        if (!cma_) return false;
        if (cma_->condition() > k_condition) return true;
        for (std::size_t i = 0; i < numeric_.size(); ++i)
            if (cma_->deviation(i) > resolution_[i]) return false;
        return nominal_.empty();
    }

    std::vector<std::size_t> numeric_, nominal_;  // coordinates
    std::vector<double> resolution_;              // of each numeric one: deviations below it make no difference
    std::optional<Cma> cma_;
    std::vector<Category> categories_;
    std::size_t population_ = 0;
    std::int64_t generation_ = 0;
    bool improved_ = false;  // in the present generation
    std::size_t stale_ = 0;  // generations without an improvement
    int dry_ = 0;
    std::map<TrialNumber, std::int64_t> proposed_;  // generation
    std::vector<Sampled> arrived_;                  // of the present generation
    Elite elite_;
    Scalarisation scalarisation_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_cmaes(const Setting& setting) { return std::make_unique<CmaEs>(setting); }

}  // namespace paretop::search
