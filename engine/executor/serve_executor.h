// The serve protocol: workers that stay up and answer one line a request, in the order of the requests.
#pragma once

#include "engine/executor/executor.h"

namespace paretop::executor {

// A worker that dies, hangs, or answers with garbage or out of turn is started again. The request at the front of its line is the
// suspect: it is tried again at most twice, then its trial fails; the others go again without a strike.
std::unique_ptr<Executor> make_serve_executor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock,
                                              const spec::Spec& spec, LocalOptions options);

}  // namespace paretop::executor
