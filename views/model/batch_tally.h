// The batches of a profile, counted as their records come in the order of time: what engine/profile's batches and statistics are
// for a whole profile at once, in memory and time that do not grow with what was counted before.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/profile/distribution.h"
#include "engine/profile/statistics.h"

namespace paretop::model {

// A record of a batch, at the moment at which it is due: a preprocessed batch and a wait when they end, the others when they
// begin.
struct BatchEvent {
    std::int64_t due_ns = 0, start_ns = 0, duration_ns = 0, number = 0;
    std::size_t rank = 0;  // preprocessed, wait, consumed: in this order come those of one batch
    friend bool operator<(const BatchEvent& a, const BatchEvent& b) {
        return a.due_ns != b.due_ns ? a.due_ns < b.due_ns : a.rank < b.rank;
    }
};
// nullopt: nothing is derived from records of this kind.
[[nodiscard]] std::optional<BatchEvent> event_of(const profile::Record& record);

class BatchTally {
  public:
    // In order of time. One that comes late joins its batch where that has a gap for it.
    void add(const BatchEvent& event);

    [[nodiscard]] std::int64_t batches() const { return batches_; }
    // Quantiles of more than k_exact values are right to 0.1 %.
    [[nodiscard]] profile::BatchStatistics statistics() const;
    [[nodiscard]] const std::vector<std::int64_t>& out_of_order() const { return out_of_order_; }  // when each was handed over

    static constexpr std::int64_t k_exact = 20'000;

  private:
    static constexpr std::size_t k_ranks = 3;
    struct Open {  // a batch whose records are not all there
        std::array<std::int64_t, k_ranks> due_ns{};
        std::array<bool, k_ranks> there{};
        std::size_t epoch = 0;
    };
    [[nodiscard]] static bool fits(const Open& open, const BatchEvent& event);
    void begin(Open& open, std::int64_t number);
    void count(const BatchEvent& event);

    std::unordered_map<std::int64_t, Open> open_;  // by number
    std::vector<bool> seen_;                       // numbers of the present epoch
    std::vector<profile::TimeSpan> epochs_;
    std::vector<std::int64_t> out_of_order_;
    std::array<profile::Distribution, k_ranks> durations_;  // preprocessing, waits; the last holds the delays
    std::int64_t batches_ = 0, consumed_ = 0, waits_above_500ms_ = 0, delays_above_500ms_ = 0;
};

}  // namespace paretop::model
