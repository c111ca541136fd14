// The records of a stored profile, lane by lane. For the exports.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/profile/batches.h"

namespace paretop::profile {

// A profile with what is needed to name its records.
struct StoredTrace {
    storage::ProfileRecord profile;
    std::vector<storage::OperationRecord> operations;
    std::vector<storage::LaneRecord> lanes;
    std::vector<Kind> kinds;

    static Result<StoredTrace> read(const storage::Store& store, storage::ProfileId id);
    [[nodiscard]] const std::string& name_of(const Record& r) const { return operations[r.name].name; }
    // As Lotus writes it: "SLoader", "SBatchWait_7".
    [[nodiscard]] std::string lotus_name_of(const Record& r) const;
};
// Usage error: the single records were not kept, or there never were any.
Result<void> need_records(const storage::Store& store, const StoredTrace& trace);
Result<bool> has_records(const storage::Store& store, const StoredTrace& trace);

// In the order of the trace: a worker's batch stands behind the operations that ran before it ended.
Result<void> each_record(const storage::Store& store, const StoredTrace& trace, std::int64_t lane,
                         const std::function<bool(const Record&)>& each);
// Sorted so that outer records stand before inner ones.
Result<std::vector<Record>> nested_records(const storage::Store& store, const StoredTrace& trace, std::int64_t lane);

// A name in a format of lines: `separator`, ends of lines and NUL become blanks.
[[nodiscard]] std::string on_one_line(std::string name, char separator);
[[nodiscard]] std::string csv_text(const std::string& text);  // a field of RFC 4180
[[nodiscard]] std::string json_text(std::string_view text);   // with its quotes; bytes that are no UTF-8 become U+FFFD

}  // namespace paretop::profile
