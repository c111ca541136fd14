// How sure a front is, given the noise of the repeats and the drift of the machine.
#pragma once

#include <span>
#include <vector>

#include "storage/queries.h"
#include "views/model/experiments.h"

namespace paretop::app {

// For each member the probability that nothing measured dominates it (measure/dominance.h); empty: none of them was repeated, or
// something of one is not known. What only the search measured is levelled as it was for the search (measure::DriftHistory). Of
// the trials beside the front, the 1,000 that come nearest to it are looked at; repetitions on purpose are not.
Result<std::vector<double>> read_certainty(const storage::Store& store, storage::RunId run, const model::Experiment& experiment,
                                           std::span<const storage::FrontRecord> members);

}  // namespace paretop::app
