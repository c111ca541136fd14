#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "engine/job/run_state.h"

namespace paretop::job {
namespace {

constexpr auto k_tick = std::chrono::milliseconds(200);  // requests are looked for, changed progress is stored

std::optional<std::int64_t> number_in(const std::string& argument) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(argument.data(), argument.data() + argument.size(), value);
    return error == std::errc() && end == argument.data() + argument.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

void RunLoop::State::arm_tick() {
    tick.expires_after(k_tick);
    tick.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled || ended) return;
        const auto version = parts.store.data_version();
        if (!version) return abort(version.error());
        if (*version != std::exchange(seen_version, *version)) look_for_requests();
        if (std::any_of(open.begin(), open.end(), [](const auto& entry) { return entry.second.dirty; })) flush();
        fill();
        if (!ended) follow_profile();
        if (ended) return;
        show_oldest();
        arm_tick();
    });
}

void RunLoop::State::show_oldest() const {
    if (!observer.waiting || open.empty()) return;
    const auto oldest =
        std::min_element(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.second.since < b.second.since; });
    const auto& record = oldest->second.record;
    observer.waiting({record.key.number, parts.clock.steady_ns() - oldest->second.since, record.status, record.progress});
}

void RunLoop::State::look_for_requests() {
    const auto requests = storage::list_open_requests(parts.store, ledger.run.id);
    if (!requests) return abort(requests.error());
    if (requests->empty()) return;
    for (const auto& request : *requests) last_request = std::max(last_request, request.id);
    std::vector<std::optional<std::string>> answers;
    for (const auto& request : *requests) answers.push_back(knows_request(request.id) ? std::nullopt : handle(request));
    if (std::none_of(answers.begin(), answers.end(), [](const auto& answer) { return answer.has_value(); })) return;
    const auto answered = parts.store.write([&]() -> Result<void> {
        for (std::size_t i = 0; i < answers.size(); ++i)
            if (answers[i])
                PARETOP_CHECK(storage::answer_request(parts.store, (*requests)[i].id, parts.clock.now_ns(), *answers[i]));
        return {};
    });
    if (!answered) abort(answered.error());
}

// The answer is "ok", or says why nothing was done; nullopt: it is given later.
std::optional<std::string> RunLoop::State::handle(const storage::RequestRecord& request) {
    const auto number = number_in(request.argument);
    if (request.verb == "pause") {
        pause();
        return "ok";
    }
    if (request.verb == "stop") {
        finish_now(RunState::stopped, "stopped by request");
        return "ok";
    }
    if (request.verb == "resume") {
        searching = true;
        comparing_only = false;
        ledger.run.ended_ns = 0;
        draining = false;
        goal.reset();
        exhausted.clear();
        return "ok";
    }
    if (request.verb == "budget" && number && *number > 0) {
        ledger.run.budget = *number;
        note(storage::Level::info, "budget", fmt::format("the budget is now {} trials", *number));
        return "ok";
    }
    if (request.verb == k_rest) return recall_rest(request);
    if (request.verb == "again" || request.verb == "profile") comparing_only = false;
    if (request.verb == "again" && number) return repeat_trial(*number);
    if (request.verb == "compare") return queue_comparison(request);
    if (request.verb == "profile" && number) return queue_profile(*number, request.id);
    return fmt::format("not understood: {} {}", request.verb, request.argument);
}

std::string RunLoop::State::repeat_trial(TrialNumber number) {
    const auto original = storage::get_trial(parts.store, {ledger.run.id, number});
    if (!original) return original.error().message();
    auto configuration = storage::get_configuration(parts.store, original->configuration);
    if (!configuration) return configuration.error().message();
    auto decoded = space::decode(spec.space, configuration->compact);
    if (!decoded) return decoded.error().message();
    Open trial;
    trial.record.key = {ledger.run.id, history.next++};
    trial.record.origin = k_again;
    trial.record.configuration = original->configuration;
    trial.configuration = std::move(*configuration);
    history.asks.add_again(trial.record.key.number);
    ++ledger.run.asked;
    note(storage::Level::info, "again", fmt::format("trial {} repeats trial {}", trial.record.key.number, number), number);
    resubmit.emplace_back(std::move(trial), std::move(*decoded));
    return "ok";
}

void RunLoop::State::drain(RunState as, std::string reason) {
    draining = true;
    if (!goal || goal->state != RunState::failed) goal = RunEnd{as, std::move(reason)};
    if (!open.empty() || profile_now) {
        const char* ending = as == RunState::paused ? "pausing" : "ending";
        ledger.run.reason = fmt::format("{}: waiting for {} running", ending, open.size() + (profile_now ? 1 : 0));
        note(storage::Level::info, ending, ledger.run.reason);
    }
    dirty = true;
    post_flush();
}

void RunLoop::State::pause() {
    if (draining) return finish_now(RunState::paused, "paused");
    drain(RunState::paused, "paused");
}

void RunLoop::State::finish_now(RunState as, std::string reason) {
    drain(as, std::move(reason));
    for (const auto& [number, trial] : open) parts.executor.cancel(number);
    if (profile_now) parts.profiling.executor->cancel(profile_now->trial);
}

void RunLoop::State::note(storage::Level level, std::string kind, std::string text, std::optional<TrialNumber> trial) {
    storage::EventRecord event;
    event.run = ledger.run.id;
    event.trial = trial;
    event.at_ns = parts.clock.now_ns();
    event.level = level;
    event.kind = std::move(kind);
    event.text = std::move(text);
    events.push_back(std::move(event));
}

}  // namespace paretop::job
