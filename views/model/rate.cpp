#include "views/model/rate.h"

namespace paretop::model {
namespace {

constexpr Nanoseconds k_minute = 60'000'000'000;
constexpr std::int64_t k_enough = 4;  // fewer finished trials in the window say less than the whole run does

double per_minute_of(std::int64_t finished, Nanoseconds active) {
    return static_cast<double>(finished) * static_cast<double>(k_minute) / static_cast<double>(active);
}

}  // namespace

void Rate::add(Nanoseconds active, std::int64_t finished) {
    if (!samples_.empty() && (active < samples_.back().active || finished < samples_.back().finished)) samples_.clear();
    if (!samples_.empty() && active == samples_.back().active) samples_.pop_back();
    samples_.push_back({active, finished});
    while (samples_.size() > 2 && active - samples_[1].active >= k_minute) samples_.pop_front();
}

std::optional<double> Rate::per_minute() const {
    if (samples_.empty()) return std::nullopt;
    const auto& first = samples_.front();
    const auto& last = samples_.back();
    if (last.finished - first.finished >= k_enough)
        return per_minute_of(last.finished - first.finished, last.active - first.active);
    if (last.finished == 0 || last.active <= 0) return std::nullopt;
    return per_minute_of(last.finished, last.active);
}

std::optional<Nanoseconds> Rate::time_for(std::int64_t remaining) const {
    const auto rate = per_minute();
    if (!rate || remaining < 0) return std::nullopt;
    return static_cast<Nanoseconds>(static_cast<double>(remaining) / *rate * static_cast<double>(k_minute));
}

}  // namespace paretop::model
