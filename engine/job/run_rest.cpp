// A run that rests and is opened for requests only stands as it did before when they are done. How it did is a request as well,
// which stays open until then: an engine that is killed cannot put the run back, the one that comes after it does.
#include <array>
#include <utility>

#include "engine/job/run_state.h"

namespace paretop::job {
namespace {

constexpr std::array<std::pair<std::string_view, RunState>, 4> k_states{
    {{"paused", RunState::paused}, {"done", RunState::done}, {"stopped", RunState::stopped}, {"failed", RunState::failed}}};

// "stopped stopped by request"
std::string argument_of(const RunEnd& rest) {
    for (const auto& [word, state] : k_states)
        if (state == rest.state) return std::string(word) + " " + rest.reason;
    return {};
}

std::optional<RunEnd> rest_in(std::string_view argument) {
    const auto blank = argument.find(' ');
    for (const auto& [word, state] : k_states)
        if (word == argument.substr(0, blank) && blank != std::string_view::npos)
            return RunEnd{state, std::string(argument.substr(blank + 1))};
    return std::nullopt;
}

}  // namespace

// Of a run that was not cut off the state in the store is the truth: somebody may have stopped it since.
std::optional<std::string> RunLoop::State::recall_rest(const storage::RequestRecord& request) {
    const auto kept = rest_in(request.argument);
    if (before.state != RunState::running || !kept) return "ok";
    rest = *kept;
    rest_request = request.id;
    return std::nullopt;
}

Result<void> RunLoop::State::keep_rest() {
    if (searching || rest_request != 0) return {};
    if (before.state != RunState::running)
        rest = {before.state, before.reason};
    else if (history.asked >= ledger.run.budget)  // cut off by a version that kept nothing
        rest = {RunState::done, "all trials of the budget were made"};
    return parts.store.write([&]() -> Result<void> {
        storage::RequestRecord request{0, ledger.run.id, parts.clock.now_ns(), std::string(k_rest), argument_of(rest), {}, {}};
        PARETOP_TRY(rest_request, storage::insert_request(parts.store, request));
        return {};
    });
}

// The run stands as it shall.
void RunLoop::State::forget_rest() {
    if (rest_request == 0) return;
    const auto answered =
        parts.store.write([&] { return storage::answer_request(parts.store, rest_request, parts.clock.now_ns(), "ok"); });
    if (!answered) abort(answered.error());
}

}  // namespace paretop::job
