// A store with one run of a deterministic program, and engines that can be killed while they drive it.
#pragma once

#include <sys/types.h>
#include <chrono>
#include <string>
#include <vector>

#include "storage/queries.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::test {

struct Ended {
    int code = 0;  // −1: killed by a signal
    std::string out, err;
};

class Laboratory {
  public:
    enum class Protocol { exec, serve };
    // Metrics are pure functions of the parameters; one configuration in eleven fails.
    Laboratory(Protocol protocol, std::int64_t trials, std::int64_t parallel, const std::string& method);

    [[nodiscard]] const std::string& store_path() const { return store_; }
    [[nodiscard]] const std::string& experiment() const { return experiment_; }
    [[nodiscard]] std::string folder() const { return folder_.path(); }

    // Runs `paretop ARGUMENTS… --store …` to its end.
    [[nodiscard]] Ended paretop(std::vector<std::string> arguments) const { return ended(std::move(arguments), false); }
    // The same for a user without privileges, also when the tests are run by root.
    [[nodiscard]] Ended paretop_as_nobody(std::vector<std::string> arguments) const { return ended(std::move(arguments), true); }
    // `paretop engine 1`, in the background.
    [[nodiscard]] pid_t start_engine() const;
    void create() const;  // the run, at rest

    // All that must be equal in two stores whose runs went the same way: everything but times, as lines of text.
    [[nodiscard]] std::string history() const;
    [[nodiscard]] std::string outcomes() const;  // the same without the order in which trials ended
    [[nodiscard]] storage::RunRecord run() const;
    [[nodiscard]] std::int64_t leftovers() const;  // processes that a trial of this store left behind

  private:
    [[nodiscard]] Ended ended(std::vector<std::string> arguments, bool as_nobody) const;
    [[nodiscard]] std::string describe(bool order) const;
    TemporaryFolder folder_;
    std::string store_, experiment_;
};

// Exit code, or −1 when it was killed.
int wait_for(pid_t process);
// Waits for its end; kills it (and says false) when it takes longer.
bool ends_within(pid_t process, std::chrono::seconds time);

}  // namespace paretop::test
