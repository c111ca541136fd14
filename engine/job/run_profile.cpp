// Profiles: every trial of an experiment of kind profile is one, and any trial of another can be profiled by request.
#include <fmt/format.h>

#include <algorithm>

#include "engine/job/run_state.h"

namespace paretop::job {
namespace {

bool is_whole(const storage::ProfileRecord& profile) {
    return std::none_of(profile.remarks.begin(), profile.remarks.end(),
                        [](const auto& remark) { return remark.starts_with("cut off"); });
}

}  // namespace

bool RunLoop::State::profiles_trials() const { return spec.kind == spec::k_profile && parts.profiling.taker != nullptr; }

// A profile is of a trial that is in the store.
void RunLoop::State::store_profiled() {
    if (profiles_trials() && dirty) flush();
}

// A failure to store ends the run; what is wrong with a trace is said and does no harm to anything else. Answers what is wrong.
std::string RunLoop::State::take_profile(TrialNumber number, std::string_view cut, bool more) {
    store_profiled();
    auto taken = parts.profiling.taker->take(cut, more);
    parts.syncer.dirty();
    if (!taken && taken.error().kind == ErrorKind::store) {
        abort(taken.error());
        return "the store failed";
    }
    if (!taken) {
        note(storage::Level::warning, "profile", fmt::format("no profile of trial {}: {}", number, taken.error().message()),
             number);
        return taken.error().message();
    }
    if (!*taken) return {};
    const auto& profile = **taken;
    note(storage::Level::info, "profile",
         fmt::format("profile {} of trial {}: {} records{}", profile.id, number, profile.records,
                     is_whole(profile) ? "" : ", cut off"),
         number);
    return {};
}

// An experiment of kind profile: each repeat of a trial is taken as it ends.
void RunLoop::State::profile_along(executor::Job& job) {
    parts.profiling.taker->expect({ledger.run.id, job.number}, job.configuration);
    job.judge = [this](executor::Evaluation& so_far, std::optional<std::int64_t> planned) {
        const auto wrong = take_profile(so_far.number, "", planned.has_value());
        if (!wrong.empty()) so_far.mark = wrong;
        return planned;
    };
}

void RunLoop::State::follow_profile() {
    if (parts.profiling.taker == nullptr) return;
    store_profiled();
    const auto followed = parts.profiling.taker->follow();
    if (followed && *followed) parts.syncer.dirty();
    if (!followed && followed.error().kind == ErrorKind::store) abort(followed.error());
}

// --- requests -------------------------------------------------------------------------------------------------------------

// nullopt: it will be answered when it is done. Until then it stays open, and an engine that comes after a killed one does it.
std::optional<std::string> RunLoop::State::queue_profile(TrialNumber number, std::int64_t request) {
    if (const auto able = can_profile(spec); !able) return able.error().message();
    if (parts.profiling.executor == nullptr) return "this run cannot be profiled by request: its trials are profiles already";
    if (const auto trial = storage::get_trial(parts.store, {ledger.run.id, number}); !trial) return trial.error().message();
    profile_queue.push_back({number, request, ""});
    return std::nullopt;
}

bool RunLoop::State::knows_request(std::int64_t request) const {
    const auto is_it = [&](const ProfileRequest& queued) { return queued.request == request; };
    const auto compares = [&](const CompareRequest& queued) { return queued.request == request; };
    return request == rest_request || (profile_now && is_it(*profile_now)) ||
           std::any_of(profile_queue.begin(), profile_queue.end(), is_it) ||
           std::any_of(compare_queue.begin(), compare_queue.end(), compares);
}

// Alone, as the baseline is: nothing else is measured meanwhile. True: one is being made.
bool RunLoop::State::profile_next() {
    if (profile_now) return true;
    if (!ready || draining || profile_queue.empty() || !open.empty()) return false;
    profile_now = profile_queue.front();
    profile_queue.pop_front();
    if (std::exchange(profiler_ready, true)) {
        submit_profile();
        return true;
    }
    parts.profiling.executor->prepare([this](const Result<void>& prepared) {
        if (ended) return;
        if (draining) {  // meanwhile; it is asked for still
            profile_now.reset();
            return post_flush();
        }
        if (prepared) return submit_profile();
        profiler_ready = false;
        answer_profile(prepared.error().message());
    });
    return true;
}

void RunLoop::State::submit_profile() {
    const auto number = profile_now->trial;
    const storage::TrialKey key{ledger.run.id, number};
    executor::Job job{number, {}, {}};
    const auto read = [&]() -> Result<void> {
        PARETOP_TRY(const auto trial, storage::get_trial(parts.store, key));
        PARETOP_TRY(const auto configuration, storage::get_configuration(parts.store, trial.configuration));
        PARETOP_TRY(job.configuration, space::decode(spec.space, configuration.compact));
        job.json = configuration.json;
        return {};
    }();
    if (!read) return answer_profile(read.error().message());
    parts.profiling.taker->expect(key, job.configuration);
    job.judge = [this, number](executor::Evaluation&, std::optional<std::int64_t> planned) {
        auto wrong = take_profile(number, "", planned.has_value());
        if (!wrong.empty()) profile_now->wrong = std::move(wrong);
        return planned;
    };
    parts.profiling.executor->submit(std::move(job), [this](const executor::Evaluation& made) { profile_made(made); });
}

void RunLoop::State::profile_made(const executor::Evaluation& made) {
    if (ended) return;
    if (made.cancelled) {  // it is asked for still
        (void)take_profile(made.number, "the engine was told to end", false);
        profile_now.reset();
        post_flush();
        return;
    }
    if (made.failed) {
        (void)take_profile(made.number, made.reason, false);
        return answer_profile(made.reason);
    }
    answer_profile(profile_now->wrong.empty() ? "ok" : profile_now->wrong);
}

void RunLoop::State::answer_profile(const std::string& answer) {
    if (answer != "ok")
        note(storage::Level::warning, "profile", fmt::format("profiling trial {}: {}", profile_now->trial, answer),
             profile_now->trial);
    const auto answered = parts.store.write(
        [&] { return storage::answer_request(parts.store, profile_now->request, parts.clock.now_ns(), answer); });
    profile_now.reset();
    if (!answered) return abort(answered.error());
    post_flush();
}

}  // namespace paretop::job
