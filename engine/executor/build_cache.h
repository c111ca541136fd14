// Builds, once per configuration of what the build command mentions, kept in one folder a build. A folder is written in place
// (paths that a build bakes in stay valid) and counts only once its lock file says "complete"; engines share the cache through
// locks on those.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/executor/executor.h"
#include "engine/executor/failure.h"
#include "engine/process/guardian.h"

namespace paretop::executor {

// A finished build in use: nobody removes it while one is held.
class Lease {
  public:
    Lease(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
    int lock_;
};

struct Built {
    std::shared_ptr<Lease> lease;  // null: it failed
    std::string reason;            // of the failure, one line, "build: …"
    std::string log;               // of a failed build
    std::int64_t log_total = 0;
    std::optional<storage::ExecutionRecord> execution;  // absent: it was there already, or another trial's request ran it
};

storage::ExecutionRecord execution_of(const process::Exit& exit, storage::Phase phase, std::int64_t repeat);

class BuildCache {
  public:
    // All of them must outlive it. `options.builds` is the folder.
    static Result<std::unique_ptr<BuildCache>> create(boost::asio::io_context& loop, process::Guardian& guardian,
                                                      const spec::Spec& spec, const LocalOptions& options);
    virtual ~BuildCache() = default;

    // `started` is called when a child is launched for it, `done` once, from the loop, unless it is cancelled before.
    virtual void request(TrialNumber trial, const space::Configuration& configuration, std::function<void()> started,
                         std::function<void(Built)> done) = 0;
    virtual void cancel(TrialNumber trial) = 0;  // a build nobody waits for any more is ended and forgotten
};

}  // namespace paretop::executor
