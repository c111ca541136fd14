// The parts of reading an experiment file. Each reads its sections as far as it can and notes everything wrong in them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/spec/section.h"
#include "engine/spec/spec.h"
#include "engine/spec/template.h"

namespace paretop::spec {

// --- parameters (read_parameters.cpp, read_domain.cpp, read_value.cpp) ---
// Those whose name could be read, the faulty ones too, so that what mentions them is not called faulty in turn.
std::vector<space::Parameter> read_parameters(Section& root, bool needed, Problems& problems);
// Range, values, step, log, flags and default of a parameter whose type is known.
void read_domain(Section& section, space::Parameter& parameter);
// A value as it stands in the file; the error says in `what` what it is and in `remedy` what would be right.
Result<space::Value> read_value(const space::Parameter& parameter, const Node& node);

// --- conditions (read_conditions.cpp) ---
// An expression over the first `count` of `all`; a mention of a later one, or of `all[count]` itself, is a mistake.
std::optional<expr::Expression> read_condition(Section& section, std::string_view key, std::span<const space::Parameter> all,
                                               std::size_t count);
std::vector<space::Constraint> read_constraints(Section& root, std::span<const space::Parameter> all, std::string_view path,
                                                Problems& problems);

// --- programs (read_command.cpp, check_template.cpp) ---
Command read_command(Section& root, const space::Space& space, std::string_view directory, Problems& problems);
// The arguments of a program, [program, argument, …] with their placeholders unchecked; empty: absent or wrong.
std::vector<std::string> read_arguments(Section& section, std::string_view key);
Profile read_profile(Section& root, const space::Space& space, const Command& command, Problems& problems);

// Where a text with placeholders is used decides what it may mention.
struct Usage {
    bool parameters = true;
    std::string_view no_parameters;  // why not
    std::vector<Place> places;
    std::string_view no_places;  // what to do about one that does not exist there
};
Usage usage_in_trial(const Command& command);  // run, verify, environment, files of metrics
void check_template(Section& section, std::string_view key, const Node& node, std::string_view text, const space::Space& space,
                    const Usage& usage, std::int64_t before = 0);  // `before`: columns of the node ahead of `text`

// --- what is measured, and how it is searched (read_metrics.cpp, read_objectives.cpp, read_search.cpp) ---
std::vector<Metric> read_metrics(Section& root, const space::Space& space, const Command& command, Problems& problems);
// May add the built-in metrics (wall_s, …) that objectives name without declaring them.
// Where none is `needed` and there are none, elapsed time is one.
std::vector<Objective> read_objectives(Section& root, std::vector<Metric>& metrics, bool needed, Problems& problems);
// "<text>" as a number of the metric's unit: "90", "2GiB" (unit bytes), "30s" (a unit of time). The error has `what` and
// `remedy`.
Result<double> parse_amount(std::string_view text, std::string_view unit);
Result<Threshold> parse_threshold(std::string_view text, std::string_view unit);
SearchOptions read_search(Section& root, const std::vector<Metric>& metrics, const std::vector<Objective>& objectives,
                          Problems& problems);
std::vector<space::Configuration> read_start(Section& root, const space::Space& space, Problems& problems);

// `from` values that need no argument: wall_s, user_s, …
std::optional<Source::Kind> builtin_source(std::string_view name);
const std::vector<std::string>& builtin_names();
std::string_view builtin_unit(Source::Kind kind);
Result<Source> parse_source(std::string_view text, std::string_view metric_name);

// A required name: not empty, without control characters, not too long.
std::optional<std::string> read_name(Section& section, std::string_view key);

}  // namespace paretop::spec
