// Profiles for other programs, written in pieces as they are read. Chrome traces, report lines and logs of Lotus need the single
// records: usage error where a profile keeps none. The others take tables of native functions, too.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "storage/profiles.h"

namespace paretop::profile {

using Write = std::function<bool(std::string_view text)>;  // false: nobody reads any more

struct ChromeOptions {
    bool fine = true;         // operations too; else only batches
    bool compatible = false;  // as Lotus writes it: whole microseconds, flow arrows from where preprocessing begins
    std::string into;         // a trace whose events are to come along, e.g. of the PyTorch profiler; empty: none
};
// Trace events, for Perfetto: preprocessed batches (X, and s: an arrow from their end), waits (X), consumed batches (X, and f).
// Ids are −1 − batch; where numbers restart, later epochs have ids of their own (never in compatible mode).
Result<void> export_chrome(const storage::Store& store, storage::ProfileId profile, const ChromeOptions& options,
                           const Write& write);
// https://www.speedscope.app/file-format-schema.json: a profile a lane, and one of the calls where there are some. Needs memory
// for the records of one lane.
Result<void> export_speedscope(const storage::Store& store, storage::ProfileId profile, const Write& write);
// "lane;outer;inner 1234": self time in ns of each stack (Gregg's format); the calls, in ns or samples, where there are some. The
// format names no unit: who imports it again reads counts.
Result<void> export_collapsed(const storage::Store& store, storage::ProfileId profile, const Write& write);
// False: collapsed stacks and speedscope hold each function by itself, because the profile knows of no calls within calls.
Result<bool> keeps_stacks(const storage::Store& store, storage::ProfileId profile);
// One line a record: operation,kind,lane,pid,tid,role,start_ns,duration_ns,batch. Of a profile that has functions and no records:
// as export_functions.h says.
Result<void> export_csv(const storage::Store& store, storage::ProfileId profile, const Write& write);
// {"op":…,"start_ns":…,"dur_ns":…,"batch":…,"worker":…}: what import reads again.
Result<void> export_report(const storage::Store& store, storage::ProfileId profile, const Write& write);
// Files paretop_main_pid_N and paretop_worker_pid_N in a folder, which is made.
Result<void> export_lotus(const storage::Store& store, storage::ProfileId profile, const std::string& folder);

}  // namespace paretop::profile
