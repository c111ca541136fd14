// The exec protocol: one process per evaluation.
#pragma once

#include "engine/executor/executor.h"

namespace paretop::executor {

std::unique_ptr<Executor> make_exec_executor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock,
                                             const spec::Spec& spec, LocalOptions options);

}  // namespace paretop::executor
