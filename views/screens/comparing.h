// Measuring two trials in turns from where they are compared.
#pragma once

#include <optional>

#include "views/model/runs.h"
#include "views/screens/context.h"

namespace paretop::views {

// m: an engine of its own measures A and B in turns; the comparison shows what comes in.
Action measure_in_turns_action(Context& context, const model::Experiment& experiment, storage::RunId run, model::RunStatus status,
                               std::optional<storage::TrialNumber> a, std::optional<storage::TrialNumber> b);

// "A against B", and how their measuring in turns stands: ", in turns: 7 of 40 measurements".
std::string comparison_title(Context& context, storage::RunId run, storage::TrialNumber a, storage::TrialNumber b);

}  // namespace paretop::views
