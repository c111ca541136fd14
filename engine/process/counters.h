// Performance counters of a child's tree, through perf_event_open(2).
#pragma once

#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace paretop::process {

// Names as `perf list` writes them: cycles, instructions, cache-misses, page-faults, L1-dcache-load-misses, …, raw codes r01c2;
// `:u` behind one counts user mode only. Counted is the calling process from its next exec on, with all its descendants.
// Returns a descriptor, or −errno (−ENOENT: no such event here). Only system calls: may be called between vfork and exec.
int open_counter(const char* event);

// Value of a counter, scaled up when the kernel had to multiplex it; NaN: it never counted.
double read_counter(int descriptor);

// Whether `perf:EVENT` can be measured on this machine; the error has a remedy.
Result<void> perf_available(std::string_view event);

}  // namespace paretop::process
