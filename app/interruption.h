// Ctrl-C during a verb that has to tidy up.
#pragma once

#include <csignal>

#include <atomic>

namespace paretop::app {

// While it lives, SIGINT, SIGTERM and SIGHUP are noted; a second one ends the process as ever. One at a time.
class Interruption {
  public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    [[nodiscard]] const std::atomic<bool>& came() const;

  private:
    struct sigaction before_[3];
};

}  // namespace paretop::app
