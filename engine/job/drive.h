// Driving a run for real: lock, store, searcher, executor, signals and loop, put together. One call is one engine.
#pragma once

#include <string>

#include "engine/job/run_loop.h"
#include "engine/process/guardian.h"

namespace paretop::job {

struct DriveOptions {
    std::string store_path;
    storage::RunId run = 0;
    Observer observer;
    bool foreground = false;  // SIGINT pauses (twice: at once); detached engines ignore it. SIGTERM and SIGHUP suspend in both
};

// Blocks until the run rests. ErrorKind::busy: another engine drives it. Children that an engine before left behind are ended
// first.
Result<RunEnd> drive(process::Guardian& guardian, const DriveOptions& options);

// $XDG_CACHE_HOME/paretop, ~/.cache/paretop, or a folder of this user under /tmp.
std::string cache_folder();

}  // namespace paretop::job
