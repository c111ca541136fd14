// Experiments whose results are known already.
#pragma once

#include <memory>

#include "engine/spec/spec.h"
#include "engine/table/results.h"

namespace paretop::job {

// Reads the table of the experiment, if it has one (else the answer is null), and where absent configurations are invalid
// restricts its space to the others. Call it before a searcher is made of the experiment; without it the space is larger.
Result<std::shared_ptr<const table::Results>> take_table(spec::Spec& spec);

}  // namespace paretop::job
