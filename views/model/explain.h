// An experiment file in words: what the launch screen and `paretop check` say of it.
#pragma once

#include <string>
#include <vector>

#include "engine/spec/spec.h"

namespace paretop::model {

// One thing that is worth knowing before a launch: "varied" · "level (1 to 19), wlog (10 to 27), strategy (fast, dfast, greedy)".
struct Explanation {
    std::string label, text;
};

std::string domain_text(const space::Parameter& parameter);         // "1 to 19, log", "fast, dfast, greedy"
std::string goal_text(const spec::Spec& spec, std::size_t metric);  // "minimize, threshold +3%"; empty: only measured
std::string command_text(const std::vector<std::string>& words);    // placeholders as they are written
std::vector<Explanation> explain_commands(const spec::Spec& spec);  // "built by", "run as", ...
Explanation explain_parameters(const spec::Spec& spec);             // "varied"
Explanation explain_space(const spec::Spec& spec);                  // "configurations": how many there are
Explanation explain_metrics(const spec::Spec& spec);                // "measured", with the number of runs
Explanation explain_objectives(const spec::Spec& spec);             // "sought"
std::string runs_text(const spec::Command& command);                // "4 runs each, after 1 warm-up"

}  // namespace paretop::model
