#include "engine/job/drive.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "engine/executor/table_executor.h"
#include "engine/job/create.h"
#include "engine/job/known_results.h"
#include "engine/job/profile_taker.h"
#include "version.h"

namespace paretop::job {

std::string cache_folder() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache == '/') return std::string(cache) + "/paretop";
    if (const char* home = std::getenv("HOME"); home && *home == '/') return std::string(home) + "/.cache/paretop";
    return fmt::format("/tmp/paretop-{}", getuid());
}

namespace {

executor::LocalOptions local_options(const DriveOptions& options, const LoadedRun& loaded) {
    executor::LocalOptions local;
    local.scratch = scratch_folder(options.store_path, options.run);
    local.builds = build_folder(options.store_path, loaded.run.experiment);
    local.cache = cache_folder();
    local.identity = fmt::format("{}:{}", std::filesystem::absolute(options.store_path).lexically_normal().string(), options.run);
    local.parallel = loaded.run.parallel;
    return local;
}

struct Attached {  // for as long as the loop lives
    Attached(process::Guardian& g, boost::asio::io_context& loop) : guardian(g) { guardian.attach(loop); }
    ~Attached() { guardian.detach(); }
    Attached(const Attached&) = delete;
    Attached& operator=(const Attached&) = delete;
    process::Guardian& guardian;
};

class Signals {
  public:
    Signals(boost::asio::io_context& loop, RunLoop& run, bool foreground) : set_(loop, SIGTERM, SIGHUP), run_(run) {
        set_.add(SIGINT);
        foreground_ = foreground;
        wait();
    }
    bool told_to_end = false;

  private:
    void wait() {
        set_.async_wait([this](const boost::system::error_code& cancelled, int signal) {
            if (cancelled) return;
            told_to_end = told_to_end || signal != SIGINT;
            if (signal != SIGINT) run_.suspend();
            if (signal == SIGINT && foreground_) run_.pause();
            wait();
        });
    }
    boost::asio::signal_set set_;
    RunLoop& run_;
    bool foreground_ = false;
};

// From taking the lock until the run rests and the lock is free again.
struct Shift {
    RunEnd end;
    std::int64_t last_request = 0;
    bool told_to_end = false;
};

Result<Shift> one_shift(process::Guardian& guardian, const DriveOptions& options) {
    PARETOP_TRY(const auto lock, storage::RunLock::acquire(options.store_path, options.run));
    storage::OpenOptions open;
    open.mode = storage::OpenOptions::Mode::read_write;
    PARETOP_TRY(auto store, storage::Store::open(options.store_path, open));
    PARETOP_TRY(auto loaded, load_run(store, options.run));
    PARETOP_CHECK(can_run(loaded.spec.kind, loaded.spec.name));
    PARETOP_TRY(const auto known, take_table(loaded.spec));
    PARETOP_TRY(const auto searcher, search::make_searcher(loaded.run.method, problem_of(loaded.spec)));

    boost::asio::io_context loop(1);
    const Attached attached(guardian, loop);
    auto local = local_options(options, loaded);
    executor::kill_leftovers(local.identity);
    RunLoop* running = nullptr;
    local.progress = [&running](const executor::Progress& progress) {
        if (running) running->progressed(progress);
    };
    const auto for_profiles = profiled(loaded.spec);
    const bool profiles = loaded.spec.kind == spec::k_profile;
    auto apart = local;  // profiles by request: an executor of their own
    apart.scratch += "/profile";
    apart.parallel = 1;
    apart.progress = [&running](const executor::Progress& progress) {
        if (running && progress.measuring) running->profile_started();
    };
    ProfileTaker taker(store, for_profiles, executor::work_folder((profiles ? local : apart).scratch), system_clock());
    const auto profiler = profiles || !can_profile(loaded.spec)
                              ? nullptr
                              : executor::make_local_executor(loop, guardian, system_clock(), for_profiles, std::move(apart));
    const auto& spec = profiles ? for_profiles : loaded.spec;
    const auto executor = known ? executor::make_table_executor(loop, system_clock(), loaded.spec, known, loaded.run.parallel)
                                : executor::make_local_executor(loop, guardian, system_clock(), spec, std::move(local));
    storage::Syncer syncer(store);
    PARETOP_CHECK(settle_cut_off(store, options.run));
    loaded.run.version = PARETOP_VERSION;
    RunLoop run({loop, store, syncer, *executor, *searcher, system_clock(), {&taker, profiler.get()}}, loaded.spec, loaded.run,
                options.observer);
    running = &run;
    const Signals signals(loop, run, options.foreground);
    PARETOP_TRY(auto end, run.run());
    return Shift{std::move(end), run.last_request(), signals.told_to_end};
}

// Who asked for something while the engine was ending saw it hold the lock, and left it to it.
Result<bool> asked_since(const DriveOptions& options, std::int64_t last_request) {
    storage::OpenOptions open;
    open.mode = storage::OpenOptions::Mode::read_only;
    PARETOP_TRY(const auto store, storage::Store::open(options.store_path, open));
    PARETOP_TRY(const auto requests, storage::list_open_requests(store, options.run));
    return std::ranges::any_of(requests, [&](const auto& request) { return request.id > last_request; });
}

}  // namespace

Result<RunEnd> drive(process::Guardian& guardian, const DriveOptions& options) {
    PARETOP_TRY(auto shift, one_shift(guardian, options));
    while (!shift.told_to_end && asked_since(options, shift.last_request).value_or(false)) {
        auto next = one_shift(guardian, options);
        if (!next && next.error().kind == ErrorKind::busy) break;  // whoever asked has started another engine
        if (!next) return tl::unexpected(std::move(next).error());
        shift = *std::move(next);
    }
    return shift.end;
}

}  // namespace paretop::job
