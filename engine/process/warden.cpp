#include "engine/process/warden.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <memory>

#include "engine/process/descriptors.h"
#include "engine/process/proc.h"
#include "engine/process/spawn.h"
#include "engine/process/ward.h"
#include "engine/process/wire.h"

namespace paretop::process {
namespace {

class Warden {
  public:
    explicit Warden(int socket)
        : socket_(socket), signals_(open_signals()), buffer_(std::make_unique_for_overwrite<char[]>(k_largest_packet)) {}

    [[noreturn]] void run();

  private:
    static int open_signals();
    bool receive();  // false: the engine is gone
    void launch(const DescriptorList& descriptors);
    void terminate(ChildId id);
    void take_signals();
    void reap();
    bool reap_main(Ward& ward);
    bool reap_others();  // false: not a single child is left
    void settle(bool others);
    bool kill_leftovers(Ward& ward, Nanoseconds now);
    void check_deadlines();
    void signal_tree(const Ward& ward, int signal);
    Ward* owner_of(pid_t orphan);
    bool is_main(pid_t pid) const;
    void report(ChildId id, const Exit& exit);
    [[nodiscard]] int wait_ms() const;
    [[noreturn]] void end_everything();

    int socket_, signals_;
    std::unique_ptr<char[]> buffer_;  // pages that no packet needed are never touched
    std::string packet_;
    LaunchView view_;
    Spawner spawner_;
    std::vector<Ward> wards_;
};

int Warden::open_signals() {
    sigset_t all, heard;
    sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);  // SIGKILL, SIGSTOP: refused
    sigemptyset(&heard);
    sigaddset(&heard, SIGCHLD);
    sigaddset(&heard, SIGCONT);
    return ::signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK);
}

void Warden::run() {
    for (;;) {
        pollfd ready[] = {{signals_, POLLIN, 0}, {socket_, POLLIN, 0}};
        ::poll(ready, 2, wait_ms());
        if (ready[0].revents != 0) take_signals();
        if (ready[1].revents != 0 && !receive()) end_everything();
        check_deadlines();
    }
}

int Warden::wait_ms() const {
    Nanoseconds first = k_never;
    for (const auto& ward : wards_) first = std::min(first, ward.deadline());
    if (first == k_never) return -1;
    const Nanoseconds left = first - clock_ns(CLOCK_MONOTONIC);
    return left <= 0 ? 0 : static_cast<int>(std::min<Nanoseconds>(left / 1'000'000 + 1, 60'000));
}

bool Warden::receive() {
    const Received received = receive_descriptors(socket_, {buffer_.get(), k_largest_packet}, MSG_DONTWAIT);
    if (received.size < 0) return errno == EAGAIN;
    if (received.size == 0) return false;
    const auto message = decode_message({buffer_.get(), static_cast<std::size_t>(received.size)}, view_);
    if (message && message->launch) launch(received.descriptors);
    if (message && !message->launch) terminate(message->id);
    for (std::size_t i = 0; i < received.descriptors.count; ++i) ::close(received.descriptors.values[i]);
    return true;
}

void Warden::launch(const DescriptorList& descriptors) {
    int stdio[3] = {-1, -1, -1};
    std::size_t next = 0;
    for (std::size_t i = 0; i < 3; ++i)
        if (view_.passed[i]) stdio[i] = descriptors.values[next++];
    const auto wall = clock_ns(CLOCK_REALTIME), steady = clock_ns(CLOCK_MONOTONIC), suspended = suspended_ns();
    Spawned spawned = spawner_.spawn(view_, stdio);
    if (spawned.error != 0) {
        Exit exit;
        exit.error = spawned.error;
        exit.bad_directory = spawned.bad_directory;
        exit.started_ns = wall;
        return report(view_.id, exit);
    }
    std::string tag;
    for (const char* variable : view_.environment)
        if (std::string_view(variable).starts_with(k_trial_variable)) tag = variable;
    wards_.emplace_back(view_.id, spawned.pid, std::move(tag), view_.timeout, view_.grace, std::move(spawned.counters))
        .set_started(wall, steady, suspended);
}

void Warden::terminate(ChildId id) {
    for (auto& ward : wards_)
        if (ward.id() == id && !ward.ended()) signal_tree(ward, ward.next_signal(clock_ns(CLOCK_MONOTONIC), false));
}

void Warden::take_signals() {
    signalfd_siginfo info[8];
    const ssize_t size = ::read(signals_, info, sizeof info);
    bool children = false;
    for (std::size_t i = 0; size > 0 && i < static_cast<std::size_t>(size) / sizeof info[0]; ++i) {
        if (info[i].ssi_signo == SIGCHLD) children = true;
        // We were stopped: how long the children had ended before we saw it cannot be known.
        if (info[i].ssi_signo == SIGCONT)
            for (auto& ward : wards_) ward.freeze();
    }
    if (children) reap();
}

void Warden::reap() {
    for (auto& ward : wards_)
        while (reap_main(ward)) {
        }
    settle(reap_others());
}

// True: something was learnt, ask again.
bool Warden::reap_main(Ward& ward) {
    if (ward.ended()) return false;
    int status = 0;
    rusage usage{};
    if (::wait4(ward.pid(), &status, WNOHANG | WUNTRACED, &usage) <= 0) return false;
    if (WIFSTOPPED(status)) return ward.freeze(), true;
    ward.end(status, usage);
    return false;
}

bool Warden::reap_others() {
    for (;;) {
        siginfo_t info{};
        if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return errno != ECHILD;
        if (info.si_pid == 0) return true;
        const auto main = std::find_if(wards_.begin(), wards_.end(),
                                       [&](const Ward& ward) { return !ward.ended() && ward.pid() == info.si_pid; });
        if (main != wards_.end()) {
            reap_main(*main);
            continue;
        }
        Ward* owner = owner_of(info.si_pid);
        rusage usage{};
        ::wait4(info.si_pid, nullptr, WNOHANG, &usage);
        if (owner != nullptr) owner->add_usage(usage);
    }
}

bool Warden::is_main(pid_t pid) const {
    return std::any_of(wards_.begin(), wards_.end(), [&](const Ward& ward) { return !ward.ended() && ward.pid() == pid; });
}

// By group, by the trial in its environment, or because nobody else can be.
Ward* Warden::owner_of(pid_t orphan) {
    const pid_t group = ::getpgid(orphan);
    for (auto& ward : wards_)
        if (ward.pid() == group) return &ward;
    if (wards_.size() == 1) return &wards_.front();
    const std::string environment = environment_of(orphan);
    for (auto& ward : wards_)
        if (!ward.tag().empty() && has_variable(environment, ward.tag())) return &ward;
    return nullptr;
}

// Reports the children that have ended and have nothing left alive; kills what others have left.
void Warden::settle(bool others) {
    const Nanoseconds now = clock_ns(CLOCK_MONOTONIC);
    for (std::size_t i = 0; i < wards_.size();) {
        auto& ward = wards_[i];
        if (!ward.ended() || (others && kill_leftovers(ward, now) && !ward.hopeless(now))) {
            ++i;
            continue;
        }
        report(ward.id(), ward.finish());
        wards_.erase(wards_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

// True: something of its tree is still there.
bool Warden::kill_leftovers(Ward& ward, Nanoseconds now) {
    bool found = false;
    for (const pid_t pid : children_of_self()) {
        if (is_main(pid) || owner_of(pid) != &ward) continue;
        found = true;
        const pid_t group = ::getpgid(pid);
        if (group > 0 && group != ::getpgrp() && !is_main(group)) ::kill(-group, SIGKILL);
        ::kill(pid, SIGKILL);
    }
    if (found) ward.expect_leftovers(now);
    return found;
}

void Warden::check_deadlines() {
    const Nanoseconds now = clock_ns(CLOCK_MONOTONIC);
    bool due = false;
    for (auto& ward : wards_) {
        if (now < ward.deadline()) continue;
        due = true;
        if (!ward.ended()) signal_tree(ward, ward.next_signal(now, true));
    }
    if (due) settle(reap_others());
}

void Warden::signal_tree(const Ward& ward, int signal) {
    ::kill(-ward.pid(), signal);
    ::kill(-ward.pid(), SIGCONT);  // a stopped group would not hear it
    for (const pid_t pid : children_of_self())
        if (!is_main(pid) && owner_of(pid) == &ward) ::kill(pid, signal), ::kill(pid, SIGCONT);
}

void Warden::report(ChildId id, const Exit& exit) {
    encode_exit(packet_, id, exit);
    send_descriptors(socket_, packet_, {});  // an engine that is gone is noticed by receive()
}

void Warden::end_everything() {
    const Nanoseconds patience = clock_ns(CLOCK_MONOTONIC) + 2'000'000'000;
    for (const auto& ward : wards_) ::kill(-ward.pid(), SIGKILL);
    while (clock_ns(CLOCK_MONOTONIC) < patience) {
        for (const pid_t pid : children_of_self()) {
            const pid_t group = ::getpgid(pid);
            if (group > 0 && group != ::getpgrp()) ::kill(-group, SIGKILL);
            ::kill(pid, SIGKILL);
        }
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) break;
        ::poll(nullptr, 0, 2);
    }
    ::_exit(0);
}

}  // namespace

void run_warden(int socket) { Warden(socket).run(); }

}  // namespace paretop::process
