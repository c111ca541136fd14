#include "engine/executor/build_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <filesystem>

#include "engine/executor/build_key.h"
#include "engine/executor/environment.h"
#include "engine/executor/folder.h"
#include "engine/process/output.h"
#include "engine/process/stream.h"
#include "engine/spec/places.h"

namespace paretop::executor {
namespace {

constexpr std::size_t k_most_builds = 256;
constexpr auto k_retry = std::chrono::milliseconds(100);  // another engine is at it
constexpr std::string_view k_complete = "complete\n";
constexpr int k_most_tries = 3;  // of a build that was frozen or whose guardian was killed

// The lock file of a build; −1: it cannot be opened. A pruned one has no name any more and is opened again.
int open_lock(const std::string& path) {
    for (;;) {
        const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        struct stat file {};
        if (lock < 0 || (::fstat(lock, &file) == 0 && file.st_nlink > 0)) return lock;
        ::close(lock);
    }
}

bool is_complete(int lock) {
    char text[16];
    const ssize_t size = ::pread(lock, text, sizeof text, 0);
    return size > 0 && std::string_view(text, static_cast<std::size_t>(size)) == k_complete;
}

struct Waiter {
    TrialNumber trial = 0;
    std::function<void()> started;
    std::function<void(Built)> done;
};

struct Build {
    std::string key, path;
    int lock = -1;  // held exclusively while it is built
    space::Configuration configuration;
    std::vector<Waiter> waiters;
    std::unique_ptr<process::Stream> output;
    process::BoundedText log;
    process::Launch launch;
    process::ChildId child = 0;
    bool running = false;
    int tries = 0;

    explicit Build(std::int64_t limit) : log(limit) {}
    ~Build() {
        if (lock >= 0) ::close(lock);
    }
};

class LocalCache : public BuildCache {
  public:
    LocalCache(boost::asio::io_context& loop, process::Guardian& guardian, const spec::Spec& spec, const LocalOptions& options,
               spec::Template command, Environment environment)
        : loop_(loop),
          guardian_(guardian),
          spec_(spec),
          options_(options),
          command_(std::move(command)),
          environment_(std::move(environment)),
          retry_(loop) {}
    ~LocalCache() override;

    void request(TrialNumber trial, const space::Configuration& configuration, std::function<void()> started,
                 std::function<void(Built)> done) override;
    void cancel(TrialNumber trial) override;

  private:
    [[nodiscard]] spec::Places places(const std::string& build) const;
    void fill(process::Launch& launch, const space::Configuration& configuration, const std::string& build) const;
    [[nodiscard]] std::string lock_path(const std::string& key) const { return options_.builds + "/" + key + ".lock"; }
    std::shared_ptr<Lease> lease(const std::string& key);
    void pump();
    void pump_later();
    void retry_later();
    bool start(Build& build);  // false: it stays in the queue
    void run(Build& build);
    void ended(Build& build, const process::Exit& exit);
    void finish(Build& build, Built built);
    void prune() const;

    boost::asio::io_context& loop_;
    process::Guardian& guardian_;
    const spec::Spec& spec_;
    const LocalOptions& options_;
    spec::Template command_;
    Environment environment_;
    BuildKey keys_;
    std::deque<std::unique_ptr<Build>> builds_;  // running and queued, in the order of request
    std::map<std::string, std::weak_ptr<Lease>> leases_;
    boost::asio::steady_timer retry_;
    bool retrying_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

LocalCache::~LocalCache() {
    for (const auto& build : builds_)
        if (build->child != 0) guardian_.terminate(build->child);
}

spec::Places LocalCache::places(const std::string& build) const {
    return {"", build, spec_.directory, options_.cache, spec::input_path(spec_, options_.cache)};
}

void LocalCache::fill(process::Launch& launch, const space::Configuration& configuration, const std::string& build) const {
    launch.arguments = command_line(command_, spec_, configuration, places(build));
    launch.environment = environment_.fill(configuration, places(build), command_.parameters());
}

// A complete build, locked against removal; null: there is none.
std::shared_ptr<Lease> LocalCache::lease(const std::string& key) {
    auto& known = leases_[key];
    if (auto held = known.lock()) return held;
    const int lock = ::open(lock_path(key).c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) return nullptr;
    if (::flock(lock, LOCK_SH | LOCK_NB) != 0 || !is_complete(lock)) {
        ::close(lock);
        return nullptr;
    }
    ::futimens(lock, nullptr);  // the least recently used are pruned first
    auto taken = std::make_shared<Lease>(options_.builds + "/" + key, lock);
    known = taken;
    return taken;
}

void LocalCache::request(TrialNumber trial, const space::Configuration& configuration, std::function<void()> started,
                         std::function<void(Built)> done) {
    process::Launch launch;
    fill(launch, configuration, "{build}");
    const auto key = keys_.of(launch, spec_.command.shell);
    if (auto held = lease(key)) {
        boost::asio::post(loop_, [held, done = std::move(done)] { done({held, {}, {}, 0, {}}); });
        return;
    }
    const auto same = std::find_if(builds_.begin(), builds_.end(), [&](const auto& build) {
        const bool being_ended = build->running && build->waiters.empty();
        return build->key == key && !being_ended;
    });
    if (same == builds_.end()) {
        auto build = std::make_unique<Build>(spec_.command.limits.output);
        build->key = key;
        build->path = options_.builds + "/" + key;
        build->configuration = configuration;
        build->waiters.push_back({trial, std::move(started), std::move(done)});
        builds_.push_back(std::move(build));
    } else {
        (*same)->waiters.push_back({trial, std::move(started), std::move(done)});
    }
    pump_later();
}

void LocalCache::pump_later() {
    boost::asio::post(loop_, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) pump();
    });
}

void LocalCache::cancel(TrialNumber trial) {
    for (auto at = builds_.begin(); at != builds_.end(); ++at) {
        auto& waiters = (*at)->waiters;
        std::erase_if(waiters, [&](const Waiter& waiter) { return waiter.trial == trial; });
        if (!waiters.empty()) continue;
        if ((*at)->running) {
            guardian_.terminate((*at)->child);
        } else {
            builds_.erase(at);
        }
        return;
    }
}

void LocalCache::pump() {
    auto running = std::count_if(builds_.begin(), builds_.end(), [](const auto& build) { return build->running; });
    for (std::size_t i = 0; i < builds_.size() && running < std::max<std::int64_t>(spec_.search.builds, 1);) {
        auto& build = *builds_[i];
        const std::size_t before = builds_.size();
        if (!build.running && start(build)) ++running;
        if (builds_.size() == before) ++i;
    }
}

void LocalCache::retry_later() {
    if (std::exchange(retrying_, true)) return;
    retry_.expires_after(k_retry);
    retry_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        retrying_ = false;
        pump();
    });
}

bool LocalCache::start(Build& build) {
    if (auto held = lease(build.key)) {  // another engine has built it
        finish(build, {held, {}, {}, 0, {}});
        return false;
    }
    if (build.lock < 0) build.lock = open_lock(lock_path(build.key));
    if (build.lock >= 0 && ::flock(build.lock, LOCK_EX | LOCK_NB) != 0) return retry_later(), false;
    const auto folder = build.lock < 0 ? Result<void>(fail(ErrorKind::io, "the build cache cannot be written", options_.builds))
                                       : empty_folder(build.path);
    auto output = process::Stream::open(loop_, [&log = build.log](std::string_view bytes) { log.append(bytes); });
    if (!folder || !output) {
        finish(build, {nullptr, "build: " + (folder ? output.error() : folder.error()).message(), {}, 0, {}});
        return false;
    }
    build.output = std::move(*output);
    run(build);
    return true;
}

void LocalCache::run(Build& build) {
    auto& launch = build.launch;
    fill(launch, build.configuration, build.path);
    launch.environment.push_back(trial_variable(options_.identity, build.waiters.front().trial));
    launch.directory = build.path;
    launch.limits = spec_.command.limits;
    launch.timeout = spec_.command.build_timeout;
    launch.output = launch.errors = build.output->write_end();
    build.running = true;
    ++build.tries;
    for (const auto& waiter : build.waiters) waiter.started();
    build.child = guardian_.launch(launch, [this, &build, alive = std::weak_ptr(alive_)](const process::Exit& exit) {
        if (!alive.expired()) ended(build, exit);
    });
}

void LocalCache::ended(Build& build, const process::Exit& exit) {
    build.output->drain();
    build.running = false;
    build.child = 0;
    const bool lost = exit.error == ECONNRESET && build.tries < k_most_tries;
    if (build.waiters.empty() || lost) {
        if (build.waiters.empty()) return finish(build, {});
        build.log.clear();
        return pump();
    }
    Built built;
    built.execution = execution_of(exit, storage::Phase::build, 0);
    if (!exit.launched || exit.timed_out || exit.signal != 0 || exit.exit_code != 0) {
        built.log = build.log.text();
        built.log_total = build.log.total();
        built.reason = "build: " + failure_of({build.launch, exit, built.log});
        return finish(build, std::move(built));
    }
    if (::pwrite(build.lock, k_complete.data(), k_complete.size(), 0) != static_cast<ssize_t>(k_complete.size()))
        built.reason = "build: its lock file cannot be written: the disk may be full";
    ::close(std::exchange(build.lock, -1));
    if (built.reason.empty()) built.lease = lease(build.key);
    if (built.reason.empty() && !built.lease) return pump();  // pruned at that very moment
    finish(build, std::move(built));
    prune();
}

void LocalCache::finish(Build& build, Built built) {
    const auto at = std::find_if(builds_.begin(), builds_.end(), [&](const auto& other) { return other.get() == &build; });
    const auto owned = std::move(*at);
    builds_.erase(at);
    for (const auto& waiter : owned->waiters) {
        boost::asio::post(loop_, [done = waiter.done, built] { done(built); });
        built.execution.reset();
    }
    pump_later();
}

// Complete builds beyond the most recent 256 that nobody holds.
void LocalCache::prune() const {
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<std::pair<fs::file_time_type, fs::path>> locks;
    for (fs::directory_iterator at(options_.builds, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".lock") locks.emplace_back(at->last_write_time(error), at->path());
    std::sort(locks.begin(), locks.end());
    for (std::size_t i = 0; i + k_most_builds < locks.size(); ++i) {
        const auto& path = locks[i].second;
        const int lock = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0) {
            fs::remove(path, error);
            remove_tree((path.parent_path() / path.stem()).string());
        }
        if (lock >= 0) ::close(lock);
    }
}

}  // namespace

Lease::~Lease() { ::close(lock_); }

storage::ExecutionRecord execution_of(const process::Exit& exit, storage::Phase phase, std::int64_t repeat) {
    storage::ExecutionRecord record;
    record.phase = phase;
    record.repeat = repeat;
    record.started_ns = exit.started_ns;
    record.wall_ns = exit.wall_ns;
    record.user_ns = exit.user_ns;
    record.sys_ns = exit.sys_ns;
    record.max_rss = exit.max_rss;
    record.exit_code = exit.exit_code;
    record.signal = exit.signal;
    return record;
}

Result<std::unique_ptr<BuildCache>> BuildCache::create(boost::asio::io_context& loop, process::Guardian& guardian,
                                                       const spec::Spec& spec, const LocalOptions& options) {
    PARETOP_CHECK(make_folder(options.builds));
    PARETOP_TRY(auto command, command_template(spec.command.build, spec));
    PARETOP_TRY(auto environment, Environment::create(spec));
    return std::make_unique<LocalCache>(loop, guardian, spec, options, std::move(command), std::move(environment));
}

}  // namespace paretop::executor
