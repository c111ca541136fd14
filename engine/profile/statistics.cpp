#include "engine/profile/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/measure/statistics.h"

namespace paretop::profile {
namespace {

template <class Predicate>
double percent(const std::vector<double>& values, Predicate predicate) {
    if (values.empty()) return 0;
    const auto count = std::count_if(values.begin(), values.end(), predicate);
    return 100.0 * static_cast<double>(count) / static_cast<double>(values.size());
}

struct Span {
    std::int64_t first = INT64_MAX, last = INT64_MIN;
    void add(std::int64_t start, std::int64_t end) {
        first = std::min(first, start);
        last = std::max(last, end);
    }
};

Span span_of(const Batch& batch) {
    Span span;
    if (batch.preprocessed_ns) span.add(*batch.preprocessed_ns, *batch.preprocessed_ns + *batch.preprocessed_duration_ns);
    if (batch.wait_ns) span.add(*batch.wait_ns, *batch.wait_ns + *batch.wait_duration_ns);
    if (batch.consumed_ns) span.add(*batch.consumed_ns, *batch.consumed_ns);
    return span;
}

// The time that the epochs cover together: those that overlap count once, what lies between them not at all.
double wall_of(std::span<const Batch> batches) {
    std::map<std::int64_t, Span> epochs;
    for (const auto& batch : batches) {
        const auto span = span_of(batch);
        epochs[batch.epoch].add(span.first, span.last);
    }
    std::vector<Span> spans;
    for (const auto& [epoch, span] : epochs) spans.push_back(span);
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
    double wall = 0;
    std::int64_t covered = INT64_MIN;
    for (const auto& span : spans) {
        const auto from = std::max(span.first, covered);
        if (span.last > from) wall += static_cast<double>(span.last - from);
        covered = std::max(covered, span.last);
    }
    return wall;
}

}  // namespace

Summary summarise(std::vector<double> values) {
    Summary s;
    if (values.empty()) return s;
    std::sort(values.begin(), values.end());
    const auto n = static_cast<long double>(values.size());
    long double total = 0, squares = 0;
    for (const double v : values) total += v;
    const long double mean = total / n;
    for (const double v : values) squares += (v - mean) * (v - mean);
    s.count = static_cast<std::int64_t>(values.size());
    s.total_ns = static_cast<double>(total);
    s.mean_ns = static_cast<double>(mean);
    s.deviation_ns = values.size() < 2 ? 0 : static_cast<double>(std::sqrt(squares / (n - 1)));
    s.population_deviation_ns = static_cast<double>(std::sqrt(squares / n));
    s.p25_ns = measure::quantile(values, 0.25);
    s.median_ns = measure::quantile(values, 0.5);
    s.p75_ns = measure::quantile(values, 0.75);
    s.p90_ns = measure::quantile(values, 0.9);
    s.p99_ns = measure::quantile(values, 0.99);
    s.least_ns = values.front();
    s.most_ns = values.back();
    return s;
}

std::optional<std::int64_t> Batch::delay_ns() const {
    if (!preprocessed_ns || !consumed_ns) return std::nullopt;
    return *consumed_ns - (*preprocessed_ns + *preprocessed_duration_ns);
}

void forget_what_compares_times(BatchStatistics& s) {
    constexpr double k_none = std::numeric_limits<double>::quiet_NaN();
    s.in_doubt = true;
    s.epochs = std::min<std::int64_t>(s.epochs, 1);
    s.wall_ns = s.stall_percent = s.throughput = s.delay_above_500ms_percent = k_none;
    s.delay = {};
    s.matched = 0;
}

bool times_in_doubt(std::span<const storage::OmissionRecord> omissions) {
    return std::any_of(omissions.begin(), omissions.end(),
                       [](const auto& o) { return o.kind == word_of(Omission::clock_step) && o.count > 0; });
}

BatchStatistics batch_statistics(std::span<const Batch> batches, bool in_doubt) {
    BatchStatistics s;
    std::vector<double> preprocessing, waits, delays;
    for (const auto& batch : batches) {
        s.epochs = std::max(s.epochs, batch.epoch + 1);
        if (batch.preprocessed_ns) preprocessing.push_back(static_cast<double>(*batch.preprocessed_duration_ns));
        if (batch.wait_ns) waits.push_back(static_cast<double>(*batch.wait_duration_ns));
        if (batch.consumed_ns) ++s.consumed;
        if (const auto delay = batch.delay_ns()) delays.push_back(static_cast<double>(*delay));
        if (batch.out_of_order()) ++s.out_of_order;
    }
    s.batches = static_cast<std::int64_t>(batches.size());
    s.preprocessed = static_cast<std::int64_t>(preprocessing.size());
    s.waited = static_cast<std::int64_t>(waits.size());
    s.matched = static_cast<std::int64_t>(delays.size());
    s.wall_ns = wall_of(batches);
    s.out_of_order_percent = percent(waits, [](double w) { return w == static_cast<double>(k_out_of_order_ns); });
    s.wait_at_1us_percent = percent(waits, [](double w) { return w <= 1e3; });
    s.wait_to_1ms_percent = percent(waits, [](double w) { return w > 1e3 && w <= 1e6; });
    s.wait_above_1ms_percent = percent(waits, [](double w) { return w > 1e6; });
    s.wait_above_500ms_percent = percent(waits, [](double w) { return w > 500e6; });
    s.delay_above_500ms_percent = percent(delays, [](double d) { return d > 500e6; });
    s.preprocessing = summarise(std::move(preprocessing));
    s.wait = summarise(std::move(waits));
    s.delay = summarise(std::move(delays));
    if (s.wall_ns > 0) {
        s.stall_percent = 100 * s.wait.total_ns / s.wall_ns;
        s.throughput = static_cast<double>(s.batches) / (s.wall_ns / 1e9);
    }
    if (in_doubt) forget_what_compares_times(s);
    return s;
}

}  // namespace paretop::profile
