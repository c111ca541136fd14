// What the native functions of a profile took: the same figures in tables and in JSON.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "app/profile_report.h"

namespace paretop::app {

// By number of the function, and of what whole.
struct FunctionTimes {
    std::map<std::int64_t, double> weights;
    double whole = 0;
    bool timed = false;          // weights are seconds; otherwise what `samples` counts
    bool of_operations = false;  // parts of the operations' self time; otherwise what was seen of the functions themselves

    [[nodiscard]] double weight(std::int64_t function) const;
    [[nodiscard]] std::optional<double> self_s(std::int64_t function) const;  // nullopt: no part in the operations' time
    [[nodiscard]] std::optional<double> share(std::int64_t function) const;
};

// An operation's self time is divided among its functions as their CPU time is. Where operations have no times: the functions'
// own CPU time, or samples.
FunctionTimes function_times(const ProfileReport& report);
std::vector<storage::FunctionRecord> heaviest_first(const ProfileReport& report, const FunctionTimes& times);

}  // namespace paretop::app
