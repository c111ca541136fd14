// The records that a program reports on $PARETOP_REPORT: {"op":"Resize","start_ns":…,"dur_ns":…,"batch":7,"worker":2}, one a
// line.
#pragma once

#include <string>

#include "engine/profile/record.h"
#include "storage/base/result.h"

namespace paretop::profile {

// Lines of other reports (metrics, status, …) are passed over. Batches are ops named BatchPreprocessed, BatchWait and
// BatchConsumed (with "batch"). Without "worker": the main process.
Result<void> read_report_lines(const std::string& path, TraceSink& sink);

}  // namespace paretop::profile
