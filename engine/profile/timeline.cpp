#include "engine/profile/timeline.h"

#include <algorithm>
#include <map>

namespace paretop::profile {
namespace {

storage::ChunkQuery chunks_of(const TimelineQuery& query, bool whole) {
    return {query.lane, query.batches, query.from_ns, query.to_ns, whole};
}

// Time by name in each column.
class Columns {
  public:
    explicit Columns(const TimelineQuery& query)
        : from_(static_cast<double>(query.from_ns)),
          width_(std::max(1.0, static_cast<double>(query.to_ns - query.from_ns) / static_cast<double>(query.columns))),
          times_(query.columns) {}

    void add(const storage::SampleChunk& chunk) {
        const auto slices = decode_summary(chunk);
        const double width = static_cast<double>(chunk.last_ns - chunk.first_ns) / static_cast<double>(k_slices);
        for (std::size_t i = 0; i < slices.size(); ++i)
            if (slices[i].name >= 0) add(slices[i], static_cast<double>(chunk.first_ns) + static_cast<double>(i) * width, width);
    }
    [[nodiscard]] std::vector<Slice> slices() const {
        std::vector<Slice> slices;
        for (const auto& column : times_) slices.push_back(slice_of(column));
        return slices;
    }

  private:
    void add(const Slice& slice, double start, double duration) {
        const double begin = std::max(0.0, (start - from_) / width_);
        const double end = std::min(static_cast<double>(times_.size()), (start + duration - from_) / width_);
        for (auto i = static_cast<std::size_t>(begin); static_cast<double>(i) < end; ++i) {
            const auto at = static_cast<double>(i);
            times_[i][slice.name] += (std::min(end, at + 1) - std::max(begin, at)) * slice.share;
        }
    }
    static Slice slice_of(const std::map<std::int64_t, double>& column) {
        Slice most;
        double total = 0, longest = 0;
        for (const auto& [name, time] : column) {
            total += time;
            if (time <= longest) continue;
            longest = time;
            most.name = name;
        }
        most.share = std::min(1.0, total);
        return most;
    }

    double from_, width_;
    std::vector<std::map<std::int64_t, double>> times_;
};

Result<std::vector<Slice>> coarse(const storage::Store& store, storage::ProfileId profile, const TimelineQuery& query) {
    Columns columns(query);
    PARETOP_CHECK(storage::scan_chunks(store, profile, chunks_of(query, false), [&](const storage::SampleChunk& chunk) {
        columns.add(chunk);
        return true;
    }));
    return columns.slices();
}

}  // namespace

Result<std::vector<Record>> records_in(const storage::Store& store, storage::ProfileId profile, const TimelineQuery& query,
                                       std::span<const Kind> kinds, std::size_t count) {
    std::vector<Record> records;
    PARETOP_CHECK(storage::scan_chunks(store, profile, chunks_of(query, true), [&](const storage::SampleChunk& chunk) {
        decode_chunk(chunk, kinds, [&](const Record& r) {
            const bool within = r.start_ns < query.to_ns && r.start_ns + r.duration_ns >= query.from_ns;
            if (within && records.size() < count) records.push_back(r);
        });
        return records.size() < count;
    }));
    return records;
}

Result<std::vector<Slice>> timeline(const storage::Store& store, storage::ProfileId profile, const TimelineQuery& query,
                                    std::span<const Kind> kinds) {
    PARETOP_TRY(const auto held, storage::count_chunks(store, profile, chunks_of(query, false)));
    if (held.records >= k_records_at_once) return coarse(store, profile, query);
    PARETOP_TRY(const auto records, records_in(store, profile, query, kinds, static_cast<std::size_t>(k_records_at_once)));
    return slices_of(records, query.from_ns, query.to_ns, query.columns);
}

}  // namespace paretop::profile
