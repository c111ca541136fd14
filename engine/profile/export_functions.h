// Of profiles that are tables of native functions: what the exports make of them.
#pragma once

#include "engine/profile/export.h"
#include "engine/profile/records.h"

namespace paretop::profile {

// The calls of a profile. Where only functions are known (callgrind, VTune, uProf, no records): each as a root of its own. Empty:
// the profile is no table of functions.
Result<std::vector<storage::CallRecord>> calls_or_functions(const storage::Store& store, const StoredTrace& trace);

// CSV: function,module,operation,self_s,total_s,samples, and a column a counter. A line a function with what the whole profile
// took (no operation), one for the part of each operation that runs it, and one without a function for the sums of an operation.
// `samples` is called after the counter that stands in for it ("Ir"). False: the profile has no functions, nothing was written.
Result<bool> export_functions(const storage::Store& store, const StoredTrace& trace, const Write& write);

}  // namespace paretop::profile
