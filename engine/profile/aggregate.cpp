#include "engine/profile/aggregate.h"

#include <algorithm>
#include <array>

namespace paretop::profile {
namespace {

// Durations and times may be of two clocks that differ by a little.
constexpr std::int64_t k_slack_ns = 10'000'000;
constexpr std::int64_t k_held_back_ns = 1'000'000'000;  // threads write what they held back, one after the other
constexpr std::int64_t k_rare = 10;                     // one step in so many records, or it is no clock

}  // namespace

Aggregate::Operation& Aggregate::operation_of(const Record& record) {
    if (record.name >= operations_.size()) operations_.resize(record.name + 1);
    auto& operation = operations_[record.name];
    if (!operation) {
        operation = std::make_unique<Operation>();
        operation->origin_ns = static_cast<double>(record.duration_ns);
        if (trends_ < k_most_trends) {
            operation->trend = std::make_unique<Trend>();
            ++trends_;
        }
    }
    return *operation;
}

Aggregate::LaneState& Aggregate::lane_of(const Record& record) {
    if (record.lane >= lanes_.size()) lanes_.resize(record.lane + 1);
    auto& lane = lanes_[record.lane];
    if (!lane) {
        lane = std::make_unique<LaneState>();
        lane->record.first_ns = record.start_ns;
    }
    return *lane;
}

void Aggregate::add_batch(LaneState& lane, const Record& record) {
    if (record.kind != Kind::preprocessed) return;
    ++lane.record.batches;
    ++batches_;
    lane.record.batch_ns += static_cast<double>(record.duration_ns);
    lane.nesting.clear();
    close_blocks(lane);
    if (const auto& last = lane.last_batch) {
        const std::int64_t gap = record.start_ns - (last->start_ns + last->duration_ns);
        if (record.start_ns < last->start_ns || gap < -k_slack_ns) ++steps_back_;
        // Numbers restart with an epoch: what lies between epochs is no starvation.
        if (record.batch > last->batch && gap > 0) lane.record.starved_ns += static_cast<double>(gap);
    }
    lane.last_batch = record;
}

void Aggregate::add_item(LaneState& lane, const Record& record) {
    lane.record.busy_ns += static_cast<double>(record.duration_ns);
    lane.nesting.add(record, [&](std::uint32_t outer, std::int64_t time) {
        operations_[outer]->inner_ns += static_cast<double>(time);
        lane.record.busy_ns -= static_cast<double>(time);
    });
}

void Aggregate::add_to_block(LaneState& lane, const Operation& operation, const Record& record) const {
    if (record.name >= k_most_blocks) return;
    if (record.name >= lane.blocks.size()) lane.blocks.resize(record.name + 1);
    auto& block = lane.blocks[record.name];
    if (block.count == 0) lane.touched.push_back(record.name);
    ++block.count;
    block.sum += static_cast<double>(record.duration_ns) - operation.origin_ns;
}

void Aggregate::close_blocks(LaneState& lane) {
    for (const auto name : lane.touched) {
        operations_[name]->batches.add(lane.blocks[name].count, lane.blocks[name].sum);
        lane.blocks[name] = {};
    }
    lane.touched.clear();
}

// What a record is to the one of the same operation before it.
void Aggregate::follow(Operation& operation, const Record& record) {
    const std::int64_t end = record.start_ns + record.duration_ns;
    if (operation.last_lane == record.lane) {
        if (record.start_ns < operation.last_end_ns && operation.last_start_ns < end) ++operation.overlapping;
        if (end < operation.last_start_ns - k_held_back_ns) ++operation.steps_back;
    }
    operation.last_lane = record.lane;
    operation.last_start_ns = record.start_ns;
    operation.last_end_ns = end;
}

// Each operation sees the same step.
std::int64_t Aggregate::steps_of_items() const {
    std::int64_t most = 0;
    for (const auto& o : operations_)
        if (o && o->steps_back * k_rare <= o->distribution.count()) most = std::max(most, o->steps_back);
    return most;
}

void Aggregate::add(const Record& record) {
    const std::int64_t end = record.start_ns + record.duration_ns;
    first_ns_ = records_ == 0 ? record.start_ns : std::min(first_ns_, record.start_ns);
    last_ns_ = std::max(last_ns_, end);
    ++records_;
    silences_.add(record.start_ns);
    silences_.add(end);

    auto& operation = operation_of(record);
    operation.distribution.add(record.duration_ns);
    if (operation.trend) operation.trend->add(record.start_ns, record.duration_ns);
    follow(operation, record);

    auto& lane = lane_of(record);
    ++lane.record.records;
    lane.record.first_ns = std::min(lane.record.first_ns, record.start_ns);
    lane.record.last_ns = std::max(lane.record.last_ns, end);
    if (of_batch(record.kind)) {
        add_batch(lane, record);
    } else {
        add_to_block(lane, operation, record);
        if (counted(record.kind)) add_item(lane, record);
    }
    if (++exact_ > k_exact_records) spare_memory();
}

// What grew most is kept as a histogram from now on.
void Aggregate::spare_memory() {
    const auto kept = [](const auto& o) { return o ? o->distribution.kept() : 0; };
    const auto largest =
        std::max_element(operations_.begin(), operations_.end(), [&](const auto& a, const auto& b) { return kept(a) < kept(b); });
    if (kept(*largest) > 1000) (*largest)->distribution.coarsen();
    exact_ = 0;
    for (const auto& o : operations_) exact_ += kept(o);
    if (exact_ > k_exact_records * 9 / 10) exact_ = k_exact_records * 9 / 10;  // many small ones: ask again later, not each time
}

std::optional<Silences::Silence> Aggregate::silence() const { return silences_.longest(batches_ > 0 ? batches_ : records_); }

Aggregate::Overlaps Aggregate::overlaps() const {
    Overlaps overlaps;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
        if (!operations_[i] || names.all()[i].kind != Kind::operation) continue;
        overlaps.items += operations_[i]->distribution.count();
        overlaps.overlapping += operations_[i]->overlapping;
    }
    return overlaps;
}

// Batches that are not finished count with what they have; where none ever finished, there are none.
MeanError Aggregate::error_of(std::size_t name) const {
    const auto& operation = *operations_[name];
    auto batches = operation.batches;
    for (const auto& lane : lanes_)
        if (batches.blocks() > 0 && lane && name < lane->blocks.size())
            batches.add(lane->blocks[name].count, lane->blocks[name].sum);
    return mean_error(batches, operation.trend ? operation.trend->blocks(operation.origin_ns) : BlockSums());
}

std::vector<storage::OperationRecord> Aggregate::operations() const {
    static constexpr std::array<double, 5> k_probabilities{0.25, 0.5, 0.75, 0.9, 0.99};
    std::vector<storage::OperationRecord> records;
    for (std::size_t i = 0; i < names.all().size(); ++i) {
        storage::OperationRecord& o = records.emplace_back();
        o.number = static_cast<std::int64_t>(i);
        o.name = names.all()[i].name;
        o.kind = names.all()[i].kind;
        if (i >= operations_.size() || !operations_[i]) continue;
        const auto& d = operations_[i]->distribution;
        const auto quantiles = d.quantiles(k_probabilities);
        o.count = d.count();
        o.total_ns = d.total();
        o.self_ns = std::max(0.0, d.total() - operations_[i]->inner_ns);
        o.mean_ns = d.mean();
        o.deviation_ns = d.deviation();
        o.p25_ns = quantiles[0];
        o.median_ns = quantiles[1];
        o.p75_ns = quantiles[2];
        o.p90_ns = quantiles[3];
        o.p99_ns = quantiles[4];
        o.least_ns = d.least();
        o.most_ns = d.most();
        o.below_10_ms = d.below_10_ms();
        o.below_100_us = d.below_100_us();
        const auto error = error_of(i);
        o.blocks = error.blocks;
        o.mean_error_ns = error.error;
        o.quantile_error = d.exact() ? 0 : Distribution::k_bucket_error;
        if (const auto& trend = operations_[i]->trend) {
            o.trend_first_ns = trend->first_ns();
            o.trend_slice_ns = trend->slice_ns();
            o.trend_ns = trend->means();
        }
    }
    return records;
}

std::vector<storage::LaneRecord> Aggregate::lane_records() const {
    std::vector<storage::LaneRecord> records;
    for (std::size_t i = 0; i < lanes.all().size(); ++i) {
        storage::LaneRecord record;
        if (i < lanes_.size() && lanes_[i]) record = lanes_[i]->record;
        record.number = static_cast<std::int64_t>(i);
        record.pid = lanes.all()[i].pid;
        record.tid = lanes.all()[i].tid;
        record.role = lanes.all()[i].role;
        record.name = lanes.all()[i].name;
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace paretop::profile
