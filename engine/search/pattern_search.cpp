#include <algorithm>
#include <cmath>
#include <deque>

#include "engine/search/arms.h"
#include "engine/search/elite.h"
#include "engine/search/learner.h"
#include "engine/search/purpose.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr double k_first_step = 0.25, k_smallest_step = 1e-6;
constexpr std::size_t k_tries = 64;    // directions for one ask
constexpr std::uint64_t k_values = 8;  // of a category, or swaps of a permutation, for one round

class PatternSearch : public Learner {
  public:
    explicit PatternSearch(const Setting& setting) : Learner(setting), elite_(problem_.objectives) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        if (elite_.empty() || parameters() == 0) return std::nullopt;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::pattern);
        for (std::size_t attempt = 0; attempt < k_tries; ++attempt) {
            if (directions_.empty()) begin_round(random);
            const Direction direction = directions_.front();
            directions_.pop_front();
            if (auto candidate = claimed(beside_centre(direction, random), "pattern", random)) {
                tried_.emplace(number, direction);
                return candidate;
            }
        }
        return std::nullopt;
    }

  private:
    struct Direction {
        std::size_t parameter;
        double step;  // signed; 0: another value, drawn at random
    };

    void learn(TrialNumber number, Coordinates at, Merit merit) override {
        const auto tried = tried_.extract(number);
        if (!elite_.offer(number, at, merit)) return;
        centre_ = std::move(at);
        if (tried.empty()) return directions_.clear();
        step_ = std::max(step_, std::abs(tried.mapped().step));
        directions_.push_front(tried.mapped());  // once more the same way
        renewed_ = true;
    }

    // Around the centre with the same step where the last round found something, otherwise with half of it; a spent one starts
    // anew from any of the best.
    void begin_round(Random& random) {
        if (!renewed_) step_ /= 2;
        if (centre_.empty() || step_ < k_smallest_step) {
            centre_ = elite_.pick(random);
            step_ = k_first_step;
        }
        renewed_ = false;
        for (std::size_t i = 0; i < parameters(); ++i) add_directions(i);
        for (std::size_t i = directions_.size(); i > 1; --i) std::swap(directions_[i - 1], directions_[random.below(i)]);
    }

    void add_directions(std::size_t parameter) {
        const auto& definition = problem_.space.parameters()[parameter];
        const double values = definition.cardinality();
        if (is_ordered(definition)) {
            const double step = std::max(step_, 1 / values);
            directions_.push_back({parameter, step});
            directions_.push_back({parameter, -step});
            return;
        }
        const auto others =
            std::min<std::uint64_t>(k_values, values < 2 ? 0 : static_cast<std::uint64_t>(std::min(values, 1e6)) - 1);
        directions_.insert(directions_.end(), others, {parameter, 0});
    }

    Coordinates beside_centre(const Direction& direction, Random& random) const {
        Coordinates at = centre_;
        if (direction.step == 0)
            move(candidates_, at, direction.parameter, 0, random);
        else
            for (double& coordinate : candidates_.of(direction.parameter, at))
                coordinate = std::clamp(coordinate + direction.step, 0.0, 1.0);
        return at;
    }

    Coordinates centre_;
    double step_ = 2 * k_first_step;
    bool renewed_ = false;              // found something better in this round
    std::deque<Direction> directions_;  // still to be tried in this round
    std::map<TrialNumber, Direction> tried_;
    Elite elite_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_pattern_search(const Setting& setting) { return std::make_unique<PatternSearch>(setting); }

}  // namespace paretop::search
