// Results files of auto-tuners (Kernel Tuner's cache, T4) as histories, and back.
#pragma once

#include "engine/exchange/history.h"
#include "engine/table/table.h"

namespace paretop::exchange {

// Parameters are ordinals of the numbers, or categoricals of the texts, that occur, bools where they are true and false. What is
// not a parameter and is a number somewhere is a metric; arrays are repeats. Objectives are those the file names, else "time";
// rates (…/s, …/W, FLOPS) are maximised. Rows without a number for an objective are failures. usage: CSV, which does not say what
// its columns are.
Result<History> from_table(const table::Table& table);

// Whole files. A result that has no values is written as failed, in the class that its reason tells (compile, constraints,
// correctness, timeout, else runtime; a cache knows three of them), with the reason beside it. The repeats of a run are "times"
// of a cache and "runtimes" of T4: the metric of such a name, else the repeats of "time". A cache holds a configuration once: the
// last trial of it.
std::string to_kernel_tuner(const History& history);
std::string to_t4(const History& history);

}  // namespace paretop::exchange
