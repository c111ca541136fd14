#include <fmt/format.h>
#include <xxhash.h>

#include "storage/names.h"
#include "storage/profiles.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

// Into a record that is used again and again: there may be a million.
void read_figures(const Statement& row, OperationRecord& o) {
    o.number = row.integer(0);
    o.name.assign(row.text(1));
    o.kind = from_word<OperationKind>(k_operation_kinds, row.text(2));
    o.count = row.integer(3);
    o.total_ns = row.real(4);
    o.self_ns = row.real(5);
    o.mean_ns = row.real(6);
    o.median_ns = row.real(7);
    o.p90_ns = row.real(8);
    o.p99_ns = row.real(9);
}

OperationRecord read_operation(const Statement& row) {
    OperationRecord o;
    read_figures(row, o);
    o.deviation_ns = row.real(10);
    o.p25_ns = row.real(11);
    o.p75_ns = row.real(12);
    o.least_ns = row.integer(13);
    o.most_ns = row.integer(14);
    o.below_10_ms = row.integer(15);
    o.below_100_us = row.integer(16);
    o.quantile_error = row.real(17);
    o.trend_first_ns = row.integer(18);
    o.trend_slice_ns = row.integer(19);
    o.trend_ns = from_json_array(row.text(20));
    o.blocks = row.integer_or(21, 0);
    o.mean_error_ns = row.real_or(22, 0);
    return o;
}

constexpr std::string_view k_figures = "SELECT number, name, kind, count, total_ns, self_ns, mean_ns, median_ns, p90_ns, p99_ns";
constexpr std::string_view k_rest =
    ", deviation_ns, p25_ns, p75_ns, least_ns, most_ns, below_10_ms, below_100_us, quantile_error, trend_first_ns,"
    " trend_slice_ns, trend_ns, blocks, mean_error_ns";

std::string operations_where(std::string_view more_columns, std::string_view condition) {
    return std::string(k_figures).append(more_columns).append(" FROM operation WHERE profile = ?1").append(condition);
}

LaneRecord read_lane(const Statement& row) {
    LaneRecord lane;
    lane.number = row.integer(0);
    lane.pid = row.integer(1);
    lane.tid = row.integer(2);
    lane.role = from_word<LaneRole>(k_lane_roles, row.text(3));
    lane.name = row.string(4);
    lane.records = row.integer(5);
    lane.batches = row.integer(6);
    lane.busy_ns = row.real(7);
    lane.batch_ns = row.real(8);
    lane.starved_ns = row.real(9);
    lane.first_ns = row.integer(10);
    lane.last_ns = row.integer(11);
    return lane;
}

// Parameters: lane (−1: all), profile, batches, from, to.
// Two texts, so that those of one lane are found by the index.
constexpr std::string_view k_of_all =
    " FROM operation_sample WHERE profile = ?2 AND batches = ?3 AND ?1 < ?6 AND last_ns >= ?4 AND first_ns < ?5";
constexpr std::string_view k_of_lane =
    " FROM operation_sample WHERE profile = ?2 AND batches = ?3 AND lane = ?1 AND sequence > ?6 AND last_ns >= ?4 AND first_ns < "
    "?5";

std::string chosen(std::string_view columns, const ChunkQuery& query) {
    return std::string(columns).append(query.lane < 0 ? k_of_all : k_of_lane);
}

// For all lanes: what is larger than −1.
std::int64_t after(const ChunkQuery& query) { return query.lane < 0 ? 0 : query.after; }

SampleChunk read_chunk(const Statement& row, const ChunkQuery& query) {
    SampleChunk chunk;
    chunk.lane = row.integer(0);
    chunk.batches = query.batches;
    chunk.sequence = row.integer(1);
    chunk.first_ns = row.integer(2);
    chunk.last_ns = row.integer(3);
    chunk.count = row.integer(4);
    chunk.summary = row.string(5);
    if (query.whole) chunk.records = row.string(6);
    return chunk;
}

// Of what is read whole; chunks of earlier versions have none.
bool is_damaged(const Statement& row, const SampleChunk& chunk, const ChunkQuery& query) {
    return query.whole && !row.null(7) && row.integer(7) != checksum(chunk);
}

}  // namespace

Result<void> put_operations(Store& store, ProfileId profile, std::span<const OperationRecord> operations) {
    PARETOP_TRY(auto remove, store.prepare("DELETE FROM operation WHERE profile = ?"));
    PARETOP_CHECK(remove.run(profile));
    PARETOP_TRY(
        auto insert,
        store.prepare("INSERT INTO operation (profile, number, name, kind, count, total_ns, self_ns, mean_ns, deviation_ns,"
                      " p25_ns, median_ns, p75_ns, p90_ns, p99_ns, least_ns, most_ns, below_10_ms, below_100_us,"
                      " quantile_error, trend_first_ns, trend_slice_ns, trend_ns, blocks, mean_error_ns)"
                      " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    for (const auto& o : operations) {
        const auto trend = to_json_array(o.trend_ns);
        PARETOP_CHECK(insert.run(profile, o.number, o.name, to_word(k_operation_kinds, o.kind), o.count, o.total_ns, o.self_ns,
                                 o.mean_ns, o.deviation_ns, o.p25_ns, o.median_ns, o.p75_ns, o.p90_ns, o.p99_ns, o.least_ns,
                                 o.most_ns, o.below_10_ms, o.below_100_us, o.quantile_error, o.trend_first_ns, o.trend_slice_ns,
                                 trend, unless<std::int64_t>(o.blocks, 0), unless<double>(o.mean_error_ns, 0)));
    }
    return {};
}

Result<std::vector<OperationRecord>> list_operations(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare(operations_where(k_rest, " ORDER BY number")));
    return select.collect(read_operation, profile);
}

Result<std::optional<OperationRecord>> find_operation(const Store& store, ProfileId profile, std::int64_t number) {
    PARETOP_TRY(auto select, store.prepare(operations_where(k_rest, " AND number = ?2")));
    return select.first(read_operation, profile, number);
}

Result<void> scan_operations(const Store& store, ProfileId profile, std::int64_t first,
                             const std::function<bool(const OperationRecord&)>& each) {
    PARETOP_TRY(auto select, store.prepare(operations_where("", " AND number >= ?2 ORDER BY number")));
    select.bind(profile, first);
    OperationRecord operation;
    for (;;) {
        PARETOP_TRY(const bool more, select.step());
        if (!more) return {};
        read_figures(select, operation);
        if (!each(operation)) return {};
    }
}

Result<void> put_lanes(Store& store, ProfileId profile, std::span<const LaneRecord> lanes) {
    PARETOP_TRY(auto remove, store.prepare("DELETE FROM lane WHERE profile = ?"));
    PARETOP_CHECK(remove.run(profile));
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO lane (profile, number, pid, tid, role, name, records, batches, busy_ns,"
                                           " batch_ns, starved_ns, first_ns, last_ns) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    for (const auto& lane : lanes)
        PARETOP_CHECK(insert.run(profile, lane.number, lane.pid, lane.tid, to_word(k_lane_roles, lane.role), lane.name,
                                 lane.records, lane.batches, lane.busy_ns, lane.batch_ns, lane.starved_ns, lane.first_ns,
                                 lane.last_ns));
    return {};
}

Result<std::vector<LaneRecord>> list_lanes(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT number, pid, tid, role, name, records, batches, busy_ns, batch_ns, starved_ns,"
                                           " first_ns, last_ns FROM lane WHERE profile = ? ORDER BY number"));
    return select.collect(read_lane, profile);
}

Result<void> put_omissions(Store& store, ProfileId profile, std::span<const OmissionRecord> omissions) {
    PARETOP_TRY(auto remove, store.prepare("DELETE FROM omission WHERE profile = ?"));
    PARETOP_CHECK(remove.run(profile));
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO omission (profile, kind, place, count) VALUES (?,?,?,?)"));
    for (const auto& o : omissions) PARETOP_CHECK(insert.run(profile, o.kind, o.where, o.count));
    return {};
}

Result<std::vector<OmissionRecord>> list_omissions(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT kind, place, count FROM omission WHERE profile = ? ORDER BY kind"));
    return select.collect(
        [](const Statement& row) {
            return OmissionRecord{row.string(0), row.string(1), row.integer(2)};
        },
        profile);
}

std::int64_t checksum(const SampleChunk& chunk) {
    const auto seed = XXH3_64bits(chunk.summary.data(), chunk.summary.size());
    return static_cast<std::int64_t>(XXH3_64bits_withSeed(chunk.records.data(), chunk.records.size(), seed));
}

Result<void> insert_chunk(Store& store, ProfileId profile, const SampleChunk& chunk) {
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO operation_sample (profile, lane, batches, sequence, first_ns, last_ns,"
                                           " count, bytes, summary, records, checksum) VALUES (?,?,?,?,?,?,?,?,?,?,?)"));
    return insert.run(profile, chunk.lane, chunk.batches, chunk.sequence, chunk.first_ns, chunk.last_ns, chunk.count,
                      static_cast<std::int64_t>(chunk.records.size()), Blob{chunk.summary}, Blob{chunk.records}, checksum(chunk));
}

// Within a profile ids grow in the order of insertion.
Result<void> cut_chunks(Store& store, ProfileId profile, std::int64_t records) {
    PARETOP_TRY(auto remove, store.prepare("DELETE FROM operation_sample WHERE profile = ?1 AND id IN (SELECT id FROM (SELECT id,"
                                           " sum(count) OVER (ORDER BY id) AS up_to FROM operation_sample WHERE profile = ?1)"
                                           " WHERE up_to > ?2)"));
    return remove.run(profile, records);
}

Result<void> scan_chunks(const Store& store, ProfileId profile, const ChunkQuery& query,
                         const std::function<bool(const SampleChunk&)>& each) {
    const auto columns = query.whole ? "SELECT lane, sequence, first_ns, last_ns, count, summary, records, checksum"
                                     : "SELECT lane, sequence, first_ns, last_ns, count, summary";
    PARETOP_TRY(auto select, store.prepare(chosen(columns, query) + " ORDER BY lane, sequence"));
    select.bind(query.lane, profile, query.batches, query.from_ns, query.to_ns, after(query));
    for (;;) {
        PARETOP_TRY(const bool more, select.step());
        if (!more) return {};
        const auto chunk = read_chunk(select, query);
        if (is_damaged(select, chunk, query))
            return fail(ErrorKind::store, fmt::format("records {} of lane {} are damaged", chunk.sequence, chunk.lane),
                        fmt::format("{}: profile {}", store.path(), profile),
                        "import its trace again; `paretop check-store` lists all that is damaged");
        if (!each(chunk)) return {};
    }
}

Result<ChunkCount> count_chunks(const Store& store, ProfileId profile, const ChunkQuery& query) {
    PARETOP_TRY(auto select, store.prepare(chosen("SELECT count(*), coalesce(sum(count), 0), coalesce(sum(bytes), 0)", query)));
    PARETOP_TRY(const auto counted, select.first(
                                        [](const Statement& row) {
                                            return ChunkCount{row.integer(0), row.integer(1), row.integer(2)};
                                        },
                                        query.lane, profile, query.batches, query.from_ns, query.to_ns, after(query)));
    return counted.value_or(ChunkCount());
}

}  // namespace paretop::storage
