// Optuna's studies as histories, and back.
//
// Distributions: float, int (with log and step) and categorical, in the words of Optuna 3 and of 2. Ranges that grow between
// trials are joined. A categorical of false and true is a bool, one of ascending numbers an ordinal; other choices are texts,
// JSON where two would read the same (1 and "1"). COMPLETE is done; PRUNED, FAIL and a value that is not finite are failures;
// RUNNING and WAITING are asked, WAITING with its fixed_params. User attributes become what the trial realised, those of the
// study its note. Constraint values (system attribute "constraints") become metrics constraint_0, … with bound <= 0.
#pragma once

#include "engine/exchange/history.h"
#include "storage/optuna/study.h"

namespace paretop::exchange {

// usage: an empty study, a parameter that changes its kind, a distribution that is not understood: each names its trial.
Result<History> from_optuna(const storage::optuna::Study& study, const std::string& source);

// Medians are the values; all repeats and metrics go into the system attribute "paretop:measured", from which from_optuna takes
// them back. Trials that were asked but never started are WAITING, with all they were asked for in fixed_params; the value of a
// PRUNED one is the last it reported. Choices keep the types of History::choices. Permutations become categoricals of the orders
// that occur.
storage::optuna::Study to_optuna(const History& history);

// "2026-11-21 12:06:36.370169" in local time, or with T and an offset (Z, +01:00) as ISO 8601 has it; and nanoseconds since the
// epoch; 0 and "": not known.
std::int64_t from_datetime(const std::string& text);
std::string to_datetime(std::int64_t at_ns);

}  // namespace paretop::exchange
