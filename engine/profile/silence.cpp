#include "engine/profile/silence.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace paretop::profile {
namespace {

constexpr std::int64_t k_second = 1'000'000'000;
constexpr std::int64_t k_year_2001 = 1'000'000'000 * k_second;  // earlier times are counted from the start of something

std::string time_text(std::int64_t ns) {
    if (ns < k_year_2001) return fmt::format("second {:.0f} of its clock", static_cast<double>(ns) / 1e9);
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(ns / k_second)));
}

std::string grouped(std::int64_t seconds) {
    auto text = std::to_string(seconds);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

}  // namespace

void Silences::note(std::int64_t ns) {
    auto next = runs_.upper_bound(ns);
    const bool after = next != runs_.begin() && ns - std::prev(next)->second <= apart_ns_;
    if (after) {
        at_ = std::prev(next);
        at_->second = std::max(at_->second, ns);
    } else {
        at_ = runs_.emplace_hint(next, ns, ns);
    }
    if (next != runs_.end() && next->first - at_->second <= apart_ns_) {
        at_->second = next->second;
        next = runs_.erase(next);
    }
    free_until_ns_ = next == runs_.end() ? INT64_MAX : next->first - apart_ns_ - 1;
    if (runs_.size() > k_most_runs) forget_shorter();
}

void Silences::forget_shorter() {
    while (runs_.size() > k_most_runs / 2) {
        apart_ns_ *= 2;
        for (auto run = runs_.begin(); std::next(run) != runs_.end();) {
            const auto next = std::next(run);
            if (next->first - run->second > apart_ns_) {
                run = next;
                continue;
            }
            run->second = next->second;
            runs_.erase(next);
        }
    }
    at_ = runs_.end();
}

std::optional<Silences::Silence> Silences::longest(std::int64_t usual) const {
    double recorded_ns = 0;
    for (const auto& [first, last] : runs_) recorded_ns += static_cast<double>(last - first);
    const double bound = std::max(static_cast<double>(apart_ns_),
                                  k_beyond_usual * recorded_ns / static_cast<double>(std::max<std::int64_t>(1, usual)));
    Silence longest;
    for (auto run = runs_.begin(); run != runs_.end() && std::next(run) != runs_.end(); ++run) {
        const auto length = std::next(run)->first - run->second;
        if (static_cast<double>(length) <= bound) continue;
        ++longest.count;
        if (length > longest.length_ns) longest = {run->second, length, longest.count};
    }
    if (longest.count == 0) return std::nullopt;
    return longest;
}

std::string remark_of(const Silences::Silence& silence) {
    return fmt::format("nothing began or ended for {} s from {} on{}: the clock was set, or everything stood still",
                       grouped(silence.length_ns / k_second), time_text(silence.from_ns),
                       silence.count < 2 ? "" : fmt::format(" (and {} shorter times)", silence.count - 1));
}

}  // namespace paretop::profile
