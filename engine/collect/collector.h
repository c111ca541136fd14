// One run of a program, in which only one call of one operation is collected: what functions it ran. The program keeps to the
// contract of functions/protocol.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/collect/programs.h"
#include "engine/functions/table.h"
#include "storage/base/result.h"

namespace paretop::collect {

struct Mapped {
    std::vector<std::string> command;
    std::vector<std::string> environment;  // "NAME=value", beside the protocol's
    std::string directory;                 // empty: this process's
    int warmups = 4;
    int pause_ms = 100;
    Nanoseconds timeout = 600'000'000'000;  // of one run
};

class Collector {
  public:
    virtual ~Collector() = default;
    // Whether it can be used here, found out by trying: a message says what to install or to allow. Once, before the first run.
    virtual Result<void> prepare() = 0;
    virtual Result<functions::FunctionTable> collect(const Mapped& program, const std::string& operation) = 0;
    [[nodiscard]] virtual const char* name() const = 0;
    [[nodiscard]] virtual double interval_ms() const = 0;  // between samples; 0: it misses nothing
    // What a reader of the map has to know: that counters are missing, or simulated. After prepare().
    [[nodiscard]] virtual std::vector<std::string> remarks() const = 0;
};

// `perf record`: samples of the clock, and of cycles, instructions and cache misses where the machine has counters.
std::unique_ptr<Collector> perf_collector(Programs& programs);
// `valgrind --tool=callgrind`: every instruction, caches simulated; some fifty times slower.
std::unique_ptr<Collector> callgrind_collector(Programs& programs);

// A folder of our own under $TMPDIR, removed at the end; making one removes those of processes that were killed.
class Scratch {
  public:
    static Result<Scratch> create();
    ~Scratch();
    Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Scratch& operator=(Scratch&&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    explicit Scratch(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

// The protocol's variables for one run, behind the program's own. Collectors' children speak English to us.
std::vector<std::string> protocol_environment(const Mapped& program, const std::string& operation, const std::string& control,
                                              const std::string& ack);
// What a program that ended badly did to the contract: exit code 64 and the like.
Error program_failed(const Ran& ran, const Mapped& program, const std::string& operation);
// It ended well and never asked for collection.
Error never_enabled(const Mapped& program, const std::string& operation);

}  // namespace paretop::collect
