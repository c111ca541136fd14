#include "views/shell/change_watcher.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace paretop::views {
namespace {

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

ChangeWatcher::ChangeWatcher(EventLoop& loop, std::string path, std::function<void()> changed, const Clock& clock)
    : loop_(loop),
      clock_(clock),
      path_(std::move(path)),
      changed_(std::move(changed)),
      told_at_(clock.steady_ns() - k_least_gap) {
    inotify_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    add_watches();
    listen();
}

ChangeWatcher::~ChangeWatcher() {
    notice_.reset();
    if (inotify_ >= 0) close(inotify_);
}

// The log exists while anyone has the store open; only where it does not is the folder watched, for its coming.
void ChangeWatcher::add_watches() {
    if (inotify_ < 0) return;
    inotify_add_watch(inotify_, path_.c_str(), IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF);
    if (inotify_add_watch(inotify_, (path_ + "-wal").c_str(), IN_MODIFY | IN_DELETE_SELF) < 0)
        inotify_add_watch(inotify_, folder_of(path_).c_str(), IN_CREATE | IN_MOVED_TO);
}

bool ChangeWatcher::drain() {
    if (inotify_ < 0) return true;
    alignas(inotify_event) std::array<char, 16384> buffer{};
    bool any = false;
    bool came_or_went = false;
    for (ssize_t length = 0; (length = read(inotify_, buffer.data(), buffer.size())) > 0;) {
        any = true;
        for (ssize_t at = 0; at < length;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            came_or_went = came_or_went || (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_CREATE | IN_MOVED_TO)) != 0;
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
    }
    if (came_or_went) add_watches();
    return any;
}

void ChangeWatcher::listen() {
    if (inotify_ >= 0)
        notice_ = loop_.watch(inotify_, [this] { on_notice(); });
    else
        timer_ = loop_.after(k_least_gap, [this] { on_timer(); });
}

void ChangeWatcher::on_notice() {
    notice_.reset();
    const Nanoseconds since = clock_.steady_ns() - told_at_;
    if (since < k_least_gap) {  // too early: the notices wait for the timer
        timer_ = loop_.after(k_least_gap - since, [this] { on_timer(); });
        return;
    }
    on_timer();
}

void ChangeWatcher::on_timer() {
    if (!drain()) return listen();
    told_at_ = clock_.steady_ns();
    timer_ = loop_.after(k_least_gap, [this] { on_timer(); });
    changed_();
}

void ChangeWatcher::check_now() {
    if (drain()) changed_();
}

}  // namespace paretop::views
