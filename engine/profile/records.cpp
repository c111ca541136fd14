#include "engine/profile/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/profile/chunk.h"

namespace paretop::profile {

Result<StoredTrace> StoredTrace::read(const storage::Store& store, storage::ProfileId id) {
    StoredTrace trace;
    PARETOP_TRY(trace.profile, storage::get_profile(store, id));
    PARETOP_TRY(trace.operations, storage::list_operations(store, id));
    PARETOP_TRY(trace.lanes, storage::list_lanes(store, id));
    trace.kinds = kinds_of(trace.operations);
    return trace;
}

std::string StoredTrace::lotus_name_of(const Record& r) const {
    return of_batch(r.kind) ? fmt::format("S{}_{}", name_of(r), r.batch) : "S" + name_of(r);
}

Result<bool> has_records(const storage::Store& store, const StoredTrace& trace) {
    storage::ChunkQuery query;
    PARETOP_TRY(const auto operations, storage::count_chunks(store, trace.profile.id, query));
    query.batches = true;
    PARETOP_TRY(const auto batches, storage::count_chunks(store, trace.profile.id, query));
    return operations.records + batches.records > 0;
}

Result<void> need_records(const storage::Store& store, const StoredTrace& trace) {
    PARETOP_TRY(const bool there, has_records(store, trace));
    if (there) return {};
    const auto where = fmt::format("profile {}", trace.profile.id);
    if (trace.profile.records > 0)
        return fail(ErrorKind::usage, "this profile keeps no single records", where, "import its trace without --no-raw");
    PARETOP_TRY(const auto functions, storage::list_functions(store, trace.profile.id));
    if (functions.empty()) return fail(ErrorKind::usage, "this profile is empty", where, "import a trace that has records");
    return fail(ErrorKind::usage, "this profile is of native functions: it has no records of when what ran", where,
                "export it as collapsed, speedscope or csv");
}

Result<void> each_record(const storage::Store& store, const StoredTrace& trace, std::int64_t lane,
                         const std::function<bool(const Record&)>& each) {
    storage::ChunkQuery query;
    query.lane = lane;
    query.batches = true;
    std::vector<Record> batches;
    PARETOP_CHECK(storage::scan_chunks(store, trace.profile.id, query, [&](const storage::SampleChunk& chunk) {
        decode_chunk(chunk, trace.kinds, [&](const Record& r) { batches.push_back(r); });
        return true;
    }));
    query.batches = false;
    std::size_t next = 0;
    bool more = true;
    const auto pass_on = [&](const Record& r) {
        for (; more && next < batches.size() && batches[next].start_ns + batches[next].duration_ns <= r.start_ns; ++next)
            more = each(batches[next]);
        more = more && each(r);
    };
    PARETOP_CHECK(storage::scan_chunks(store, trace.profile.id, query, [&](const storage::SampleChunk& chunk) {
        decode_chunk(chunk, trace.kinds, pass_on);
        return more;
    }));
    for (; more && next < batches.size(); ++next) more = each(batches[next]);
    return {};
}

Result<std::vector<Record>> nested_records(const storage::Store& store, const StoredTrace& trace, std::int64_t lane) {
    std::vector<Record> records;
    PARETOP_CHECK(each_record(store, trace, lane, [&](const Record& r) {
        const bool lasts =
            !of_batch(r.kind) || r.kind == Kind::preprocessed || (r.kind == Kind::wait && r.duration_ns != k_out_of_order_ns);
        if (lasts) records.push_back(r);
        return true;
    }));
    std::stable_sort(records.begin(), records.end(), [](const Record& a, const Record& b) {
        return a.start_ns != b.start_ns ? a.start_ns < b.start_ns : a.duration_ns > b.duration_ns;
    });
    return records;
}

std::string on_one_line(std::string name, char separator) {
    for (auto& c : name)
        if (c == separator || c == '\n' || c == '\r' || c == '\0') c = ' ';
    return name;
}

std::string csv_text(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace paretop::profile
