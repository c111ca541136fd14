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
    Ran ran;
    if (state_->interrupted) {
        ran.failure = "interrupted";
        return ran;
    }
    process::BoundedText printed(k_kept);
    const auto stream = process::Stream::open(state_->loop, [&printed](std::string_view bytes) { printed.append(bytes); });
    const File file(output);
    if (!stream || (!output.empty() && file.descriptor < 0)) {
        ran.failure = stream ? "cannot write " + output : stream.error().message();
        return ran;
    }
    launch.errors = (*stream)->write_end();
    launch.output = output.empty() ? launch.errors : file.descriptor;
    std::optional<process::Exit> exit;
    state_->running = state_->guardian.launch(launch, [&exit](const process::Exit& how) { exit = how; });
    state_->loop.restart();
    while (!exit && state_->loop.run_one() > 0) continue;
    state_->running.reset();
    (*stream)->drain();
    ran.exit = exit.value_or(process::Exit());
    ran.printed = printed.text();
    const bool good = ran.exit.launched && !ran.exit.timed_out && ran.exit.signal == 0 && ran.exit.exit_code == 0;
    if (!good) ran.failure = executor::failure_of({launch, ran.exit, ran.printed});
    if (state_->interrupted) ran.failure = "interrupted";
    return ran;
}

}  // namespace paretop::collect
