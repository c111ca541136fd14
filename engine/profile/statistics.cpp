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

TimeSpan span_of(const Batch& batch) {
    TimeSpan span;
    if (batch.preprocessed_ns) span.add(*batch.preprocessed_ns, *batch.preprocessed_ns + *batch.preprocessed_duration_ns);
    if (batch.wait_ns) span.add(*batch.wait_ns, *batch.wait_ns + *batch.wait_duration_ns);
    if (batch.consumed_ns) span.add(*batch.consumed_ns, *batch.consumed_ns);
    return span;
}

std::vector<TimeSpan> epochs_of(std::span<const Batch> batches) {
    std::map<std::int64_t, TimeSpan> epochs;
    for (const auto& batch : batches) {
        const auto span = span_of(batch);
        epochs[batch.epoch].add(span.first_ns, span.last_ns);
    }
    std::vector<TimeSpan> spans;
    for (const auto& [epoch, span] : epochs) spans.push_back(span);
    return spans;
}

double covered_ns(std::vector<TimeSpan> spans) {
    std::sort(spans.begin(), spans.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.first_ns < b.first_ns; });
    double covered = 0;
    std::int64_t up_to = INT64_MIN;
    for (const auto& span : spans) {
        const auto from = std::max(span.first_ns, up_to);
        if (span.last_ns > from) covered += static_cast<double>(span.last_ns - from);
        up_to = std::max(up_to, span.last_ns);
    }
    return covered;
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

Summary summarise(const Distribution& values) {
    Summary s;
    s.count = values.count();
    s.total_ns = values.total();
    s.mean_ns = values.mean();
    s.deviation_ns = values.deviation();
    s.least_ns = static_cast<double>(values.least());
    s.most_ns = static_cast<double>(values.most());
    if (s.count == 0) return s;
    constexpr std::array<double, 5> k_probabilities{0.25, 0.5, 0.75, 0.9, 0.99};
    const auto quantiles = values.quantiles(k_probabilities);
    s.p25_ns = quantiles[0];
    s.median_ns = quantiles[1];
    s.p75_ns = quantiles[2];
    s.p90_ns = quantiles[3];
    s.p99_ns = quantiles[4];
    return s;
}

void relate_to_wall(BatchStatistics& s, std::vector<TimeSpan> epochs) {
    s.wall_ns = covered_ns(std::move(epochs));
    if (!(s.wall_ns > 0)) return;
    s.stall_percent = 100 * s.wait.total_ns / s.wall_ns;
    s.throughput = static_cast<double>(s.batches) / (s.wall_ns / 1e9);
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
    s.out_of_order_percent = percent(waits, [](double w) { return w == static_cast<double>(k_out_of_order_ns); });
    s.wait_at_1us_percent = percent(waits, [](double w) { return w <= 1e3; });
    s.wait_to_1ms_percent = percent(waits, [](double w) { return w > 1e3 && w <= 1e6; });
    s.wait_above_1ms_percent = percent(waits, [](double w) { return w > 1e6; });
    s.wait_above_500ms_percent = percent(waits, [](double w) { return w > 500e6; });
    s.delay_above_500ms_percent = percent(delays, [](double d) { return d > 500e6; });
    s.preprocessing = summarise(std::move(preprocessing));
    s.wait = summarise(std::move(waits));
    s.delay = summarise(std::move(delays));
    relate_to_wall(s, epochs_of(batches));
    if (in_doubt) forget_what_compares_times(s);
    return s;
}

}  // namespace paretop::profile
