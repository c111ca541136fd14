#include "engine/process/ward.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <limits>

#include "engine/process/counters.h"

namespace paretop::process {
namespace {

constexpr Nanoseconds k_second = 1'000'000'000;
constexpr Nanoseconds k_patience = 2 * k_second;  // for processes that were sent SIGKILL

Nanoseconds nanoseconds(const timeval& time) { return time.tv_sec * k_second + time.tv_usec * 1000; }

}  // namespace

Nanoseconds clock_ns(int clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return now.tv_sec * k_second + now.tv_nsec;
}

Nanoseconds suspended_ns() { return clock_ns(CLOCK_BOOTTIME) - clock_ns(CLOCK_MONOTONIC); }

Ward::Ward(ChildId id, pid_t pid, std::string tag, Nanoseconds timeout, Nanoseconds grace, std::vector<int> counters)
    : id_(id), pid_(pid), tag_(std::move(tag)), grace_(grace), counters_(std::move(counters)) {
    exit_.launched = true;
    if (timeout > 0) deadline_ = timeout;  // made absolute by set_started
}

void Ward::set_started(Nanoseconds wall, Nanoseconds steady, Nanoseconds suspended) {
    exit_.started_ns = wall;
    steady_start_ = steady;
    suspended_start_ = suspended;
    if (deadline_ != k_never) deadline_ += steady;
}

void Ward::end(int status, const rusage& usage) {
    ended_ = true;
    deadline_ = k_never;
    exit_.wall_ns = clock_ns(CLOCK_MONOTONIC) - steady_start_;
    if (suspended_ns() - suspended_start_ > k_second / 100) exit_.frozen = true;
    if (WIFSIGNALED(status)) exit_.signal = WTERMSIG(status);
    if (WIFEXITED(status)) exit_.exit_code = WEXITSTATUS(status);
    add_usage(usage);
}

void Ward::add_usage(const rusage& usage) {
    exit_.user_ns += nanoseconds(usage.ru_utime);
    exit_.sys_ns += nanoseconds(usage.ru_stime);
    exit_.max_rss = std::max<std::int64_t>(exit_.max_rss, usage.ru_maxrss * 1024);
}

int Ward::next_signal(Nanoseconds now, bool timed_out) {
    if (timed_out && !terminating_) exit_.timed_out = true;
    const int signal = terminating_ ? SIGKILL : SIGTERM;
    deadline_ = now + (terminating_ ? k_patience : grace_);
    terminating_ = true;
    return signal;
}

void Ward::expect_leftovers(Nanoseconds now) {
    exit_.leftovers = true;
    if (deadline_ == k_never) deadline_ = now + k_patience;
}

const Exit& Ward::finish() {
    for (const int counter : counters_) {
        exit_.counters.push_back(counter < 0 ? std::numeric_limits<double>::quiet_NaN() : read_counter(counter));
        if (counter >= 0) ::close(counter);
    }
    counters_.clear();
    return exit_;
}

}  // namespace paretop::process
