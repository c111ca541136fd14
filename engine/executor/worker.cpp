#include "engine/executor/worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>

#include "engine/executor/failure.h"
#include "engine/process/output.h"
#include "engine/process/stream.h"

namespace paretop::executor {
namespace {

constexpr std::size_t k_longest_line = std::size_t{16} << 20;
constexpr int k_pipe_size = 1 << 20;
constexpr std::int64_t k_last_words = 8192;

class PipedWorker : public Worker {
  public:
    PipedWorker(boost::asio::io_context& loop, process::Guardian& guardian, process::Launch launch, Events events)
        : loop_(loop), guardian_(guardian), launch_(std::move(launch)), events_(std::move(events)), said_(k_last_words) {}
    ~PipedWorker() override {
        close_input();
        if (child_ != 0) guardian_.terminate(child_);
    }

    Result<void> start() override;
    [[nodiscard]] bool running() const override { return child_ != 0; }
    [[nodiscard]] bool ending() const override { return ending_ || draining_; }
    std::string& outgoing() override;
    void hang_up() override { close_input(); }
    void end(std::string why) override;
    [[nodiscard]] const std::string& reason() const override { return reason_; }

  private:
    Result<void> open_input();
    void close_input();
    void flush();
    void take(std::string_view bytes);
    void take_line(std::string_view line);
    void exited(const process::Exit& exit);

    boost::asio::io_context& loop_;
    process::Guardian& guardian_;
    process::Launch launch_;
    Events events_;
    process::BoundedText said_;  // on stderr
    std::unique_ptr<process::Stream> output_, errors_;
    std::optional<boost::asio::posix::stream_descriptor> input_;
    int input_end_ = -1;  // the worker's end; while we hold it too, writing to a dead worker is no SIGPIPE
    process::ChildId child_ = 0;
    std::string outgoing_, partial_, reason_;
    std::size_t written_ = 0;
    bool flushing_ = false, ending_ = false, draining_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

Result<void> PipedWorker::open_input() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return fail(ErrorKind::io, fmt::format("no pipe: {}", std::strerror(errno)), {}, "raise `ulimit -n`");
    ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    ::fcntl(ends[1], F_SETPIPE_SZ, k_pipe_size);
    input_end_ = ends[0];
    input_.emplace(loop_, ends[1]);
    return {};
}

void PipedWorker::close_input() {
    input_.reset();
    if (input_end_ >= 0) ::close(input_end_);
    input_end_ = -1;
}

Result<void> PipedWorker::start() {
    close_input();
    outgoing_.clear();
    partial_.clear();
    reason_.clear();
    said_.clear();
    written_ = 0;
    flushing_ = ending_ = false;
    PARETOP_CHECK(open_input());
    PARETOP_TRY(output_, process::Stream::open(loop_, [this](std::string_view bytes) { take(bytes); }));
    PARETOP_TRY(errors_, process::Stream::open(loop_, [this](std::string_view bytes) {
                    said_.append(bytes);
                    events_.printed(bytes);
                }));
    launch_.input = input_end_;
    launch_.output = output_->write_end();
    launch_.errors = errors_->write_end();
    child_ = guardian_.launch(launch_, [this, alive = std::weak_ptr(alive_)](const process::Exit& exit) {
        if (!alive.expired()) exited(exit);
    });
    return {};
}

std::string& PipedWorker::outgoing() {
    if (!std::exchange(flushing_, true))
        boost::asio::post(loop_, [this, alive = std::weak_ptr(alive_)] {
            if (!alive.expired()) flush();
        });
    return outgoing_;
}

void PipedWorker::flush() {
    while (input_ && !ending_ && written_ < outgoing_.size()) {
        const ssize_t size = ::write(input_->native_handle(), outgoing_.data() + written_, outgoing_.size() - written_);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0)  // full: the worker is slower than its requests
            return input_->async_wait(boost::asio::posix::descriptor_base::wait_write,
                                      [this](const boost::system::error_code& cancelled) {
                                          if (!cancelled) flush();
                                      });
        written_ += static_cast<std::size_t>(size);
    }
    outgoing_.clear();
    written_ = 0;
    flushing_ = false;
}

void PipedWorker::take(std::string_view bytes) {
    while (!bytes.empty() && !ending_) {
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, end);
        if (partial_.size() + part.size() > k_longest_line) return this->end("it wrote a line longer than 16 MiB");
        if (end == std::string_view::npos) {
            partial_.append(part);
            return;
        }
        if (partial_.empty()) {
            take_line(part);
        } else {
            partial_.append(part);
            take_line(std::exchange(partial_, {}));
        }
        bytes.remove_prefix(end + 1);
    }
}

void PipedWorker::take_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) events_.line(line);
}

void PipedWorker::end(std::string why) {
    if (child_ == 0 || std::exchange(ending_, true)) return;
    reason_ = std::move(why);
    guardian_.terminate(child_);
}

void PipedWorker::exited(const process::Exit& exit) {
    draining_ = true;
    output_->drain();
    errors_->drain();
    draining_ = ending_ = false;
    child_ = 0;
    if (reason_.empty()) reason_ = failure_of({launch_, exit, said_.text()});
    events_.ended();
}

}  // namespace

std::unique_ptr<Worker> Worker::create(boost::asio::io_context& loop, process::Guardian& guardian, process::Launch launch,
                                       Events events) {
    return std::make_unique<PipedWorker>(loop, guardian, std::move(launch), std::move(events));
}

}  // namespace paretop::executor
