// What happens once, before trial 0.
#pragma once

#include <functional>

#include "engine/executor/executor.h"
#include "engine/process/guardian.h"

namespace paretop::executor {

// Runs `setup`, if there is one; `ready` is called once, from the loop. All must live until then.
void run_setup(boost::asio::io_context& loop, process::Guardian& guardian, const spec::Spec& spec, const LocalOptions& options,
               std::function<void(Result<void>)> ready);

}  // namespace paretop::executor
