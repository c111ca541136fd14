// Comparisons by request: two trials measured in turns while nothing else runs. Each turn is committed by itself; an engine that
// comes after a killed one goes on where that one was.
#include <fmt/format.h>

#include "engine/job/comparing.h"
#include "engine/job/run_state.h"
#include "engine/measure/statistics.h"

namespace paretop::job {

// Answers what is wrong with it; nullopt: it will be answered when it is done.
std::optional<std::string> RunLoop::State::queue_comparison(const storage::RequestRecord& request) {
    const auto turns = turns_in(request.argument);
    if (!turns) return fmt::format("not understood: {} {}", request.verb, request.argument);
    if (const auto able = can_compare(spec); !able) return able.error().message();
    if (const auto able = can_compare(parts.store, ledger.run.id, *turns); !able) return able.error().message();
    const auto first = first_turn(parts.store, ledger.run.id, request.id);
    if (!first) return first.error().message();
    if (!*first) return "its trials have been compared too often: repeat them with `paretop again`";
    const auto made = turns_made(parts.store, ledger.run.id, *turns, **first);
    if (!made) return made.error().message();
    compare_queue.push_back({request.id, *turns, **first, *made, {}});
    return std::nullopt;
}

// True: a turn was submitted. Draining ends a comparison after the turn that is being made.
bool RunLoop::State::compare_next() {
    while (!compare_queue.empty() && open.empty() && finished.empty() && !ended) {
        auto& now = compare_queue.front();
        const auto made = now.made.a + now.made.b, wanted = 2 * now.turns.repeats;
        if (observer.compared) observer.compared(made, wanted);
        const bool done = now.made.enough(now.turns.repeats);
        if (draining && !done && now.wrong.empty())
            now.wrong = fmt::format("ended after {} of {} measurements{}", made, wanted,
                                    goal && goal->state == RunState::failed ? ": " + goal->reason : "");
        if (!done && now.wrong.empty()) return ready && submit_turn(now);
        answer_comparison(now);
        compare_queue.pop_front();
    }
    return false;
}

bool RunLoop::State::submit_turn(const CompareRequest& now) {
    const bool b = now.made.next_is_b();
    return submit_again(b ? now.turns.b : now.turns.a, now.first + (b ? now.made.b : now.made.a), 1);
}

namespace {

// A worker may answer with several values at once. They are of one moment, and so one turn: their median.
void keep_one_turn(std::vector<storage::MeasurementRecord>& measurements, std::int64_t repeat) {
    std::map<std::int64_t, std::vector<double>> values;
    for (const auto& m : measurements) values[m.metric].push_back(m.value);
    const auto trial = measurements.front().trial;
    measurements.clear();
    for (auto& [metric, all] : values) measurements.push_back({trial, metric, repeat, measure::median(std::move(all))});
}

}  // namespace

Result<void> RunLoop::State::store_turn(executor::Evaluation& evaluation) {
    if (evaluation.cancelled) return {};
    auto& now = compare_queue.front();
    if (evaluation.failed) {
        now.wrong = fmt::format("trial {} failed when it was measured once more: {}", evaluation.number, evaluation.reason);
        return {};
    }
    auto& made = evaluation.number == now.turns.b ? now.made.b : now.made.a;
    keep_one_turn(evaluation.measurements, now.first + made);
    ++made;
    return store_rows(evaluation);
}

void RunLoop::State::answer_comparison(const CompareRequest& done) {
    const bool well = done.wrong.empty();
    note(well ? storage::Level::info : storage::Level::warning, "compare",
         well ? fmt::format("trials {} and {} were measured in turns, {} times each", done.turns.a, done.turns.b,
                            done.turns.repeats)
              : fmt::format("comparing trials {} and {}: {}", done.turns.a, done.turns.b, done.wrong));
    const auto answered = parts.store.write(
        [&] { return storage::answer_request(parts.store, done.request, parts.clock.now_ns(), well ? "ok" : done.wrong); });
    if (!answered) abort(answered.error());
}

}  // namespace paretop::job
