#include "engine/search/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/space/members.h"

namespace paretop::search {
namespace {

constexpr int k_plain_draws = 128;  // before repair, so that what is drawn stays uniform where that is possible at all
constexpr int k_repaired_draws = 16;
constexpr int k_neighbours = 2048;  // of configurations that were claimed lately
constexpr std::size_t k_remembered = 32;
constexpr int k_moves = 256;               // in one repair
constexpr int k_steps_in_order = 1 << 18;  // through refused configurations, for one ask
constexpr int k_feasible_draws = 10'000;

std::vector<std::size_t> parameters_in(const space::Space& space, const expr::Expression& expression) {
    std::vector<std::size_t> result;
    for (const auto& name : expression.names())
        if (const auto parameter = space.find(name)) result.push_back(*parameter);
    return result;
}

}  // namespace

Candidates::Candidates(const space::Space& space)
    : space_(space), dimensions_(unit_dimensions(space)), faults_(space.constraints().size()), in_order_(space) {
    std::size_t coordinate = 0;
    for (const auto& parameter : space.parameters()) {
        first_.push_back(coordinate);
        coordinate += parameter.type == space::ParameterType::permutation ? parameter.choices.size() : 1;
    }
    first_.push_back(coordinate);
    for (const auto& constraint : space.constraints()) involved_.push_back(parameters_in(space, constraint.require));
    const auto defaults = space.defaults();
    defaults_ = to_unit(space, defaults);
    defaults_hold_ = !space.violated(defaults);
}

std::span<double> Candidates::of(std::size_t parameter, Coordinates& all) const {
    const auto [first, count] = range(parameter);
    return std::span(all).subspan(first, count);
}

bool Candidates::keeps(const space::Configuration& configuration) {
    const auto fault = space_.violated(configuration);
    if (fault) ++faults_[*fault];
    return !fault;
}

bool Candidates::claim(const space::Configuration& configuration) {
    if (!keeps(configuration) || !seen_.insert(encode(space_, configuration))) return false;
    if (faults_.empty()) return true;
    if (recent_.size() < k_remembered)
        recent_.push_back(configuration);
    else
        recent_[seen_.size() % k_remembered] = configuration;
    return true;
}

bool Candidates::free(const space::Configuration& configuration) const {
    return !space_.violated(configuration) && !seen_.contains(encode(space_, configuration));
}

void Candidates::redraw(Coordinates& coordinates, Random& random) const {
    coordinates.resize(dimensions_);
    for (double& coordinate : coordinates) coordinate = random.uniform();
}

bool Candidates::walk(Candidate& candidate, Random& random) {
    for (int move = 0; move < k_moves; ++move) {
        const auto fault = space_.violated(candidate.configuration);
        if (!fault) return true;
        const auto& involved = involved_[*fault];
        if (involved.empty()) return false;
        for (double& coordinate : of(involved[random.below(involved.size())], candidate.coordinates))
            coordinate = random.uniform();
        candidate.configuration = from_unit(space_, candidate.coordinates);
    }
    return !space_.violated(candidate.configuration);
}

bool Candidates::retreat(Candidate& candidate, Random& random) {
    if (!defaults_hold_) return false;
    std::vector<std::size_t> order(space_.parameters().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    for (const std::size_t parameter : order) {
        std::ranges::copy(of(parameter, defaults_), of(parameter, candidate.coordinates).begin());
        candidate.configuration = from_unit(space_, candidate.coordinates);
        if (!space_.violated(candidate.configuration)) return true;
    }
    return false;
}

bool Candidates::repair(Candidate& candidate, Random& random) {
    return !space_.violated(candidate.configuration) || walk(candidate, random) || retreat(candidate, random);
}

std::optional<Candidate> Candidates::draw(Random& random) {
    if (exhausted_) return std::nullopt;
    Candidate candidate;
    for (int attempt = 0; attempt < k_plain_draws + k_repaired_draws; ++attempt) {
        redraw(candidate.coordinates, random);
        candidate.configuration = from_unit(space_, candidate.coordinates);
        if (attempt >= k_plain_draws && !repair(candidate, random)) continue;
        if (claim(candidate.configuration)) return candidate;
    }
    if (const auto* const members = space_.members()) return next_member(*members, random);
    if (auto near = neighbour(random)) return near;
    return next_in_order();
}

// A free one of those that are allowed one by one.
std::optional<Candidate> Candidates::next_member(const space::Members& members, Random& random) {
    const auto all = members.all();
    const auto take = [&](std::size_t index) -> std::optional<Candidate> {
        const auto configuration = decode(space_, all[index]);
        if (!configuration || !claim(*configuration)) return std::nullopt;
        return Candidate{*configuration, {}, {}};
    };
    for (int attempt = 0; attempt < k_neighbours; ++attempt)
        if (auto drawn = take(random.below(all.size()))) return drawn;
    const auto first = random.below(all.size());
    for (std::size_t step = 0; step < all.size(); ++step)
        if (auto found = take((first + step) % all.size())) return found;
    exhausted_ = true;
    return std::nullopt;
}

// One step for up to three parameters together, since an equation among them allows no other. Half of the time they belong to one
// constraint.
void Candidates::nudge(Coordinates& coordinates, Random& random) const {
    const std::size_t parameters = space_.parameters().size();
    const auto& involved = involved_[random.below(involved_.size())];
    const bool together = !involved.empty() && random.below(2) == 0;
    const double step = std::exp2(-static_cast<double>(random.below(24)));
    for (std::uint64_t count = 1 + random.below(3); count > 0; --count) {
        const std::size_t parameter = together ? involved[random.below(involved.size())] : random.below(parameters);
        const double change = std::max(step, 1 / space_.parameters()[parameter].cardinality());
        for (double& coordinate : of(parameter, coordinates))
            coordinate = std::clamp(coordinate + (random.below(2) == 0 ? -change : change), 0.0, 1.0);
    }
}

std::optional<Candidate> Candidates::neighbour(Random& random) {
    for (int attempt = 0; attempt < k_neighbours && !recent_.empty() && dimensions_ > 0; ++attempt) {
        Candidate candidate{{}, to_unit(space_, recent_[random.below(recent_.size())]), {}};
        nudge(candidate.coordinates, random);
        candidate.configuration = from_unit(space_, candidate.coordinates);
        if (claim(candidate.configuration)) return candidate;
    }
    return std::nullopt;
}

std::optional<Candidate> Candidates::next_in_order() {
    const Enumerator start = in_order_;
    for (int step = 0; step < k_steps_in_order; ++step) {
        const auto* const configuration = in_order_.next();
        if (configuration == nullptr) {
            exhausted_ = !in_order_.infinite();
            return std::nullopt;
        }
        if (claim(*configuration)) return Candidate{*configuration, {}, {}};
    }
    in_order_ = start;
    return std::nullopt;
}

std::optional<space::Configuration> Candidates::feasible(Random& random) {
    Candidate candidate;
    for (int attempt = 0; attempt < k_feasible_draws; ++attempt) {
        redraw(candidate.coordinates, random);
        candidate.configuration = from_unit(space_, candidate.coordinates);
        const bool repaired = attempt % 100 == 99 && repair(candidate, random);
        if (repaired || keeps(candidate.configuration)) return candidate.configuration;
    }
    if (const auto* const members = space_.members()) {
        for (const auto& compact : members->all())
            if (auto listed = decode(space_, compact); listed && keeps(*listed)) return std::move(*listed);
        return std::nullopt;
    }
    Enumerator all(space_);
    for (int step = 0; step < k_steps_in_order; ++step) {
        const auto* const configuration = all.next();
        if (configuration == nullptr) break;
        if (keeps(*configuration)) return *configuration;
    }
    return std::nullopt;
}

std::optional<std::size_t> Candidates::most_at_fault() const {
    const auto most = std::max_element(faults_.begin(), faults_.end());
    if (most == faults_.end() || *most == 0) return std::nullopt;
    return static_cast<std::size_t>(most - faults_.begin());
}

std::string Candidates::why_none() const {
    if (exhausted_ && space_.parameters().empty()) return "the space has no parameters: the baseline is all there is to measure";
    if (exhausted_ && seen_.size() == 1) return "the only configuration was measured";
    if (exhausted_)
        return fmt::format("all {} configurations {}were measured", seen_.size(),
                           space_.constraints().empty() ? "" : "that keep the constraints ");
    const auto fault = most_at_fault();
    if (!fault) return "no further configuration was found: the free ones are too rare";
    return fmt::format("no further configuration was found that keeps the constraints; `{}` refused most",
                       space_.constraints()[*fault].require.text());
}

}  // namespace paretop::search
