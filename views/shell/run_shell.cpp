#include "views/shell/run_shell.h"

#include <csignal>
#include <utility>

#include "views/shell/change_watcher.h"

namespace paretop::views {
namespace {

constexpr Nanoseconds k_beat = 5'000'000'000;  // divides a minute

// Wakes every five seconds while something is live: an engine that was killed changes nothing in the store, and the clock on the
// screen is to be right at the turn of each minute.
class Pulse {
  public:
    Pulse(EventLoop& loop, Shell& shell, const std::function<bool()>& ticking) : loop_(loop), shell_(shell), ticking_(ticking) {}

    void set() {
        if (!ticking_()) return timer_.reset();
        if (timer_) return;
        timer_ = loop_.after(k_beat - shell_.clock().now_ns() % k_beat, [this] {
            timer_.reset();
            shell_.refresh();
            set();
        });
    }

  private:
    EventLoop& loop_;
    Shell& shell_;
    const std::function<bool()>& ticking_;
    EventLoop::Watch timer_;
};

void on_signal(int signal, Shell& shell, NcursesTerminal& terminal) {
    switch (signal) {
        case SIGWINCH:
            terminal.take_new_size();
            return shell.resized();
        case SIGTSTP:
            terminal.suspend();
            return shell.invalidate();
        case SIGCONT:
            terminal.take_again();
            return shell.invalidate();
        default:
            return shell.quit();
    }
}

}  // namespace

void run_shell(Shell& shell, NcursesTerminal& terminal, EventLoop& loop, const std::string& store_path,
               const std::function<bool()>& ticking) {
    Pulse pulse(loop, shell, ticking);
    ChangeWatcher changes(loop, store_path, [&] {
        shell.refresh();
        pulse.set();
    });
    loop.on_signals({SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT},
                    [&](int signal) { on_signal(signal, shell, terminal); });
    bool key_pressed = false;
    const auto input = loop.watch(terminal.input(), [&] {
        key_pressed = true;
        for (const Key& key : terminal.read_keys()) shell.key(key);
        if (terminal.lost()) shell.quit();
    });
    loop.set_work([&shell] { return shell.has_work(); }, [&shell] { shell.do_work(); });
    loop.set_before_wait([&] {
        if (shell.done()) return loop.stop();
        shell.draw();
        if (std::exchange(key_pressed, false)) {  // a person is waiting: what came in meanwhile, after the answer to the key
            changes.check_now();
            shell.draw();
        }
    });
    pulse.set();
    loop.run();
}

}  // namespace paretop::views
