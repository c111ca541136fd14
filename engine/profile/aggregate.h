// What a profile keeps of each operation and each lane while records pass by.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/profile/distribution.h"
#include "engine/profile/names.h"
#include "engine/profile/nesting.h"
#include "engine/profile/silence.h"
#include "engine/profile/trend.h"

namespace paretop::profile {

class Aggregate {
  public:
    // Records that are kept one by one for exact quantiles, over all operations; then the largest are coarsened.
    static constexpr std::size_t k_exact_records = 16'000'000;
    static constexpr std::size_t k_most_trends = 4096;  // operations beyond have none
    static constexpr std::size_t k_most_blocks = 1024;  // nor blocks

    Names names;
    Lanes lanes;

    void add(const Record& record);
    // Batches of a lane that began before its previous one had ended, which a worker cannot do: the clock was set back, or
    // another process took over its log. Without batches: records of an operation that ended long before the one that stands
    // before them began, where they are rare (records in any order are no steps).
    [[nodiscard]] std::int64_t steps_back() const { return batches_ > 0 ? steps_back_ : steps_of_items(); }
    [[nodiscard]] bool batches() const { return batches_ > 0; }
    // The clock was set forward, or everything stood still.
    [[nodiscard]] std::optional<Silences::Silence> silence() const;
    [[nodiscard]] std::int64_t records() const { return records_; }
    [[nodiscard]] std::int64_t first_ns() const { return records_ == 0 ? 0 : first_ns_; }
    [[nodiscard]] std::int64_t last_ns() const { return last_ns_; }
    // Of what workers did on items: how many, and how many of these ran while the same operation ran in the same worker already,
    // which a worker cannot do.
    struct Overlaps {
        std::int64_t items = 0, overlapping = 0;
    };
    [[nodiscard]] Overlaps overlaps() const;

    [[nodiscard]] std::vector<storage::OperationRecord> operations() const;
    [[nodiscard]] std::vector<storage::LaneRecord> lane_records() const;

  private:
    struct Operation {
        Distribution distribution;
        std::unique_ptr<Trend> trend;
        BlockSums batches;  // of durations less the first one
        double origin_ns = 0;
        double inner_ns = 0;  // in operations nested in it
        std::int64_t last_start_ns = 0, last_end_ns = -1, overlapping = 0, steps_back = 0;
        std::uint32_t last_lane = 0;
    };
    // Records of an operation in the batch that a lane is at.
    struct OpenBlock {
        double count = 0, sum = 0;
    };
    struct LaneState {
        storage::LaneRecord record;
        std::vector<OpenBlock> blocks;       // by operation
        std::vector<std::uint32_t> touched;  // those that hold something
        Nesting nesting;
        std::optional<Record> last_batch;
    };
    Operation& operation_of(const Record& record);
    LaneState& lane_of(const Record& record);
    void follow(Operation& operation, const Record& record);
    [[nodiscard]] std::int64_t steps_of_items() const;
    void add_batch(LaneState& lane, const Record& record);
    void add_item(LaneState& lane, const Record& record);
    void add_to_block(LaneState& lane, const Operation& operation, const Record& record) const;
    void close_blocks(LaneState& lane);
    [[nodiscard]] MeanError error_of(std::size_t operation) const;
    void spare_memory();

    std::vector<std::unique_ptr<Operation>> operations_;
    std::vector<std::unique_ptr<LaneState>> lanes_;
    Silences silences_;
    std::int64_t batches_ = 0;  // that were preprocessed
    std::int64_t records_ = 0, steps_back_ = 0, first_ns_ = 0, last_ns_ = 0;
    std::size_t exact_ = 0;
    std::size_t trends_ = 0;
};

}  // namespace paretop::profile
