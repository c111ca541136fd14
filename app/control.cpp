#include "app/control.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "app/target.h"
#include "engine/job/create.h"
#include "engine/process/detach.h"
#include "storage/base/clock.h"

namespace paretop::app {
namespace {

namespace fs = std::filesystem;
constexpr auto k_poll = std::chrono::milliseconds(5);

std::string last_line(const std::string& path) {
    std::ifstream file(path);
    std::string line, last;
    while (std::getline(file, line))
        if (!line.empty()) last = line;
    constexpr std::string_view prefix = "paretop: ";
    return last.starts_with(prefix) ? last.substr(prefix.size()) : last;
}

// Polls until `look` answers something or time is up.
template <class Look>
auto poll(Nanoseconds patience, Look look) -> decltype(look()) {
    const auto end = system_clock().steady_ns() + patience;
    for (;;) {
        auto seen = look();
        if (!seen || *seen || system_clock().steady_ns() >= end) return seen;
        std::this_thread::sleep_for(k_poll);
    }
}

bool has_moved(const storage::RunRecord& before, const storage::RunRecord& now) {
    return before.state != now.state || before.ended_ns != now.ended_ns || before.started_ns != now.started_ns;
}

// Nobody begins to drive the run meanwhile: the lock is held.
Result<void> change_at_rest(storage::Store& store, storage::RunId id, const std::function<void(storage::RunRecord&)>& change) {
    PARETOP_TRY(const auto lock, storage::RunLock::acquire(store.path(), id));
    PARETOP_TRY(auto run, storage::get_run(store, id));
    change(run);
    return store.write([&] { return storage::update_run(store, run); });
}

}  // namespace

std::string engine_log_path(const std::string& store_path, storage::RunId run) {
    return job::scratch_folder(store_path, run) + ".log";
}

Result<Engine> spawn_engine(const std::string& store_path, storage::RunId run) {
    std::error_code error;
    const auto self = fs::read_symlink("/proc/self/exe", error);
    if (error) return fail(ErrorKind::io, error.message(), "/proc/self/exe", "mount /proc");
    Engine engine{0, engine_log_path(store_path, run)};
    fs::remove(engine.log_path, error);
    PARETOP_TRY(engine.pid,
                process::spawn_detached({self.string(), "engine", std::to_string(run), "--store", store_path}, engine.log_path));
    return engine;
}

Result<void> await_engine(const storage::Store& store, const storage::RunRecord& before, const Engine& engine,
                          Nanoseconds patience) {
    PARETOP_TRY(const auto settled, poll(patience, [&]() -> Result<bool> {
                    const bool alive = process::process_exists(engine.pid);
                    if (storage::RunLock::owner(store.path(), before.id) != 0) {
                        PARETOP_TRY(const auto run, storage::get_run(store, before.id));
                        return has_moved(before, run) || run.state == storage::RunState::running;
                    }
                    if (alive) return false;
                    PARETOP_TRY(const auto run, storage::get_run(store, before.id));
                    if (has_moved(before, run)) return true;
                    const auto words = last_line(engine.log_path);
                    return fail(ErrorKind::child,
                                words.empty() ? "its engine ended without a word" : "its engine ended: " + words,
                                name_of(before.id), "run `paretop engine` by hand to see more, or `paretop doctor`");
                }));
    if (settled) return {};
    return fail(ErrorKind::busy, "its engine has not taken it up yet", name_of(before.id),
                fmt::format("wait, then look at `paretop show {}`; it prints to {}", before.id, engine.log_path));
}

Result<void> wake_engine(const storage::Store& store, const storage::RunRecord& run, bool wait) {
    if (job::liveness(store.path(), run) == job::Liveness::live) return {};
    PARETOP_TRY(const auto engine, spawn_engine(store.path(), run.id));
    return wait ? await_engine(store, run, engine, k_engine_patience) : Result<void>();
}

Result<std::int64_t> post_request(storage::Store& store, storage::RunId run, std::string_view verb, std::string_view argument) {
    storage::RequestRecord request;
    request.run = run;
    request.at_ns = system_clock().now_ns();
    request.verb = verb;
    request.argument = argument;
    std::int64_t id = 0;
    PARETOP_CHECK(store.write([&]() -> Result<void> {
        PARETOP_TRY(id, storage::insert_request(store, request));
        return {};
    }));
    return id;
}

Result<std::optional<std::string>> await_answer(const storage::Store& store, std::int64_t request, Nanoseconds patience) {
    return poll(patience, [&]() -> Result<std::optional<std::string>> {
        PARETOP_TRY(const auto record, storage::get_request(store, request));
        if (!record || !record->handled_ns) return std::optional<std::string>();
        return std::optional(record->answer);
    });
}

bool await_rest(const storage::Store& store, storage::RunId run, Nanoseconds patience) {
    return poll(patience, [&]() -> Result<bool> { return storage::RunLock::owner(store.path(), run) == 0; }).value_or(false);
}

Result<std::optional<Engine>> resume(storage::Store& store, const storage::RunRecord& run) {
    PARETOP_TRY([[maybe_unused]] const auto request, post_request(store, run.id, "resume", ""));
    if (job::liveness(store.path(), run) == job::Liveness::live) return std::optional<Engine>();
    PARETOP_TRY(auto engine, spawn_engine(store.path(), run.id));
    return std::optional(std::move(engine));
}

Result<void> mark_stopped(storage::Store& store, storage::RunId id) {
    return change_at_rest(store, id, [](storage::RunRecord& run) {
        run.state = storage::RunState::stopped;
        run.reason = "stopped by request";
        if (run.ended_ns == 0) run.ended_ns = system_clock().now_ns();
    });
}

Result<void> change_budget(storage::Store& store, const storage::RunRecord& run, std::int64_t trials) {
    if (job::liveness(store.path(), run) != job::Liveness::live)
        return change_at_rest(store, run.id, [&](storage::RunRecord& record) { record.budget = trials; });
    PARETOP_TRY([[maybe_unused]] const auto request, post_request(store, run.id, "budget", std::to_string(trials)));
    return {};
}

Result<void> erase_run(storage::Store& store, storage::RunId run) {
    PARETOP_TRY(const auto record, storage::get_run(store, run));
    {
        auto lock = storage::RunLock::acquire(store.path(), run);
        if (!lock) {
            auto error = std::move(lock).error();
            if (error.kind == ErrorKind::busy)
                return fail(ErrorKind::busy, "it is running", name_of(run), fmt::format("`paretop stop {}` first", run));
            return tl::unexpected(std::move(error));
        }
        PARETOP_CHECK(store.write([&] { return storage::remove_run(store, run); }));
    }
    std::error_code ignored;
    fs::remove_all(job::scratch_folder(store.path(), run), ignored);
    fs::remove(engine_log_path(store.path(), run), ignored);
    if (!storage::get_experiment(store, record.experiment))
        fs::remove_all(job::build_folder(store.path(), record.experiment), ignored);
    return {};
}

}  // namespace paretop::app
