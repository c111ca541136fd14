#include "engine/executor/executor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>

#include "engine/executor/exec_executor.h"
#include "engine/executor/serve_executor.h"
#include "engine/process/proc.h"

namespace paretop::executor {

std::unique_ptr<Executor> make_local_executor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock,
                                              const spec::Spec& spec, LocalOptions options) {
    if (spec.command.protocol == spec::Protocol::serve)
        return make_serve_executor(loop, guardian, clock, spec, std::move(options));
    return make_exec_executor(loop, guardian, clock, spec, std::move(options));
}

std::string live_log_path(const std::string& scratch, TrialNumber number) {
    return fmt::format("{}/trial{}.log", scratch, number);
}

std::string work_folder(const std::string& scratch) { return scratch + "/slot0/work"; }

std::int64_t kill_leftovers(const std::string& identity) {
    const auto mark = fmt::format("{}={}:", process::k_trial_variable, identity);
    std::int64_t killed = 0;
    for (const pid_t pid : process::all_processes()) {
        if (pid == ::getpid() || !process::has_variable_prefix(process::environment_of(pid), mark)) continue;
        if (::kill(pid, SIGKILL) == 0) ++killed;
    }
    return killed;
}

}  // namespace paretop::executor
