// Trials that were made elsewhere, or go elsewhere, between the forms of other tuners and runs of ours. Plain values: nothing
// here knows a file or a store.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/space/space.h"
#include "engine/spec/spec.h"
#include "storage/records.h"

namespace paretop::exchange {

struct Metric {
    std::string name;
    std::string unit;
    spec::Goal goal = spec::Goal::none;  // none: not an objective
    std::optional<double> lower, upper;  // outside: infeasible
    friend bool operator==(const Metric&, const Metric&) = default;
};

struct Trial {
    std::int64_t number = 0;  // where it comes from; for messages
    storage::TrialState state = storage::TrialState::done;
    std::string reason;                              // of a failure; of a pruned one it begins with k_pruned
    std::vector<std::optional<std::string>> values;  // by parameter, as texts; nullopt: it has none
    std::vector<std::vector<double>> measured;       // by metric, its repeats, all finite
    std::vector<storage::IntermediateRecord> steps;  // their trial number says nothing
    std::int64_t started_ns = 0, ended_ns = 0;       // 0: not known
    std::string realised;                            // a JSON object: Optuna's user attributes; empty: none
    friend bool operator==(const Trial&, const Trial&) = default;
};
inline constexpr std::string_view k_pruned = "pruned";

struct History {
    std::string source;  // the file it comes from, or "run 17"
    std::string name;    // of the study, the kernel, the experiment
    std::vector<space::Parameter> parameters;
    std::vector<Metric> metrics;
    std::vector<Trial> trials;
    // By parameter: the choices of Optuna's categorical distribution, a JSON array. Texts do not tell true from "true".
    std::map<std::string, std::string> choices;
    std::string note;                  // a JSON object: the study's user attributes; empty: none
    std::vector<std::string> remarks;  // what was left out or changed, a sentence each
    std::optional<Error> unclear;      // why no conditions were found: only an experiment file can tell them then
};

// Objectives in their order: indices into `metrics`.
std::vector<std::size_t> objectives_of(const History& history);

// Gives parameters that some trials lack the condition under which the others have them (`when`), where one other parameter tells
// it, and moves them behind that one. Trials that failed before they were asked for all values do not count, and are left out
// where values are missing still (a remark says how many). usage: no parameter tells.
Result<void> find_conditions(History& history);
// Trials that failed before they had all the values that the conditions of a space ask for.
void leave_out_incomplete(History& history, const space::Space& space);

// The experiment file of a history that is looked at only (kind "history"): its parameters and metrics, nothing to run. The
// values of the first trial that went well are the defaults.
std::string history_spec(const History& history);

// A trial as the experiment sees it.
struct Placed {
    space::Configuration configuration;
    std::vector<storage::MeasurementRecord> measurements;    // by the experiment's metrics; trial number 0
    std::vector<storage::IntermediateRecord> intermediates;  // likewise
};
// One for each trial of the history. usage: every mismatch between the two, one a line: parameters that only one of them has,
// values that the experiment's do not take, objectives that differ in number, name or goal.
Result<std::vector<Placed>> place(const History& history, const spec::Spec& spec);

}  // namespace paretop::exchange
