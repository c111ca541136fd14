#include "engine/process/guardian.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <set>
#include <unordered_map>

#include "engine/process/descriptors.h"
#include "engine/process/warden.h"
#include "engine/process/wire.h"

namespace paretop::process {
namespace {

[[noreturn]] void become_guardian(int socket) {
    constexpr int k_socket = 3;
    ::setsid();
    ::prctl(PR_SET_NAME, "paretop-guard");
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (socket != k_socket) ::dup2(socket, k_socket);
    ::fcntl(k_socket, F_SETFD, FD_CLOEXEC);
    ::close_range(k_socket + 1, ~0U, 0);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(null, 0);
    ::dup2(null, 1);
    ::close(null);
    run_warden(k_socket);
}

class Client;

// Tells its clients when their loop goes away, which may be before they do.
class LoopEnd : public boost::asio::execution_context::service {
  public:
    using key_type = LoopEnd;
    static inline boost::asio::execution_context::id id;
    explicit LoopEnd(boost::asio::execution_context& loop) : service(loop) {}
    void shutdown() override;
    std::set<Client*> clients;
};

struct Packet {  // that could not be sent yet
    std::string bytes;
    std::vector<int> descriptors;  // duplicates, ours
};

// Whoever stops the engine stops the reading of pipes: what ran then did not run freely. Every continuation is counted.
volatile std::sig_atomic_t g_continued = 0;

void count_continuations() {
    struct sigaction now {};
    ::sigaction(SIGCONT, nullptr, &now);
    if (now.sa_handler != SIG_DFL) return;
    now.sa_handler = [](int) { g_continued = g_continued + 1; };
    now.sa_flags = SA_RESTART;
    ::sigaction(SIGCONT, &now, nullptr);
}

class Client : public Guardian {
  public:
    Client() { count_continuations(); }
    ~Client() override {
        leave_loop();
        hang_up();
    }
    Result<void> fork();
    void leave_loop();

    void attach(boost::asio::io_context& loop) override;
    void detach() override;
    ChildId launch(const Launch& launch, std::function<void(const Exit&)> exited) override;
    void terminate(ChildId child) override;
    [[nodiscard]] int pid() const override { return pid_; }

  private:
    struct Pending {
        std::function<void(const Exit&)> exited;
        std::sig_atomic_t continued;
    };

    void listen();
    void receive();
    void lost();
    int send(std::string_view bytes, std::span<const int> descriptors);
    void wait_writable();
    void flush();
    void fail_later(ChildId child, int error);
    void deliver(ChildId child, Exit& exit);
    void hang_up();

    int socket_ = -1;
    pid_t pid_ = -1;
    ChildId last_ = 0;
    std::unordered_map<ChildId, Pending> pending_;
    std::deque<Packet> queue_;
    std::string packet_;
    Exit exit_;
    bool listening_ = false;
    boost::asio::io_context* loop_ = nullptr;
    std::optional<boost::asio::posix::stream_descriptor> descriptor_;
};

std::string with_errno(std::string_view what) { return fmt::format("{}: {}", what, std::strerror(errno)); }

Result<void> Client::fork() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(ErrorKind::io, with_errno("no socket for the guardian process"));
    const int size = static_cast<int>(k_largest_packet);
    ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    pid_ = ::fork();
    if (pid_ == 0) become_guardian(ends[1]);
    ::close(ends[1]);
    if (pid_ < 0) {
        ::close(ends[0]);
        return fail(ErrorKind::io, with_errno("the guardian process cannot be started"), "",
                    "end other programs or raise `ulimit -u`");
    }
    socket_ = ends[0];
    if (loop_ != nullptr) descriptor_.emplace(*loop_, socket_);
    return {};
}

void LoopEnd::shutdown() {
    for (Client* client : std::exchange(clients, {})) client->leave_loop();
}

void Client::attach(boost::asio::io_context& loop) {
    leave_loop();
    loop_ = &loop;
    const boost::asio::posix::stream_descriptor unused(loop);  // its service must exist first: it is to be shut down last
    boost::asio::use_service<LoopEnd>(loop).clients.insert(this);
    if (socket_ >= 0) descriptor_.emplace(loop, socket_);
    if (!pending_.empty()) listen();
}

void Client::leave_loop() {
    if (loop_ == nullptr) return;
    if (descriptor_) descriptor_->release();
    descriptor_.reset();
    listening_ = false;
    boost::asio::use_service<LoopEnd>(*loop_).clients.erase(this);
    loop_ = nullptr;
}

ChildId Client::launch(const Launch& launch, std::function<void(const Exit&)> exited) {
    const ChildId child = ++last_;
    pending_.emplace(child, Pending{std::move(exited), g_continued});
    encode_launch(packet_, child, launch);
    if (packet_.size() > k_largest_packet) return fail_later(child, E2BIG), child;
    if (socket_ < 0 && !fork()) return fail_later(child, EAGAIN), child;
    int descriptors[3];
    std::size_t count = 0;
    for (const int descriptor : {launch.input, launch.output, launch.errors})
        if (descriptor >= 0) descriptors[count++] = descriptor;
    if (const int error = send(packet_, {descriptors, count}); error != 0)
        fail_later(child, error == EMSGSIZE ? E2BIG : error);
    else
        listen();
    return child;
}

void Client::terminate(ChildId child) {
    if (pending_.contains(child) && socket_ >= 0) send(encode_terminate(child), {});
}

int Client::send(std::string_view bytes, std::span<const int> descriptors) {
    if (queue_.empty()) {
        if (send_descriptors(socket_, bytes, descriptors, MSG_DONTWAIT)) return 0;
        if (errno == EPIPE || errno == ECONNRESET) return 0;  // receive() finds out and fails all that is pending
        if (errno != EAGAIN && errno != ENOBUFS) return errno;
    }
    Packet packet{std::string(bytes), {}};
    for (const int descriptor : descriptors) packet.descriptors.push_back(::fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
    queue_.push_back(std::move(packet));
    if (queue_.size() == 1) wait_writable();
    return 0;
}

void Client::wait_writable() {
    if (!descriptor_) return;
    descriptor_->async_wait(boost::asio::posix::descriptor_base::wait_write, [this](const boost::system::error_code& error) {
        if (!error) flush();
    });
}

void Client::flush() {
    while (!queue_.empty()) {
        auto& packet = queue_.front();
        if (!send_descriptors(socket_, packet.bytes, packet.descriptors, MSG_DONTWAIT) && (errno == EAGAIN || errno == ENOBUFS))
            return wait_writable();
        for (const int descriptor : packet.descriptors) ::close(descriptor);
        queue_.pop_front();
    }
}

// Only while something is pending: an idle guardian does not keep the loop from ending.
void Client::listen() {
    if (listening_ || pending_.empty() || !descriptor_) return;
    listening_ = true;
    descriptor_->async_wait(boost::asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code& error) {
        if (error) return;
        listening_ = false;
        receive();
        listen();
    });
}

void Client::receive() {
    std::array<char, 4096> buffer;
    while (socket_ >= 0) {
        const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) return lost();
        if (const auto child = decode_exit({buffer.data(), static_cast<std::size_t>(size)}, exit_)) deliver(*child, exit_);
    }
}

void Client::deliver(ChildId child, Exit& exit) {
    auto found = pending_.extract(child);
    if (found.empty()) return;
    if (found.mapped().continued != g_continued) exit.frozen = true;
    found.mapped().exited(exit);
}

void Client::fail_later(ChildId child, int error) {
    boost::asio::post(*loop_, [this, child, error] {
        Exit exit;
        exit.error = error;
        deliver(child, exit);
    });
}

// The guardian was killed, and its children with it. Everything open may be tried again: the next launch starts another one.
void Client::lost() {
    hang_up();
    std::vector<ChildId> children;
    for (const auto& [child, pending] : pending_) children.push_back(child);
    for (const ChildId child : children) {
        Exit exit;
        exit.error = ECONNRESET;
        exit.frozen = true;
        deliver(child, exit);
    }
}

void Client::detach() {
    if (descriptor_) descriptor_->release();
    descriptor_.reset();
    listening_ = false;
    loop_ = nullptr;
    pending_.clear();
}

void Client::hang_up() {
    if (descriptor_) descriptor_->release();
    descriptor_.reset();
    listening_ = false;
    for (const auto& packet : queue_)
        for (const int descriptor : packet.descriptors) ::close(descriptor);
    queue_.clear();
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

}  // namespace

Result<std::unique_ptr<Guardian>> Guardian::start() {
    auto client = std::make_unique<Client>();
    PARETOP_CHECK(client->fork());
    return client;
}

}  // namespace paretop::process
