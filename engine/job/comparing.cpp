#include "engine/job/comparing.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/job/create.h"
#include "engine/measure/turns.h"
#include "storage/requests.h"

namespace paretop::job {
namespace {

// The next number of a text of words; nullopt: it is none.
std::optional<std::int64_t> take_number(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

Result<std::int64_t> made(const storage::Store& store, storage::TrialKey trial, std::int64_t first) {
    PARETOP_TRY(const auto measurements, storage::list_measurements(store, trial));
    return std::count_if(measurements.begin(), measurements.end(), [&](const auto& m) {
        return m.metric == measurements.front().metric && measure::round_of(m.repeat) == measure::round_of(first);
    });
}

Result<void> was_measured(const storage::Store& store, storage::TrialKey key) {
    PARETOP_TRY(const auto trial, storage::get_trial(store, key));
    if (trial.state == storage::TrialState::done) return {};
    const auto name = fmt::format("trial {}/{}", key.run, key.number);
    if (trial.state == storage::TrialState::failed) return fail(ErrorKind::usage, "it failed: " + trial.reason, name);
    return fail(ErrorKind::usage, "it has not been measured yet", name, "wait for it, or compare another one");
}

}  // namespace

std::string argument_of(const Turns& turns) { return fmt::format("{} {} {}", turns.a, turns.b, turns.repeats); }

std::optional<Turns> turns_in(std::string_view argument) {
    const auto a = take_number(argument), b = take_number(argument), repeats = take_number(argument);
    if (!a || !b || !repeats || !argument.empty() || *a < 0 || *b < 0) return std::nullopt;
    return Turns{*a, *b, *repeats};
}

Result<void> can_compare(const spec::Spec& spec) {
    PARETOP_CHECK(can_run(spec.kind, spec.name));
    if (!spec.command.table.empty())
        return fail(ErrorKind::usage, "its results are looked up in a table: there is nothing to measure", spec.name);
    if (spec.kind == spec::k_profile)
        return fail(ErrorKind::usage, "its trials are profiles", spec.name, "compare them with `paretop profile diff`");
    return {};
}

Result<void> can_compare(const storage::Store& store, storage::RunId run, const Turns& turns) {
    const auto where = fmt::format("run {}", run);
    if (turns.a == turns.b) return fail(ErrorKind::usage, "a trial cannot be compared with itself", where, "name two");
    if (turns.repeats < k_fewest_turns || turns.repeats > k_most_turns)
        return fail(ErrorKind::usage, fmt::format("{} repeats each", turns.repeats), where,
                    fmt::format("{} to {} can be made", k_fewest_turns, k_most_turns));
    PARETOP_CHECK(was_measured(store, {run, turns.a}));
    return was_measured(store, {run, turns.b});
}

Result<std::optional<std::int64_t>> first_turn(const storage::Store& store, storage::RunId run, std::int64_t request) {
    PARETOP_TRY(const auto earlier, storage::count_requests(store, run, k_compare, request));
    const auto first = measure::first_of(measure::Round::compare) + earlier * measure::k_round;
    return measure::is_comparing(first) ? std::optional(first) : std::nullopt;
}

Result<TurnsMade> turns_made(const storage::Store& store, storage::RunId run, const Turns& turns, std::int64_t first) {
    TurnsMade all;
    PARETOP_TRY(all.a, made(store, {run, turns.a}, first));
    PARETOP_TRY(all.b, made(store, {run, turns.b}, first));
    return all;
}

Result<std::optional<Comparing>> comparing(const storage::Store& store, storage::RunId run, storage::TrialNumber a,
                                           storage::TrialNumber b) {
    PARETOP_TRY(const auto requests, storage::list_requests(store, run, k_compare));
    for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
        const auto turns = turns_in(request->argument);
        if (!turns || !((turns->a == a && turns->b == b) || (turns->a == b && turns->b == a))) continue;
        Comparing found{0, 2 * turns->repeats, request->answer};
        PARETOP_TRY(const auto first, first_turn(store, run, request->id));
        if (!first) return std::optional(found);
        PARETOP_TRY(const auto so_far, turns_made(store, run, *turns, *first));
        found.made = so_far.a + so_far.b;
        return std::optional(found);
    }
    return std::optional<Comparing>();
}

}  // namespace paretop::job
