#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/profile/export.h"
#include "engine/profile/export_functions.h"
#include "engine/profile/lotus.h"
#include "engine/profile/records.h"
#include "storage/names.h"

namespace paretop::profile {
namespace {

constexpr std::size_t k_piece = 64U << 10U;

// Gives away a line for each record, in pieces.
Result<void> write_lines(const storage::Store& store, const StoredTrace& trace, const Write& write,
                         const std::function<void(std::string&, const Record&)>& append) {
    std::string text;
    bool more = true;
    for (const auto& lane : trace.lanes) {
        PARETOP_CHECK(each_record(store, trace, lane.number, [&](const Record& r) {
            append(text, r);
            if (text.size() < k_piece) return true;
            more = write(text);
            text.clear();
            return more;
        }));
        if (!more) return {};
    }
    (void)write(text);
    return {};
}

// Names with a comma or a line's end cannot stand in a log of Lotus.
// Makes the folder. Lanes are appended to their files, so that those of an earlier export would hold each record twice.
Result<void> prepare_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorKind::io, error.message(), folder, "name a folder that can be made with -o");
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (lotus_name(at->path().string()))
            return fail(ErrorKind::usage, "holds logs of Lotus already", folder,
                        "name another folder with -o, or empty this one");
    if (error) return fail(ErrorKind::io, error.message(), folder, "check the path and who may read it");
    return {};
}

}  // namespace

Result<void> export_csv(const storage::Store& store, storage::ProfileId profile, const Write& write) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_TRY(const bool records, has_records(store, trace));
    PARETOP_TRY(const bool written, records ? Result<bool>(false) : export_functions(store, trace, write));
    if (written) return {};
    PARETOP_CHECK(need_records(store, trace));
    if (!write("operation,kind,lane,pid,tid,role,start_ns,duration_ns,batch\n")) return {};
    return write_lines(store, trace, write, [&](std::string& text, const Record& r) {
        const auto& lane = trace.lanes[r.lane];
        text += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_text(trace.name_of(r)),
                            storage::to_word(storage::k_operation_kinds, r.kind), csv_text(lane.name), lane.pid, lane.tid,
                            storage::to_word(storage::k_lane_roles, lane.role), r.start_ns, r.duration_ns,
                            r.batch < 0 ? std::string() : std::to_string(r.batch));
    });
}

Result<void> export_report(const storage::Store& store, storage::ProfileId profile, const Write& write) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_CHECK(need_records(store, trace));
    return write_lines(store, trace, write, [&](std::string& text, const Record& r) {
        const auto& lane = trace.lanes[r.lane];
        text += fmt::format(R"({{"op":{},"start_ns":{},"dur_ns":{})", json_text(trace.name_of(r)), r.start_ns, r.duration_ns);
        if (r.batch >= 0) text += fmt::format(R"(,"batch":{})", r.batch);
        if (lane.role != Role::main) text += fmt::format(R"(,"worker":{})", lane.tid);
        text += "}\n";
    });
}

Result<void> export_lotus(const storage::Store& store, storage::ProfileId profile, const std::string& folder) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_CHECK(need_records(store, trace));
    PARETOP_CHECK(prepare_folder(folder));
    for (const auto& lane : trace.lanes) {
        const auto path = fmt::format("{}/paretop_{}_pid_{}", folder, lane.role == Role::main ? "main" : "worker",
                                      std::abs(std::max(lane.tid, -INT64_MAX)));
        std::ofstream file(path, std::ios::binary | std::ios::app);
        PARETOP_CHECK(each_record(store, trace, lane.number, [&](const Record& r) {
            file << on_one_line(trace.lotus_name_of(r), ',') << ',' << r.start_ns << ',' << r.duration_ns << '\n';
            return file.good();
        }));
        file.close();
        if (!file) return fail(ErrorKind::io, std::strerror(errno), path, "is there room on the disk?");
    }
    return {};
}

}  // namespace paretop::profile
