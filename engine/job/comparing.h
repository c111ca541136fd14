// Two trials of a run measured once more, in turns (A B B A A B …), because a person wants to know which is better.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/spec/spec.h"
#include "storage/queries.h"

namespace paretop::job {

inline constexpr std::string_view k_compare = "compare";  // RequestRecord::verb
inline constexpr std::int64_t k_turns = 20;               // of each, where nobody says how many
inline constexpr std::int64_t k_fewest_turns = 2, k_most_turns = 10'000;

struct Turns {
    storage::TrialNumber a = 0, b = 0;
    std::int64_t repeats = k_turns;  // of each
};
// RequestRecord::argument: "A B REPEATS".
std::string argument_of(const Turns& turns);
std::optional<Turns> turns_in(std::string_view argument);

// usage: nothing of the run can be measured (results are looked up in a table, or were imported without a command), or its
// trials are profiles.
Result<void> can_compare(const spec::Spec& spec);
// usage, not_found: it makes no sense for these trials.
Result<void> can_compare(const storage::Store& store, storage::RunId run, const Turns& turns);

// The first repeat of the round that belongs to a request of this run: rounds are counted like the requests to compare, so that
// an engine that comes after a killed one goes on in the same round. nullopt: there have been too many.
Result<std::optional<std::int64_t>> first_turn(const storage::Store& store, storage::RunId run, std::int64_t request);

struct TurnsMade {
    std::int64_t a = 0, b = 0;
    // Whose turn is next: A first in every other pair, so that what is measured later is as often A as B.
    [[nodiscard]] bool next_is_b() const { return a == b ? a % 2 == 1 : b < a; }
    [[nodiscard]] bool enough(std::int64_t repeats) const { return a >= repeats && b >= repeats; }
};
Result<TurnsMade> turns_made(const storage::Store& store, storage::RunId run, const Turns& turns, std::int64_t first);

// What the latest request to compare these two stands at, e.g. "measuring in turns: 7 of 40", or its answer; empty: there is
// none.
struct Comparing {
    std::int64_t made = 0, wanted = 0;
    std::string answer;  // empty: not answered yet
};
Result<std::optional<Comparing>> comparing(const storage::Store& store, storage::RunId run, storage::TrialNumber a,
                                           storage::TrialNumber b);

}  // namespace paretop::job
