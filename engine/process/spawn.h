// The guardian's way to start a program: Boost.Process v2 with initializers of our own, on vfork.
#pragma once

#include <sys/types.h>

#include <vector>

#include "engine/process/wire.h"

namespace paretop::process {

struct Spawned {
    pid_t pid = -1;
    int error = 0;               // 0: it runs
    bool bad_directory = false;  // `error` is the working directory's
    std::vector<int> counters;   // one descriptor (or −1) an event
};

class Spawner {
  public:
    Spawner();  // takes the environment of this process as the base; opens /dev/null
    ~Spawner();
    Spawner(const Spawner&) = delete;
    Spawner& operator=(const Spawner&) = delete;

    // The child is the leader of its own process group, has its limits, every signal at its default and unblocked, nothing open
    // but `stdio`, and dies with us. A failed exec is reaped here. All signals must be blocked in the caller.
    Spawned spawn(const LaunchView& launch, const int (&stdio)[3]);  // −1: /dev/null

  private:
    const char* resolve(const char* program);  // in PATH; nullptr: errno says why not
    void merge_environment(const LaunchView& launch);

    int null_ = -1;
    int counter_sockets_[2] = {-1, -1};  // children hand their counters back through this
    std::vector<const char*> base_;
    std::vector<const char*> merged_;
    std::string resolved_;
};

}  // namespace paretop::process
