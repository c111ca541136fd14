// Descent within a trust region on a quadratic model (Conn, Scheinberg and Vicente, "Introduction to derivative-free
// optimization", 2009, ch. 10): one objective, over the numbers with many values; everything else stays as the best has it. It
// begins at the best that is known, learns from every outcome nearby, whoever proposed it, and ends when the region has
// become too small; a better point elsewhere begins another one. Of several in flight, one goes to the minimum of the model and
// the others learn beside it.
#include <algorithm>
#include <cmath>

#include "engine/search/arms.h"
#include "engine/search/learner.h"
#include "engine/search/purpose.h"
#include "engine/search/quadratic.h"

namespace paretop::search {
namespace {

constexpr double k_many_values = 24;
constexpr std::size_t k_most_moving = 60;
// A model of few dimensions is soon known, and sees past small hollows from farther.
constexpr std::size_t k_few_dimensions = 3;
constexpr double k_first_radius_of_few = 0.2, k_first_radius_of_many = 0.1;
constexpr double k_largest_radius = 0.4, k_least_radius = 1e-6, k_least_noisy_radius = 3e-3;
constexpr double k_apart = 0.15;                            // from the ends of earlier descents: where another may begin
constexpr double k_known_reach = 100, k_spanned_reach = 2;  // radii within which samples are learnt from; should span the space
constexpr std::size_t k_most_samples = 150;                 // of those: a fit costs their third power

class Descent : public Learner {
  public:
    explicit Descent(const Setting& setting) : Learner(setting) {
        const auto& parameters = problem_.space.parameters();
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            const bool number =
                parameters[p].type == space::ParameterType::integer || parameters[p].type == space::ParameterType::real;
            if (number && parameters[p].cardinality() > k_many_values) numbers_.push_back(p);
        }
        radius_ = first_radius();
    }

    std::optional<Candidate> propose(TrialNumber number) override {
        if (known_.empty() || problem_.objectives != 1 || numbers_.empty() || numbers_.size() > k_most_moving)
            return std::nullopt;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::descent);
        for (int attempt = 0; attempt < 40; ++attempt) {
            choose_moving();
            if ((radius_ < least_radius() || returned()) && !start_elsewhere()) return std::nullopt;
            if (moving_.empty()) return std::nullopt;
            Step step = plan(random);
            Coordinates at = centre().at;
            double length = 0;
            for (std::size_t i = 0; i < moving_.size(); ++i) {
                length = std::max(length, std::abs(step.to[i]));
                at[moving_[i]] = std::clamp(at[moving_[i]] + radius_ * step.to[i], 0.0, 1.0);
            }
            step.length = length;
            auto candidate = claimed(at, "descent", random);
            if (candidate && length * radius_ > 0.1 * least_radius()) {
                step.from = centre().value;
                step.at = std::move(at);
                open_.emplace(number, std::move(step));
                return candidate;
            }
            radius_ /= 2;
        }
        return std::nullopt;
    }

  private:
    struct Known {
        Coordinates at = {};
        double value;
    };
    struct Step {
        std::vector<double> to;  // of the moving coordinates, in radii
        double length = 0, hoped = 0, from = 0;
        bool learning = false;  // into a direction of which nothing is known
        Coordinates at = {};
    };

    [[nodiscard]] const Known& centre() const { return known_[centre_]; }
    [[nodiscard]] double first_radius() const {
        return numbers_.size() <= k_few_dimensions ? k_first_radius_of_few : k_first_radius_of_many;
    }
    [[nodiscard]] double least_radius() const { return problem_.noisy ? k_least_noisy_radius : k_least_radius; }

    void learn(TrialNumber number, Coordinates at, Merit merit) override {
        const auto own = open_.extract(number);
        const bool usable = problem_.objectives == 1 && !merit.failed() && merit.violation <= 0;
        if (own) adapt(own.mapped(), usable ? own.mapped().from - merit.objectives[0] : -INFINITY);
        if (!usable) return;
        const double value = merit.objectives[0];
        known_.push_back({std::move(at), value});
        const std::size_t newest = known_.size() - 1;
        if (newest == 0 || value < known_[best_].value) {
            best_ = newest;
            if (!own && distance(known_[newest].at, centre().at) > 4 * radius_) radius_ = std::max(radius_, first_radius());
            centre_ = newest;
        } else if (value < centre().value && (own || distance(known_[newest].at, centre().at) <= radius_)) {
            centre_ = newest;
        }
    }

    // Over what moves.
    [[nodiscard]] double distance(const Coordinates& a, const Coordinates& b) const {
        double farthest = 0;
        for (const auto i : moving_) farthest = std::max(farthest, std::abs(a[i] - b[i]));
        return farthest;
    }

    // Came to where an earlier descent ended.
    [[nodiscard]] bool returned() const {
        return std::ranges::any_of(ended_, [&](const Coordinates& end) {
            return distance(end, centre().at) < std::min(2 * radius_, k_apart / 2) && fixed_part(end) == fixed_part(centre().at);
        });
    }

    // From the best of those that are far from all ends.
    bool start_elsewhere() {
        if (ended_.empty() || ended_.back() != centre().at) ended_.push_back(centre().at);
        std::optional<std::size_t> start;
        for (std::size_t k = 0; k < known_.size(); ++k) {
            if (start && known_[*start].value <= known_[k].value) continue;
            const bool near = std::ranges::any_of(ended_, [&](const Coordinates& end) {
                return distance(end, known_[k].at) < k_apart && fixed_part(end) == fixed_part(known_[k].at);
            });
            if (!near) start = k;
        }
        if (!start) return false;
        centre_ = *start;
        radius_ = first_radius();
        choose_moving();
        return true;
    }

    void adapt(const Step& step, double gain) {
        if (step.learning) return;
        const double ratio = gain / std::max(step.hoped, 1e-300);
        if (ratio > 0.7 && step.length > 0.9)
            radius_ = std::min(k_largest_radius, 2 * radius_);
        else if (ratio < 0.1)
            radius_ /= 2;
        else if (step.length < 0.25)
            radius_ = std::max(radius_ / 4, 2 * step.length * radius_);
    }

    void choose_moving() {
        moving_.clear();
        const auto configuration = from_unit(candidates_.space(), centre().at);
        for (const auto p : numbers_)
            if (!std::holds_alternative<space::Inactive>(configuration.values[p])) moving_.push_back(candidates_.range(p).first);
    }

    // The nearest of those that differ from the centre in nothing but what moves; nearest first.
    [[nodiscard]] std::vector<Sample> samples() const {
        const std::size_t n = moving_.size(), most = std::min({(n + 1) * (n + 2) / 2 + 30, 3 * n + 60, k_most_samples});
        struct Near {
            double squared;
            std::size_t which;
            Sample sample;
        };
        std::vector<Near> near;
        const auto fixed = fixed_part(centre().at);
        for (std::size_t k = 0; k < known_.size(); ++k) {
            if (k == centre_) continue;
            Sample sample{std::vector<double>(n), known_[k].value - centre().value};
            double squared = 0, farthest = 0;
            for (std::size_t i = 0; i < n; ++i) {
                sample.at[i] = (known_[k].at[moving_[i]] - centre().at[moving_[i]]) / radius_;
                squared += sample.at[i] * sample.at[i];
                farthest = std::max(farthest, std::abs(sample.at[i]));
            }
            if (farthest > k_known_reach || squared < 1e-6) continue;
            near.push_back({squared, k, std::move(sample)});
        }
        std::ranges::stable_sort(near, {}, &Near::squared);
        std::vector<Sample> all;
        for (auto& one : near)
            if (all.size() < most && fixed_part(known_[one.which].at) == fixed) all.push_back(std::move(one.sample));
        return all;
    }

    // What does not move, as a configuration.
    [[nodiscard]] space::Configuration fixed_part(Coordinates at) const {
        for (const auto i : moving_) at[i] = 0.5;
        return from_unit(candidates_.space(), at);
    }

    [[nodiscard]] Step plan(Random& random) const {
        const auto known = samples();
        const std::size_t n = moving_.size();
        std::vector<std::pair<double, double>> bounds;
        for (const auto i : moving_)
            bounds.emplace_back(std::max(-1.0, -centre().at[i] / radius_), std::min(1.0, (1 - centre().at[i]) / radius_));
        Step step{std::vector<double>(n, 0)};
        if (!known.empty()) {
            const auto model = fit_quadratic(known, n, problem_.noisy);
            step.to = minimise(model, bounds);
            step.hoped = -model(step.to);
        }
        if (const auto direction = unknown_direction(known, random)) {
            step.learning = true;
            double sign = random.uniform() < 0.5 ? -1 : 1;
            double room[2] = {0, 0};
            for (std::size_t i = 0; i < n; ++i) {
                room[0] += std::abs((*direction)[i]) * ((*direction)[i] > 0 ? -bounds[i].first : bounds[i].second);
                room[1] += std::abs((*direction)[i]) * ((*direction)[i] > 0 ? bounds[i].second : -bounds[i].first);
            }
            if (room[0] < 0.5 * room[1]) sign = 1;
            if (room[1] < 0.5 * room[0]) sign = -1;
            for (std::size_t i = 0; i < n; ++i) {
                const double to = step.to[i] + sign * (*direction)[i];
                step.to[i] = std::clamp(to, bounds[i].first, bounds[i].second);
            }
        }
        return step;
    }

    // Where neither samples nor what is being measured have gone; any, where there is none but something is being measured: the
    // model's minimum itself is tried by one at a time.
    [[nodiscard]] std::optional<std::vector<double>> unknown_direction(std::vector<Sample> known, Random& random) const {
        const std::size_t n = moving_.size();
        for (const auto& [number, step] : open_) {
            Sample sample{std::vector<double>(n), 0};
            for (std::size_t i = 0; i < n; ++i) sample.at[i] = (step.at[moving_[i]] - centre().at[moving_[i]]) / radius_;
            known.push_back(std::move(sample));
        }
        auto direction = uncovered(known, n, k_spanned_reach);
        if (direction || open_.empty()) return direction;
        direction.emplace(n);
        double squares = 0;
        for (double& x : *direction) x = random.normal(), squares += x * x;
        for (double& x : *direction) x /= std::sqrt(squares);
        return direction;
    }

    std::vector<std::size_t> numbers_;  // parameters
    std::vector<std::size_t> moving_;   // coordinates of those that are active
    std::vector<Known> known_;          // feasible ones, in the order of the tells
    std::vector<Coordinates> ended_;    // where descents have ended
    std::size_t best_ = 0, centre_ = 0;
    double radius_;
    std::map<TrialNumber, Step> open_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_descent(const Setting& setting) { return std::make_unique<Descent>(setting); }

}  // namespace paretop::search
