#include "views/model/batch_reader.h"

#include <algorithm>

#include "engine/profile/chunk.h"

namespace paretop::model {
namespace {

constexpr std::size_t k_at_once = 4096;   // records of a lane that are decoded and sorted in one go: a chunk, half a millisecond
constexpr std::size_t k_a_step = 20'000;  // records that one update reads

bool later(const std::pair<BatchEvent, std::size_t>& a, const std::pair<BatchEvent, std::size_t>& b) { return b.first < a.first; }

}  // namespace

void BatchReader::start_anew() {
    lanes_.clear();
    tally_ = {};
    statistics_.reset();
    records_read_ = 0;
}

Result<void> BatchReader::look_again(const std::vector<storage::LaneRecord>& lanes, const std::vector<profile::Kind>& kinds,
                                     bool in_doubt) {
    in_doubt_ = in_doubt;
    storage::ChunkQuery all;
    all.batches = true;
    PARETOP_TRY(const auto held, storage::count_chunks(store_, profile_, all));
    stored_ = held.records;
    if (stored_ < records_read_) start_anew();  // what was cut off has been cut away
    kinds_ = &kinds;
    for (const auto& lane : lanes)
        if (std::none_of(lanes_.begin(), lanes_.end(), [&](const Lane& l) { return l.number == lane.number; }))
            lanes_.push_back({lane.number, -1, {}, 0, false});
    heads_.clear();
    empty_.clear();
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        auto& lane = lanes_[i];
        lane.dry = false;
        if (lane.at == lane.events.size())
            empty_.push_back(i);
        else
            heads_.emplace_back(lane.events[lane.at], i);
    }
    std::make_heap(heads_.begin(), heads_.end(), later);
    reading_ = stored_ > records_read_;
    return {};
}

Result<void> BatchReader::read_some(Lane& lane) {
    lane.events.clear();
    lane.at = 0;
    std::size_t records = 0;
    storage::ChunkQuery query;
    query.lane = lane.number;
    query.after = lane.sequence;
    query.batches = true;
    PARETOP_CHECK(storage::scan_chunks(store_, profile_, query, [&](const storage::SampleChunk& chunk) {
        profile::decode_chunk(chunk, *kinds_, [&](const profile::Record& record) {
            if (const auto event = event_of(record)) lane.events.push_back(*event);
        });
        lane.sequence = chunk.sequence;
        records += static_cast<std::size_t>(chunk.count);
        return records < k_at_once;
    }));
    records_read_ += static_cast<std::int64_t>(records);
    read_now_ += records;
    lane.dry = records == 0;
    std::sort(lane.events.begin(), lane.events.end());
    return {};
}

// Whether every lane that has anything left has shown its next event.
Result<bool> BatchReader::fill(Budget& budget) {
    while (!empty_.empty()) {
        if (!budget.take() || read_now_ >= k_a_step) return false;
        const auto i = empty_.back();
        auto& lane = lanes_[i];
        PARETOP_CHECK(read_some(lane));
        if (lane.events.empty() && !lane.dry) continue;  // records, but none of them counts
        empty_.pop_back();
        if (lane.dry) continue;
        heads_.emplace_back(lane.events.front(), i);
        std::push_heap(heads_.begin(), heads_.end(), later);
    }
    return true;
}

Result<bool> BatchReader::update(Budget& budget) {
    read_now_ = 0;
    while (reading_) {
        PARETOP_TRY(const bool filled, fill(budget));
        if (!filled) return true;
        if (heads_.empty()) return end();
        if (!budget.take()) return true;
        std::pop_heap(heads_.begin(), heads_.end(), later);
        const auto [event, i] = heads_.back();
        heads_.pop_back();
        tally_.add(event);
        auto& lane = lanes_[i];
        if (++lane.at < lane.events.size()) {
            heads_.emplace_back(lane.events[lane.at], i);
            std::push_heap(heads_.begin(), heads_.end(), later);
        } else {
            empty_.push_back(i);
        }
    }
    return false;
}

// All is counted.
Result<bool> BatchReader::end() {
    reading_ = false;
    statistics_.reset();
    if (tally_.batches() > 0) statistics_ = tally_.statistics();
    if (statistics_ && in_doubt_) profile::forget_what_compares_times(*statistics_);
    return false;
}

}  // namespace paretop::model
