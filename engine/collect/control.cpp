#include "engine/collect/control.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>

#include "engine/functions/protocol.h"

namespace paretop::collect {
namespace {

constexpr std::size_t k_longest_word = 4096;  // what comes without an end of line beyond that is thrown away

tl::unexpected<Error> refused(const std::string& path) {
    return fail(ErrorKind::io, fmt::format("no fifo can be made: {}", std::strerror(errno)), path,
                "point $TMPDIR to a local folder you may write to");
}

}  // namespace

struct Control::Server : std::enable_shared_from_this<Server> {
    Server(boost::asio::io_context& loop, int control, int answers, std::function<void(const std::string&)> to)
        : readable(loop, control), ack(answers), said(std::move(to)) {}
    ~Server() { ::close(ack); }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Bytes may have come, with the call of this already queued, when the server ends.
    void wait() {
        readable.async_read_some(boost::asio::buffer(buffer), [weak = weak_from_this()](const auto& error, std::size_t size) {
            const auto server = error ? nullptr : weak.lock();
            if (!server) return;
            server->take({server->buffer.data(), size});
            server->wait();
        });
    }

    void take(std::string_view bytes) {
        for (const char c : bytes) {
            if (c == '\n')
                said(std::exchange(word, {}));
            else if (c != '\0' && word.size() < k_longest_word)
                word += c;
        }
    }

    boost::asio::posix::stream_descriptor readable;
    int ack;
    std::function<void(const std::string&)> said;
    std::array<char, 512> buffer{};
    std::string word;
};

Result<Control> Control::create(const std::string& folder) {
    Control control(folder + "/control", folder + "/ack");
    for (const auto& path : {control.control_, control.ack_}) {
        ::unlink(path.c_str());
        if (::mkfifo(path.c_str(), 0600) != 0) return refused(path);
    }
    return control;
}

Control::Control(std::string control, std::string ack) : control_(std::move(control)), ack_(std::move(ack)) {}
Control::Control(Control&&) noexcept = default;

Control::~Control() {
    if (control_.empty()) return;
    ::unlink(control_.c_str());
    ::unlink(ack_.c_str());
}

Result<void> Control::serve(boost::asio::io_context& loop, std::function<void(const std::string& line)> said) {
    const int control = ::open(control_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (control < 0) return refused(control_);
    const int ack = ::open(ack_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (ack < 0) {
        ::close(control);
        return refused(ack_);
    }
    server_ = std::make_shared<Server>(loop, control, ack, std::move(said));
    server_->wait();
    return {};
}

void Control::answer() {
    const std::string_view word = functions::k_ack;
    [[maybe_unused]] const auto written = ::write(server_->ack, word.data(), word.size());  // a full fifo: nobody reads
}

}  // namespace paretop::collect
