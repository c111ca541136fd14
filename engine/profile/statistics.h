// What is derived from a trace; the sources of the definitions stand beside them. Times are ns as double where they are means
// and sums, so that a mean is right to 1e-9 relative.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/profile/distribution.h"
#include "engine/profile/record.h"

namespace paretop::profile {

// Of a set of durations. Quantiles by linear interpolation (Hyndman and Fan, type 7).
struct Summary {
    std::int64_t count = 0;
    double total_ns = 0, mean_ns = 0;
    double deviation_ns = 0;             // n − 1; 0 below two values
    double population_deviation_ns = 0;  // n
    double p25_ns = 0, median_ns = 0, p75_ns = 0, p90_ns = 0, p99_ns = 0;
    double least_ns = 0, most_ns = 0;
    [[nodiscard]] double iqr_ns() const { return p75_ns - p25_ns; }
};
[[nodiscard]] Summary summarise(std::vector<double> values_ns);
// Quantiles as exact as the distribution's; it keeps nothing for the population's deviation.
[[nodiscard]] Summary summarise(const Distribution& values);

// One batch of one epoch, as far as the trace tells.
struct Batch {
    std::int64_t number = 0;  // as in the trace
    std::int64_t epoch = 0;   // 0, 1, …: one more each time the numbers restart
    std::int64_t lane = -1;   // that preprocessed it; −1: not told
    std::optional<std::int64_t> preprocessed_ns, preprocessed_duration_ns;
    std::optional<std::int64_t> wait_ns, wait_duration_ns;
    std::optional<std::int64_t> consumed_ns;
    [[nodiscard]] bool out_of_order() const { return wait_duration_ns == k_out_of_order_ns; }
    // From the end of preprocessing to the handing over; nullopt where either is missing.
    [[nodiscard]] std::optional<std::int64_t> delay_ns() const;
    friend bool operator==(const Batch&, const Batch&) = default;
};

// Over all batches of a profile.
struct BatchStatistics {
    std::int64_t batches = 0, epochs = 0;
    std::int64_t preprocessed = 0, waited = 0, consumed = 0, matched = 0;  // matched: both preprocessed and consumed
    std::int64_t out_of_order = 0;
    bool in_doubt = false;  // times of different records cannot be compared: what needs that is NaN, and epochs are 1
    double wall_ns = 0;     // epochs without the time between them
    Summary preprocessing;  // durations of preprocessed batches
    Summary wait;           // of all waits, those out of order included
    Summary delay;          // of the matched ones
    // Shares in percent.
    double out_of_order_percent = 0;  // of the waits
    double stall_percent = 0;         // Σ wait / wall
    double wait_at_1us_percent = 0, wait_to_1ms_percent = 0, wait_above_1ms_percent = 0, wait_above_500ms_percent = 0;
    double delay_above_500ms_percent = 0;
    double throughput = 0;  // batches a second of wall
};
[[nodiscard]] BatchStatistics batch_statistics(std::span<const Batch> batches, bool in_doubt = false);
struct TimeSpan {
    std::int64_t first_ns = INT64_MAX, last_ns = INT64_MIN;
    void add(std::int64_t first, std::int64_t last) {
        first_ns = std::min(first_ns, first);
        last_ns = std::max(last_ns, last);
    }
};
// Sets wall, stall and throughput, waits and batches being known. Epochs that overlap count once, what lies between them not at
// all.
void relate_to_wall(BatchStatistics& statistics, std::vector<TimeSpan> epochs);
// Whether what a profile leaves out or holds with a doubt says so: the clock was set back while it was traced.
[[nodiscard]] bool times_in_doubt(std::span<const storage::OmissionRecord> omissions);

// What becomes of figures then.
void forget_what_compares_times(BatchStatistics& statistics);

}  // namespace paretop::profile
