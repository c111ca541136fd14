// The guardian is a small process of our own that launches every child for the engine. Why not the engine itself:
// - Linux counts the launching process's memory into a child's ru_maxrss (at exec, signal->maxrss takes the old image's peak):
// launched
//   from a large engine every program would seem to need at least what the engine needs;
// - forking a small single-threaded process is cheap, however large the engine grows;
// - it outlives an engine that was killed just long enough to kill the children's process groups, and as subreaper it inherits,
//   counts and ends what daemonised.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/spec/spec.h"
#include "storage/base/clock.h"
#include "storage/base/result.h"

namespace boost::asio {
class io_context;
}

namespace paretop::process {

struct Launch {
    std::vector<std::string> arguments;    // [0] is looked up in PATH
    std::vector<std::string> environment;  // "NAME=value", added to (or replacing in) the engine's own
    std::string directory;
    spec::Limits limits;
    Nanoseconds timeout = 0;                   // wall; 0: none
    Nanoseconds grace = 2'000'000'000;         // between TERM and KILL
    int input = -1, output = -1, errors = -1;  // descriptors the child gets as 0, 1, 2; −1: /dev/null. Stay the caller's
    std::vector<std::string> counters;         // performance events to count in the child's tree: see process/counters.h
};

// Resources of exactly the child's tree: the child, what it waited for, and orphans the guardian inherited from it.
struct Exit {
    bool launched = false;       // false: `error` says why (ENOENT, EACCES, E2BIG …)
    int error = 0;               // errno of a failed launch; ECONNRESET: the guardian was killed, and the child with it
    bool bad_directory = false;  // a failed launch: because of the working directory
    int exit_code = 0;
    int signal = 0;  // 0: it exited by itself
    bool timed_out = false;
    bool frozen = false;         // it, the guardian or the machine was stopped meanwhile: its times mean nothing
    bool leftovers = false;      // processes of its group or tree were still alive after it and were killed
    Nanoseconds started_ns = 0;  // wall clock
    Nanoseconds wall_ns = 0, user_ns = 0, sys_ns = 0;  // wall: monotonic, taken in the guardian
    std::int64_t max_rss = 0;                          // bytes, the largest single process of the tree
    std::vector<double> counters;                      // as in Launch::counters; NaN: could not be counted
};

using ChildId = std::uint64_t;

class Guardian {
  public:
    // Forks the guardian. Call it early: before threads exist and before the process is large. Descriptors other than 0, 1, 2 are
    // closed in it. It ends when the Guardian is destroyed or the engine dies.
    static Result<std::unique_ptr<Guardian>> start();
    virtual ~Guardian() = default;
    // From now on events are delivered from this loop, which may end before the guardian does.
    virtual void attach(boost::asio::io_context& loop) = 0;
    // Before an attached loop is destroyed: nothing is delivered any more. Children still running go on.
    virtual void detach() = 0;
    // `exited` is called once, from the loop, also for a failed launch; not from inside launch().
    virtual ChildId launch(const Launch& launch, std::function<void(const Exit&)> exited) = 0;
    // TERM, then KILL after the grace, to its whole group; a child that has ended already is left alone.
    virtual void terminate(ChildId child) = 0;
    [[nodiscard]] virtual int pid() const = 0;
};

}  // namespace paretop::process
