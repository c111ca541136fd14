#include "engine/process/stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>

namespace paretop::process {
namespace {

constexpr std::size_t k_chunk = 64 * 1024;
constexpr int k_chunks_a_turn = 4;      // then others get their turn
constexpr int k_chunks_in_a_pipe = 16;  // an unprivileged pipe holds at most 1 MiB

}  // namespace

struct Stream::Reader {
    Reader(boost::asio::io_context& loop, int descriptor, std::function<void(std::string_view)> to)
        : readable(loop, descriptor), sink(std::move(to)) {}

    void take(int chunks) {
        static thread_local std::array<char, k_chunk> buffer;
        for (; chunks > 0; --chunks) {
            const ssize_t size = ::read(readable.native_handle(), buffer.data(), buffer.size());
            if (size < 0 && errno == EINTR) continue;
            if (size <= 0) return;
            sink({buffer.data(), static_cast<std::size_t>(size)});
            if (static_cast<std::size_t>(size) < buffer.size()) return;
        }
    }

    void wait() {
        readable.async_wait(boost::asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code& cancelled) {
            if (cancelled) return;
            take(k_chunks_a_turn);
            wait();
        });
    }

    boost::asio::posix::stream_descriptor readable;
    std::function<void(std::string_view)> sink;
};

Result<std::unique_ptr<Stream>> Stream::open(boost::asio::io_context& loop, std::function<void(std::string_view)> sink) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return fail(ErrorKind::io, fmt::format("no pipe: {}", std::strerror(errno)), {}, "raise `ulimit -n`");
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    std::unique_ptr<Stream> stream(new Stream(std::make_unique<Reader>(loop, ends[0], std::move(sink)), ends[1]));
    stream->reader_->wait();
    return stream;
}

Stream::Stream(std::unique_ptr<Reader> reader, int write_end) : reader_(std::move(reader)), write_end_(write_end) {}

Stream::~Stream() { ::close(write_end_); }

void Stream::drain() { reader_->take(k_chunks_in_a_pipe); }

}  // namespace paretop::process
