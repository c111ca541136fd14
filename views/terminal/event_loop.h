// One thread that waits for descriptors, signals and timers, and sleeps for as long as there is nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "storage/base/clock.h"

namespace paretop::views {

class EventLoop {
  public:
    using Handler = std::function<void()>;

    // Throws std::system_error when the kernel refuses an epoll instance. The clock must outlive the loop.
    explicit EventLoop(const Clock& clock = system_clock());
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // Ends what it stands for when destroyed. Must not outlive the loop.
    class Watch {
      public:
        Watch() = default;
        Watch(EventLoop* loop, std::uint64_t id) : loop_(loop), id_(id) {}
        Watch(Watch&& other) noexcept;
        Watch& operator=(Watch&& other) noexcept;
        ~Watch() { reset(); }
        void reset();
        [[nodiscard]] explicit operator bool() const { return loop_ != nullptr; }

      private:
        EventLoop* loop_ = nullptr;
        std::uint64_t id_ = 0;
    };

    // `ready` is called while the descriptor is readable (level-triggered). The descriptor stays the caller's.
    [[nodiscard]] Watch watch(int descriptor, Handler ready);
    // Once, after `delay` nanoseconds at the earliest.
    [[nodiscard]] Watch after(Nanoseconds delay, Handler due);
    // Blocks these signals for the whole process and calls `arrived` from the loop instead. Children inherit the blocked mask:
    // whoever spawns resets it. At most once a loop.
    void on_signals(const std::vector<int>& signals, std::function<void(int)> arrived);
    // Work for when nothing else is to be done: one short piece a call; true: there is more.
    void set_work(std::function<bool()> pending, Handler piece);
    // Called before the loop sleeps or works: draws what the handlers changed.
    void set_before_wait(Handler handler) { before_wait_ = std::move(handler); }

    void run();  // until stop()
    void stop() { running_ = false; }
    void turn(bool wait);                                               // one round; `wait`: sleep when there is nothing
    [[nodiscard]] std::uint64_t wake_ups() const { return wake_ups_; }  // times the loop slept and was woken

  private:
    struct Source {
        int descriptor = -1;
        Handler ready;
    };
    struct Timer {
        Nanoseconds at = 0;
        Handler due;
    };
    void cancel(std::uint64_t id);
    [[nodiscard]] int timeout_ms() const;
    bool run_timers();
    void read_signals();

    const Clock& clock_;
    int epoll_ = -1;
    int signals_ = -1;
    std::function<void(int)> signal_arrived_;
    Watch signal_watch_;
    std::map<std::uint64_t, std::shared_ptr<Source>> sources_;
    std::map<std::uint64_t, Timer> timers_;
    std::function<bool()> work_pending_;
    Handler work_piece_;
    Handler before_wait_;
    std::uint64_t next_id_ = 1;
    std::uint64_t wake_ups_ = 0;
    bool running_ = true;
};

}  // namespace paretop::views
