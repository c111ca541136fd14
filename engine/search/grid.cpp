// Full factorial search: every combination of the discrete values and of evenly spaced levels of the continuous ones.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/search/strategy.h"

namespace paretop::search {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr std::int64_t k_levels = 10;             // of a continuous parameter where the budget is unknown
constexpr int k_steps = 1 << 14;                  // through refused configurations, for one ask
constexpr std::int64_t k_most_counted = 1 << 17;  // at least; otherwise 64 for each trial

bool is_continuous(const Parameter& parameter) {
    return parameter.type == ParameterType::real && parameter.step <= 0 && parameter.low < parameter.high;
}

// From one end of the range to the other, even on the parameter's scale.
std::vector<double> levels_of(const Parameter& parameter, std::int64_t count) {
    std::vector<double> levels;
    for (std::int64_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(count - 1);
        const double value = parameter.log ? parameter.low * std::pow(parameter.high / parameter.low, t)
                                           : parameter.low + t * (parameter.high - parameter.low);
        levels.push_back(parameter.nearest(value));
    }
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    return levels;
}

// The parameter as an ordinal of its levels, which expressions read as the same numbers.
Parameter levelled(const Parameter& parameter, const std::vector<double>& levels) {
    Parameter ordinal = parameter;
    ordinal.type = ParameterType::ordinal;
    ordinal.fallback = std::int64_t{0};
    for (const double level : levels) ordinal.choices.push_back(to_text(parameter, level));
    return ordinal;
}

struct Levels {
    std::vector<std::int64_t> count;  // of each parameter; 0: it is discrete already
    double combinations = 1;          // at most
};

// Two levels each, then one more in turn as long as the trials suffice.
Levels choose_levels(const std::vector<Parameter>& parameters, double trials) {
    Levels chosen;
    for (const auto& parameter : parameters) {
        chosen.count.push_back(!is_continuous(parameter) ? 0 : trials > 0 ? 2 : k_levels);
        chosen.combinations *= is_continuous(parameter) ? static_cast<double>(chosen.count.back()) : parameter.cardinality();
    }
    for (bool grown = trials > 0; grown;) {
        grown = false;
        for (auto& count : chosen.count) {
            const double more =
                count == 0 ? 0 : chosen.combinations / static_cast<double>(count) * static_cast<double>(count + 1);
            if (count == 0 || more > trials) continue;
            chosen.combinations = more;
            ++count;
            grown = true;
        }
    }
    return chosen;
}

class Grid : public Strategy {
  public:
    Grid(const space::Space& space, const Levels& levels, Candidates& candidates)
        : candidates_(candidates), space_(gridded(space, levels)), all_(space_) {}

    std::optional<Candidate> propose(TrialNumber) override {
        for (int step = 0; step < k_steps; ++step) {
            const auto* const next = all_.next();
            if (next == nullptr) break;
            auto configuration = ungridded(*next);
            if (candidates_.claim(configuration)) return Candidate{std::move(configuration), {}, "grid"};
        }
        return std::nullopt;
    }

    // How many configurations there are that keep the constraints; nullopt: more than `limit` would have to be looked at.
    [[nodiscard]] std::optional<std::int64_t> count(std::int64_t limit) const { return count_configurations(space_, limit); }

  private:
    space::Space gridded(const space::Space& space, const Levels& levels) {
        auto parameters = space.parameters();
        levels_.resize(parameters.size());
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (levels.count[i] == 0) continue;
            levels_[i] = levels_of(parameters[i], levels.count[i]);
            parameters[i] = levelled(parameters[i], levels_[i]);
        }
        return {std::move(parameters), space.constraints()};
    }

    [[nodiscard]] space::Configuration ungridded(space::Configuration configuration) const {
        for (std::size_t i = 0; i < levels_.size(); ++i)
            if (const auto* const index = std::get_if<std::int64_t>(&configuration.values[i]); index && !levels_[i].empty())
                configuration.values[i] = levels_[i][static_cast<std::size_t>(*index)];
        return configuration;
    }

    Candidates& candidates_;
    std::vector<std::vector<double>> levels_;  // of continuous parameters
    space::Space space_;                       // of levels only
    Enumerator all_;
};

tl::unexpected<Error> too_many(const std::string& needed, std::int64_t trials) {
    return fail(ErrorKind::usage, fmt::format("a grid of this space needs {} trials, and the run has {}", needed, trials), {},
                "allow more trials, give parameters a coarser step, or choose another method, such as lhs");
}

}  // namespace

Result<std::unique_ptr<Strategy>> make_grid(const Setting& setting) {
    const auto& [problem, candidates] = setting;
    const auto& parameters = problem.space.parameters();
    // The baseline and the listed configurations are on the grid unless something is continuous.
    const bool beside = std::ranges::any_of(parameters, is_continuous);
    const auto extra = beside ? 1 + static_cast<std::int64_t>(problem.start.size()) : 0;
    const auto trials = problem.budget > 0 ? std::max<std::int64_t>(problem.budget - extra, 1) : 0;
    const auto levels = choose_levels(parameters, static_cast<double>(trials));
    auto grid = std::make_unique<Grid>(problem.space, levels, candidates);
    if (trials == 0 || levels.combinations <= static_cast<double>(trials)) return grid;
    const auto count = grid->count(std::max(k_most_counted, 64 * trials));
    if (!count) return too_many(fmt::format("up to {:.6g}", levels.combinations + static_cast<double>(extra)), problem.budget);
    if (*count > trials) return too_many(fmt::format("{}", *count + extra), problem.budget);
    return grid;
}

}  // namespace paretop::search
