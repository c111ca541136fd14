#include "engine/collect/programs.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cerrno>
#include <csignal>
#include <optional>

#include "engine/executor/failure.h"
#include "engine/process/output.h"
#include "engine/process/stream.h"

namespace paretop::collect {
namespace {

constexpr std::int64_t k_kept = std::int64_t{64} << 10U;

struct File {
    explicit File(const std::string& path)
        : descriptor(path.empty() ? -1 : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {}
    ~File() {
        if (descriptor >= 0) ::close(descriptor);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int descriptor;
};

Ran refused(std::string why) {
    Ran ran;
    ran.failure = std::move(why);
    return ran;
}

// How it failed, unless that is known.
void judge(Ran& ran, const process::Launch& launch, const std::string& words) {
    const bool good = ran.exit.launched && !ran.exit.timed_out && ran.exit.signal == 0 && ran.exit.exit_code == 0;
    if (!good && ran.failure.empty()) ran.failure = executor::failure_of({launch, ran.exit, words});
}

}  // namespace

struct Programs::State {
    explicit State(process::Guardian& g) : guardian(g), signals(loop, SIGINT, SIGTERM) {
        signals.add(SIGHUP);
        guardian.attach(loop);
        signals.async_wait([this](const boost::system::error_code& cancelled, int) {
            if (cancelled) return;
            interrupted = true;
            if (running) guardian.terminate(*running);
        });
    }
    ~State() { guardian.detach(); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    boost::asio::io_context loop;
    process::Guardian& guardian;
    boost::asio::signal_set signals;
    std::optional<process::ChildId> running;
    bool interrupted = false;
};

Programs::Programs(process::Guardian& guardian) : state_(std::make_unique<State>(guardian)) {}
Programs::~Programs() = default;

bool Programs::interrupted() const { return state_->interrupted; }
boost::asio::io_context& Programs::loop() { return state_->loop; }
process::Guardian& Programs::guardian() { return state_->guardian; }

Ran Programs::run(process::Launch launch, const std::string& output) {
    process::BoundedText printed(k_kept);
    const auto stream = process::Stream::open(state_->loop, [&printed](std::string_view bytes) { printed.append(bytes); });
    const File file(output);
    if (!stream) return refused(stream.error().message());
    if (!output.empty() && file.descriptor < 0) return refused("cannot write " + output);
    launch.errors = (*stream)->write_end();
    launch.output = output.empty() ? launch.errors : file.descriptor;
    auto ran = wait_for(launch);
    (*stream)->drain();
    ran.printed = printed.text();
    judge(ran, launch, ran.printed);
    return ran;
}

Ran Programs::run_apart(process::Launch launch) {
    process::BoundedText printed(k_kept), said(k_kept);
    const auto output = process::Stream::open(state_->loop, [&printed](std::string_view bytes) { printed.append(bytes); });
    const auto errors = process::Stream::open(state_->loop, [&said](std::string_view bytes) { said.append(bytes); });
    if (!output || !errors) return refused((output ? errors : output).error().message());
    launch.output = (*output)->write_end();
    launch.errors = (*errors)->write_end();
    auto ran = wait_for(launch);
    (*output)->drain();
    (*errors)->drain();
    ran.printed = printed.text();
    ran.said = said.text();
    judge(ran, launch, ran.said);
    return ran;
}

Ran Programs::wait_for(const process::Launch& launch) {
    if (state_->interrupted) return refused("interrupted");
    Ran ran;
    std::optional<process::Exit> exit;
    state_->running = state_->guardian.launch(launch, [&exit](const process::Exit& how) { exit = how; });
    state_->loop.restart();
    while (!exit && state_->loop.run_one() > 0) continue;
    state_->running.reset();
    ran.exit = exit.value_or(process::Exit());
    if (state_->interrupted) ran.failure = "interrupted";
    return ran;
}

}  // namespace paretop::collect
