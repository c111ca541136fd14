#include "views/model/batch_tally.h"

#include <algorithm>

namespace paretop::model {
namespace {

using profile::Kind;

constexpr std::size_t k_preprocessed = 0, k_wait = 1, k_consumed = 2, k_delay = 2;
constexpr std::int64_t k_half_second = 500'000'000;
constexpr std::int64_t k_most_numbers = std::int64_t{1} << 26U;  // those beyond do not tell epochs apart

double percent_of(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::optional<BatchEvent> event_of(const profile::Record& record) {
    if (record.batch < 0) return std::nullopt;
    const bool handed_over_early = record.kind == Kind::wait && record.duration_ns == profile::k_out_of_order_ns;
    const auto end = record.start_ns + record.duration_ns;
    switch (record.kind) {
        case Kind::preprocessed:
            return BatchEvent{end, record.start_ns, record.duration_ns, record.batch, k_preprocessed};
        case Kind::wait:  // the duration of one that was none is a mark
            return BatchEvent{handed_over_early ? record.start_ns : end, record.start_ns, record.duration_ns, record.batch,
                              k_wait};
        case Kind::consumed:
            return BatchEvent{record.start_ns, record.start_ns, 0, record.batch, k_consumed};
        default:
            return std::nullopt;
    }
}

// After what comes before it in a batch, before what comes after it.
bool BatchTally::fits(const Open& open, const BatchEvent& event) {
    for (std::size_t rank = 0; rank < k_ranks; ++rank) {
        if (!open.there[rank]) continue;
        if (rank == event.rank) return false;
        if (rank < event.rank ? open.due_ns[rank] > event.due_ns : open.due_ns[rank] < event.due_ns) return false;
    }
    return true;
}

// An epoch ends where a number comes again.
void BatchTally::begin(Open& open, std::int64_t number) {
    ++batches_;
    if (number < k_most_numbers) {
        const auto at = static_cast<std::size_t>(number);
        if (at >= seen_.size()) seen_.resize(std::max(at + 1, 2 * seen_.size()));
        if (epochs_.empty() || seen_[at]) {
            epochs_.emplace_back();
            std::fill(seen_.begin(), seen_.end(), false);
        }
        seen_[at] = true;
    } else if (epochs_.empty()) {
        epochs_.emplace_back();
    }
    open = {};
    open.epoch = epochs_.size() - 1;
}

void BatchTally::count(const BatchEvent& event) {
    if (event.rank == k_consumed) {
        ++consumed_;
        return;
    }
    durations_[event.rank].add(event.duration_ns);
    if (durations_[event.rank].count() == k_exact) durations_[event.rank].coarsen();
    if (event.rank != k_wait) return;
    if (event.duration_ns > k_half_second) ++waits_above_500ms_;
    if (event.duration_ns != profile::k_out_of_order_ns) return;
    out_of_order_.insert(std::upper_bound(out_of_order_.begin(), out_of_order_.end(), event.start_ns), event.start_ns);
}

void BatchTally::add(const BatchEvent& event) {
    const auto [at, fresh] = open_.try_emplace(event.number);
    auto& open = at->second;
    if (fresh || !fits(open, event)) begin(open, event.number);
    open.there[event.rank] = true;
    open.due_ns[event.rank] = event.due_ns;
    count(event);
    epochs_[open.epoch].add(event.start_ns, event.start_ns + event.duration_ns);
    const bool ends = event.rank == k_preprocessed || event.rank == k_consumed;
    if (ends && open.there[k_preprocessed] && open.there[k_consumed]) {
        const auto delay = std::min(open.due_ns[k_consumed] - open.due_ns[k_preprocessed], profile::k_longest_ns);
        durations_[k_delay].add(delay);
        if (durations_[k_delay].count() == k_exact) durations_[k_delay].coarsen();
        if (delay > k_half_second) ++delays_above_500ms_;
    }
    if (std::all_of(open.there.begin(), open.there.end(), [](bool there) { return there; })) open_.erase(at);
}

profile::BatchStatistics BatchTally::statistics() const {
    profile::BatchStatistics s;
    s.batches = batches_;
    s.epochs = static_cast<std::int64_t>(epochs_.size());
    s.preprocessing = profile::summarise(durations_[k_preprocessed]);
    s.wait = profile::summarise(durations_[k_wait]);
    s.delay = profile::summarise(durations_[k_delay]);
    s.preprocessed = s.preprocessing.count;
    s.waited = s.wait.count;
    s.consumed = consumed_;
    s.matched = s.delay.count;
    s.out_of_order = static_cast<std::int64_t>(out_of_order_.size());
    s.out_of_order_percent = percent_of(s.out_of_order, s.waited);
    s.wait_above_500ms_percent = percent_of(waits_above_500ms_, s.waited);
    s.delay_above_500ms_percent = percent_of(delays_above_500ms_, s.matched);
    profile::relate_to_wall(s, epochs_);
    return s;
}

}  // namespace paretop::model
