// Stretches of time in which nothing at all was recorded, of traces in any order and any length: what a clock that was set
// forward leaves, or a machine that slept.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace paretop::profile {

class Silences {
  public:
    static constexpr std::int64_t k_least_ns = 60'000'000'000;  // shorter ones are nobody's concern
    static constexpr double k_beyond_usual = 100;               // so many times what usually lies between two batches
    static constexpr std::size_t k_most_runs = 4096;            // kept apart; beyond, shorter silences are forgotten

    Silences() = default;
    Silences(const Silences&) = delete;  // at_ points into runs_
    Silences& operator=(const Silences&) = delete;

    // Something, in whichever lane, began or ended. An operation that was open all the time does not fill a silence: a clock that
    // is set within it makes it long.
    void add(std::int64_t ns) {
        if (at_ != runs_.end() && at_->first <= ns && ns <= free_until_ns_ && ns - at_->second <= apart_ns_)
            at_->second = std::max(at_->second, ns);
        else
            note(ns);
    }

    struct Silence {
        std::int64_t from_ns = 0, length_ns = 0;
        std::size_t count = 0;  // of all that are long enough; this is the longest
    };
    // `usual`: batches (where none are told, records) that the trace holds; the time between two is the mean outside of silences.
    [[nodiscard]] std::optional<Silence> longest(std::int64_t usual) const;

  private:
    void note(std::int64_t ns);
    void forget_shorter();

    std::map<std::int64_t, std::int64_t> runs_;  // first → last time; more than apart_ns_ lies between two
    std::map<std::int64_t, std::int64_t>::iterator at_ = runs_.end();
    std::int64_t free_until_ns_ = 0;  // as far as the run at_ may grow before it meets the next
    std::int64_t apart_ns_ = k_least_ns;
};

// "nothing began or ended for 3,600 s from 2024-05-22 20:54:15 UTC on: …".
[[nodiscard]] std::string remark_of(const Silences::Silence& silence);

}  // namespace paretop::profile
