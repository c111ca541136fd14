#include "app/interruption.h"

namespace paretop::app {
namespace {

constexpr int k_signals[]{SIGINT, SIGTERM, SIGHUP};
std::atomic<bool> g_came{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // as a handler needs it

void note(int /*signal*/) { g_came = true; }

}  // namespace

Interruption::Interruption() : before_{} {
    g_came = false;
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    for (std::size_t i = 0; i < std::size(k_signals); ++i) {
        sigaction(k_signals[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) sigaction(k_signals[i], &action, nullptr);  // nohup stays
    }
}

Interruption::~Interruption() {
    for (std::size_t i = 0; i < std::size(k_signals); ++i) sigaction(k_signals[i], &before_[i], nullptr);
}

const std::atomic<bool>& Interruption::came() const { return g_came; }

}  // namespace paretop::app
