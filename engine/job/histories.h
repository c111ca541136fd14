// Histories in and out of the store.
#pragma once

#include <string_view>

#include "engine/exchange/history.h"
#include "engine/job/create.h"

namespace paretop::job {

// How a history gets into the store: as a run of an experiment that goes on from it, or of one made for it (kind "history") that
// is only looked at.
struct Imported {
    storage::RunId run = 0;
    storage::RunRecord record;
    std::vector<std::string> remarks;  // those of the history and of the import, a sentence each
};

// The kind of the artifacts of a run's first trial that keep History::choices, by the parameter's name.
inline constexpr std::string_view k_choices = "choices";

// All in one transaction. The trials come first in the new run, in their order, told one after another; the first of them stands
// as the baseline. `spec`: the experiment, whose parameters and objectives must fit (see exchange::place); the run is paused
// then, to be resumed with `spec.search.trials` more trials. nullopt: one is made.
Result<Imported> import_history(storage::Store& store, exchange::History history, const std::optional<spec::Spec>& spec,
                                const Overrides& overrides, const Clock& clock);

// Everything of a run that other tuners can take.
Result<exchange::History> read_history(const storage::Store& store, storage::RunId run);

}  // namespace paretop::job
