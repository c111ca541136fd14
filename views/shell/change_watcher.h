// Says when the store may have changed, at most twice a second however much is written, and costs nothing while nothing is.
#pragma once

#include <functional>
#include <string>

#include "storage/base/clock.h"
#include "views/terminal/event_loop.h"

namespace paretop::views {

class ChangeWatcher {
  public:
    static constexpr Nanoseconds k_least_gap = 600'000'000;  // with the pulse of run_shell, fewer than two wake-ups a second

    // Watches the write-ahead log of the store at `path` (and the store itself). The first change after a quiet time wakes at
    // once; from then on the kernel's notices are looked at by a timer only, until none has come for one gap. The loop must
    // outlive it. Where inotify is not to be had the timer runs always.
    ChangeWatcher(EventLoop& loop, std::string path, std::function<void()> changed, const Clock& clock = system_clock());
    ~ChangeWatcher();
    ChangeWatcher(const ChangeWatcher&) = delete;
    ChangeWatcher& operator=(const ChangeWatcher&) = delete;

    // A person is waiting (a key was pressed): looks at once, beside the rhythm.
    void check_now();

  private:
    void add_watches();
    bool drain();  // true: there were notices
    void listen();
    void on_notice();
    void on_timer();

    EventLoop& loop_;
    const Clock& clock_;
    std::string path_;
    std::function<void()> changed_;
    int inotify_ = -1;
    EventLoop::Watch notice_;
    EventLoop::Watch timer_;
    Nanoseconds told_at_ = 0;
};

}  // namespace paretop::views
