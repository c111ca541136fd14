#include "views/terminal/event_loop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <vector>

#include "tests/views/fake_terminal.h"

namespace paretop::views {
namespace {

class Pipe {
  public:
    Pipe() { EXPECT_EQ(pipe(ends_.data()), 0); }
    ~Pipe() {
        close(ends_[0]);
        close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    [[nodiscard]] int out() const { return ends_[0]; }
    void put() const { EXPECT_EQ(write(ends_[1], "x", 1), 1); }
    void take() const {
        char byte = 0;
        EXPECT_EQ(read(ends_[0], &byte, 1), 1);
    }

  private:
    std::array<int, 2> ends_{};
};

TEST(EventLoop, CallsWhoeverHasSomethingToRead) {
    EventLoop loop;
    Pipe a;
    Pipe b;
    std::string log;
    const auto watch_a = loop.watch(a.out(), [&] { log += "a", a.take(); });
    const auto watch_b = loop.watch(b.out(), [&] { log += "b", b.take(); });
    loop.turn(false);
    EXPECT_EQ(log, "");
    b.put();
    loop.turn(true);
    EXPECT_EQ(log, "b");
    a.put();
    a.put();
    loop.turn(true);
    loop.turn(true);
    EXPECT_EQ(log, "baa");
}

TEST(EventLoop, AWatchEndsWithItsObject) {
    EventLoop loop;
    Pipe pipe;
    int calls = 0;
    auto watch = loop.watch(pipe.out(), [&] { ++calls; });
    EventLoop::Watch moved = std::move(watch);
    EXPECT_FALSE(watch);  // NOLINT: a moved-from watch watches nothing
    pipe.put();
    loop.turn(false);
    EXPECT_EQ(calls, 1);
    moved.reset();
    loop.turn(false);
    EXPECT_EQ(calls, 1);
}

TEST(EventLoop, AHandlerMayEndItsOwnWatchAndOthers) {
    EventLoop loop;
    Pipe a;
    Pipe b;
    int calls = 0;
    EventLoop::Watch first;
    EventLoop::Watch second;
    const auto end_both = [&] {
        ++calls;
        first.reset();
        second.reset();
    };
    first = loop.watch(a.out(), end_both);
    second = loop.watch(b.out(), end_both);
    a.put();
    b.put();
    loop.turn(false);
    loop.turn(false);
    EXPECT_EQ(calls, 1);
}

TEST(EventLoop, TimersFireOnceAndInTime) {
    FakeClock clock;
    EventLoop loop(clock);
    int calls = 0;
    const auto timer = loop.after(100, [&] { ++calls; });
    loop.turn(false);
    EXPECT_EQ(calls, 0);
    clock.now += 100;
    loop.turn(true);
    loop.turn(false);
    EXPECT_EQ(calls, 1);
}

TEST(EventLoop, ACancelledTimerDoesNotFire) {
    FakeClock clock;
    EventLoop loop(clock);
    int calls = 0;
    auto timer = loop.after(100, [&] { ++calls; });
    timer.reset();
    clock.now += 1000;
    loop.turn(false);
    EXPECT_EQ(calls, 0);
}

TEST(EventLoop, InputGoesBeforeWork) {
    EventLoop loop;
    Pipe pipe;
    std::string log;
    int left = 2;
    const auto watch = loop.watch(pipe.out(), [&] { log += "i", pipe.take(); });
    loop.set_work([&] { return left > 0; }, [&] { log += "w", --left; });
    loop.set_before_wait([&] { log += "."; });
    pipe.put();
    for (int i = 0; i < 3; ++i) loop.turn(false);
    EXPECT_EQ(log, ".i.w.w");
}

TEST(EventLoop, TurnsSignalsIntoCalls) {
    EventLoop loop;
    std::vector<int> seen;
    loop.on_signals({SIGUSR1, SIGWINCH}, [&](int signal) { seen.push_back(signal); });
    raise(SIGUSR1);
    raise(SIGWINCH);
    loop.turn(true);
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(seen, (std::vector<int>{SIGUSR1, SIGWINCH}));
}

TEST(EventLoop, StopsFromWithin) {
    EventLoop loop;
    Pipe pipe;
    const auto watch = loop.watch(pipe.out(), [&] { loop.stop(); });
    pipe.put();
    loop.run();
    EXPECT_EQ(loop.wake_ups(), 1u);
}

}  // namespace
}  // namespace paretop::views
