// Profiles in words, tables and JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/json.h"
#include "engine/profile/batches.h"
#include "engine/profile/diff.h"
#include "storage/profiles.h"

namespace paretop::app {

// All that `profile show` tells of.
struct ProfileReport {
    storage::ProfileRecord profile;
    std::vector<storage::OmissionRecord> omissions;
    std::vector<storage::OperationRecord> operations;  // that have records, by total, largest first
    std::vector<storage::LaneRecord> lanes;
    std::vector<profile::Batch> batches;
    profile::BatchStatistics statistics;
    std::vector<storage::FunctionRecord> functions;
    std::vector<storage::FunctionMapRecord> maps;
    std::vector<storage::CounterRecord> counters;
    std::vector<storage::CallEdgeRecord> edges;  // who called whom, dearest first

    static Result<ProfileReport> read(const storage::Store& store, storage::ProfileId id);
};

enum class ProfileRows { op, batch, worker, function, call };

std::string profile_head(const ProfileReport& report);  // what it is of, how batches went, what was left out
[[nodiscard]] std::size_t rows_of(const ProfileReport& report, ProfileRows rows);
// At most `most` rows, and a line that says how many more there are; 0: all.
std::string profile_table(const ProfileReport& report, ProfileRows rows, int width, std::size_t most = 0);
void append_profile(Json& json, const ProfileReport& report, ProfileRows rows, std::size_t most = 0);

std::string diff_table(const profile::ProfileDiff& diff, int width);
void append_diff(Json& json, const profile::ProfileDiff& diff);

// Fields of the record itself, within an object.
void append_profile_fields(Json& json, const storage::ProfileRecord& profile);
[[nodiscard]] std::string_view state_word(const storage::ProfileRecord& profile);

}  // namespace paretop::app
