// Chrome's trace events (the "Trace Event Format"), as Perfetto, PyTorch's profiler and Lotus write them.
#pragma once

#include <string>

#include "engine/profile/record.h"
#include "storage/base/result.h"

namespace paretop::profile {

// Complete events (X) and pairs of begin and end (B, E); times in microseconds with decimals, kept to the nanosecond. Events that
// Lotus wrote (category user_annotation, names with its S) become its operations and batches. A file that ends in the middle is
// read as far as it goes; times are taken from baseTimeNanoseconds on where a trace tells one. Names of processes and threads
// become those of their lanes; asynchronous events, flows, counters, instants and other metadata are passed over and counted.
Result<void> read_chrome(const std::string& path, TraceSink& sink);

// The same of a text, for tests.
Result<void> read_chrome_text(std::string_view text, TraceSink& sink);

}  // namespace paretop::profile
