#include "views/terminal/event_loop.h"

#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <system_error>
#include <utility>

namespace paretop::views {
namespace {

[[noreturn]] void refuse(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

EventLoop::Watch::Watch(Watch&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)), id_(other.id_) {}

EventLoop::Watch& EventLoop::Watch::operator=(Watch&& other) noexcept {
    if (this == &other) return *this;
    reset();
    loop_ = std::exchange(other.loop_, nullptr);
    id_ = other.id_;
    return *this;
}

void EventLoop::Watch::reset() {
    if (EventLoop* loop = std::exchange(loop_, nullptr)) loop->cancel(id_);
}

EventLoop::EventLoop(const Clock& clock) : clock_(clock), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) refuse("epoll_create1");
}

EventLoop::~EventLoop() {
    signal_watch_.reset();
    if (signals_ >= 0) close(signals_);
    close(epoll_);
}

EventLoop::Watch EventLoop::watch(int descriptor, Handler ready) {
    const std::uint64_t id = next_id_++;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = id;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) refuse("epoll_ctl");
    sources_[id] = std::make_shared<Source>(Source{descriptor, std::move(ready)});
    return {this, id};
}

EventLoop::Watch EventLoop::after(Nanoseconds delay, Handler due) {
    const std::uint64_t id = next_id_++;
    timers_[id] = {clock_.steady_ns() + delay, std::move(due)};
    return {this, id};
}

void EventLoop::cancel(std::uint64_t id) {
    timers_.erase(id);
    const auto found = sources_.find(id);
    if (found == sources_.end()) return;
    epoll_ctl(epoll_, EPOLL_CTL_DEL, found->second->descriptor, nullptr);
    sources_.erase(found);
}

void EventLoop::on_signals(const std::vector<int>& signals, std::function<void(int)> arrived) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals) sigaddset(&set, signal);
    if (pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0) refuse("pthread_sigmask");
    signals_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals_ < 0) refuse("signalfd");
    signal_arrived_ = std::move(arrived);
    signal_watch_ = watch(signals_, [this] { read_signals(); });
}

void EventLoop::read_signals() {
    signalfd_siginfo info{};
    while (read(signals_, &info, sizeof info) == sizeof info) signal_arrived_(static_cast<int>(info.ssi_signo));
}

void EventLoop::set_work(std::function<bool()> pending, Handler piece) {
    work_pending_ = std::move(pending);
    work_piece_ = std::move(piece);
}

int EventLoop::timeout_ms() const {
    if (timers_.empty()) return -1;
    Nanoseconds first = std::numeric_limits<Nanoseconds>::max();
    for (const auto& [id, timer] : timers_) first = std::min(first, timer.at);
    const Nanoseconds left = std::max<Nanoseconds>(first - clock_.steady_ns(), 0);
    return static_cast<int>(std::min<Nanoseconds>((left + 999'999) / 1'000'000, 3'600'000));
}

bool EventLoop::run_timers() {
    const Nanoseconds now = clock_.steady_ns();
    std::vector<std::uint64_t> due;
    for (const auto& [id, timer] : timers_)
        if (timer.at <= now) due.push_back(id);
    for (const std::uint64_t id : due) {
        const auto found = timers_.find(id);
        if (found == timers_.end()) continue;  // cancelled by one before it
        const Handler handler = std::move(found->second.due);
        timers_.erase(found);
        handler();
    }
    return !due.empty();
}

void EventLoop::turn(bool wait) {
    if (before_wait_) before_wait_();
    if (!running_) return;
    const bool work = work_pending_ && work_pending_();
    const int timeout = work || !wait ? 0 : timeout_ms();
    std::array<epoll_event, 16> events{};
    const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout);
    if (ready < 0 && errno != EINTR) refuse("epoll_wait");
    if (timeout != 0) ++wake_ups_;
    for (int i = 0; i < ready; ++i) {
        const auto found = sources_.find(events[static_cast<std::size_t>(i)].data.u64);
        if (found == sources_.end()) continue;  // cancelled by one before it
        const std::shared_ptr<Source> source = found->second;
        source->ready();
    }
    const bool timed = run_timers();
    if (work && ready <= 0 && !timed) work_piece_();
}

void EventLoop::run() {
    running_ = true;
    while (running_) turn(true);
}

}  // namespace paretop::views
