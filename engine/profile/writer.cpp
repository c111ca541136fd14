#include "engine/profile/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "engine/profile/aggregate.h"
#include "engine/profile/chunk.h"

namespace paretop::profile {
namespace {

constexpr std::size_t k_waiting_bytes = 4U << 20U;  // coded chunks before a transaction
constexpr std::size_t k_most_buffered = 1U << 18U;  // records in half-filled chunks
constexpr double k_overlapping_when_doubled = 0.4;  // exactly twice: half of the records

struct Counted {
    std::string where;
    std::int64_t count = 0;
};

}  // namespace

struct ProfileWriter::State {
    State(storage::Store& in, storage::ProfileRecord made, WriterOptions with)
        : store(in), profile(std::move(made)), options(with) {}

    storage::Store& store;
    storage::ProfileRecord profile;
    std::optional<storage::ProfileLock> lock;
    WriterOptions options;
    Aggregate aggregate;
    struct Stream {
        std::vector<Record> records;
        std::int64_t sequence = 0;
    };
    std::vector<std::array<Stream, 2>> streams;  // by lane: of operations, of batches
    std::size_t buffered = 0;
    std::vector<storage::SampleChunk> waiting;
    std::size_t waiting_bytes = 0;
    std::map<std::string, Counted, std::less<>> omissions;  // by kind
    std::vector<std::string> remarks;
    std::optional<FunctionTables> tables;
    std::optional<Error> error;

    void keep(const Record& record) {
        if (record.lane >= streams.size()) streams.resize(record.lane + 1);
        auto& stream = streams[record.lane][of_batch(record.kind) ? 1 : 0];
        stream.records.push_back(record);
        ++buffered;
        if (stream.records.size() == k_chunk_records)
            close(stream);
        else if (buffered > k_most_buffered)
            close_all();
    }
    void close(Stream& stream) {
        if (stream.records.empty()) return;
        waiting.push_back(encode_chunk(stream.records, stream.sequence++));
        waiting_bytes += waiting.back().records.size() + waiting.back().summary.size();
        buffered -= stream.records.size();
        stream.records.clear();
        if (waiting_bytes > k_waiting_bytes) flush();
    }
    void close_all() {
        for (auto& lane : streams)
            for (auto& stream : lane) close(stream);
    }
    void flush() {
        if (!error && !waiting.empty()) {
            const auto written = store.write([&] { return insert_waiting(); });
            if (!written) error = written.error();
        }
        waiting.clear();
        waiting_bytes = 0;
    }
    Result<void> insert_waiting() {
        for (const auto& chunk : waiting) PARETOP_CHECK(storage::insert_chunk(store, profile.id, chunk));
        return {};
    }

    [[nodiscard]] std::vector<storage::OmissionRecord> omission_records() const {
        std::vector<storage::OmissionRecord> records;
        for (const auto& [kind, counted] : omissions) records.push_back({kind, counted.where, counted.count});
        if (steps_back() > 0) records.push_back({std::string(word_of(Omission::clock_step)), {}, steps_back()});
        return records;
    }
    // Trace events stand in any order: only logs tell in which order they were written.
    [[nodiscard]] std::int64_t steps_back() const { return profile.format == "chrome" ? 0 : aggregate.steps_back(); }
    [[nodiscard]] bool stopped() const { return options.stop != nullptr && *options.stop; }
    [[nodiscard]] std::vector<std::string> all_remarks() const {
        auto all = remarks;
        const auto [items, overlapping] = aggregate.overlaps();
        const bool batches = std::any_of(aggregate.names.all().begin(), aggregate.names.all().end(),
                                         [](const auto& name) { return name.kind == Kind::preprocessed; });
        if (batches && items >= 4 && static_cast<double>(overlapping) >= k_overlapping_when_doubled * static_cast<double>(items))
            all.emplace_back("every item is there twice: operations of one worker overlap themselves");
        if (const auto silence = aggregate.silence()) all.push_back(remark_of(*silence));
        if (steps_back() > 0)
            all.emplace_back(
                aggregate.batches()
                    ? "the clock was set back while it was traced: epochs, delays, stall and throughput cannot be told"
                    : "the clock was set back while it was traced: times of different records cannot be compared");
        return all;
    }
    // What is new, and the aggregates over it, in one transaction: a reader never sees one without the other.
    Result<void> put_all() {
        PARETOP_CHECK(insert_waiting());
        PARETOP_CHECK(storage::update_profile(store, profile));
        PARETOP_CHECK(storage::put_operations(store, profile.id, aggregate.operations()));
        PARETOP_CHECK(storage::put_lanes(store, profile.id, aggregate.lane_records()));
        PARETOP_CHECK(storage::put_omissions(store, profile.id, omission_records()));
        if (!tables) return {};
        PARETOP_CHECK(storage::put_functions(store, profile.id, tables->functions));
        PARETOP_CHECK(storage::put_function_maps(store, profile.id, tables->maps));
        PARETOP_CHECK(storage::put_counters(store, profile.id, tables->counters));
        PARETOP_CHECK(storage::put_calls(store, profile.id, tables->calls));
        return storage::put_call_edges(store, profile.id, tables->edges);
    }
    Result<void> commit() {
        close_all();
        if (stopped()) return fail(ErrorKind::usage, "interrupted", profile.name, "nothing of it was kept");
        if (error) return tl::unexpected<Error>(*error);
        PARETOP_CHECK(store.write([&] { return put_all(); }));
        waiting.clear();
        waiting_bytes = 0;
        tables.reset();
        return {};
    }
};

ProfileWriter::ProfileWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProfileWriter::ProfileWriter(ProfileWriter&&) noexcept = default;
ProfileWriter& ProfileWriter::operator=(ProfileWriter&&) noexcept = default;
ProfileWriter::~ProfileWriter() = default;

Result<ProfileWriter> ProfileWriter::begin(storage::Store& store, storage::ProfileRecord profile, WriterOptions options) {
    profile.state = storage::ProfileState::growing;
    profile.records = 0;
    profile.remarks.clear();
    std::optional<storage::ProfileLock> lock;  // before anybody else can see the profile
    PARETOP_CHECK(store.write([&]() -> Result<void> {
        PARETOP_TRY(profile.id, storage::insert_profile(store, profile));
        PARETOP_TRY(lock, storage::ProfileLock::acquire(store, profile.id));
        return {};
    }));
    auto state = std::make_unique<State>(store, std::move(profile), options);
    state->lock = std::move(lock);
    return ProfileWriter(std::move(state));
}

std::uint32_t ProfileWriter::lane(const Lane& lane) { return state_->aggregate.lanes.find(lane); }

void ProfileWriter::name_lane(std::uint32_t lane, std::string_view name) { state_->aggregate.lanes.rename(lane, name); }

std::uint32_t ProfileWriter::name(std::string_view name, Kind kind) {
    const auto found = state_->aggregate.names.find(name, kind);
    if (found.other) omit(Omission::too_many_names, name.substr(0, 40));
    return found.number;
}

void ProfileWriter::record(const Record& record) {
    if (state_->error) return;
    state_->aggregate.add(record);
    if (state_->options.raw) state_->keep(record);
}

void ProfileWriter::omit(Omission omission, std::string_view where, std::int64_t count) { omit(word_of(omission), where, count); }

void ProfileWriter::omit(std::string_view kind, std::string_view where, std::int64_t count) {
    auto& omissions = state_->omissions;
    auto at = omissions.find(kind);
    if (at == omissions.end()) at = omissions.emplace(kind, Counted()).first;
    auto& counted = at->second;
    if (counted.count == 0) counted.where = where;
    counted.count += count;
}

void ProfileWriter::remark(std::string_view text) {
    auto& remarks = state_->remarks;
    if (std::find(remarks.begin(), remarks.end(), text) == remarks.end()) remarks.emplace_back(text);
}

bool ProfileWriter::failed() const { return state_->error.has_value() || state_->stopped(); }
void ProfileWriter::functions(FunctionTables tables) { state_->tables = std::move(tables); }
storage::ProfileId ProfileWriter::id() const { return state_->profile.id; }

Result<void> ProfileWriter::commit(storage::ProfileState state) {
    auto& profile = state_->profile;
    profile.state = state;
    profile.records = state_->aggregate.records();
    profile.first_ns = state_->aggregate.first_ns();
    profile.last_ns = state_->aggregate.last_ns();
    profile.remarks = state_->all_remarks();
    return state_->commit();
}

}  // namespace paretop::profile
