#include "engine/functions/gunzip.h"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace paretop::functions {
namespace {

constexpr std::size_t k_piece = std::size_t{256} << 10U;
constexpr int k_gzip_window = 15 + 16;  // the largest window, in zlib's way of asking for gzip's header

}  // namespace

bool is_gzip(int descriptor) {
    char head[2] = {0, 0};
    return ::pread(descriptor, head, 2, 0) == 2 && head[0] == '\x1f' && head[1] == '\x8b';
}

struct Gunzip::State {
    z_stream stream{};
    std::string packed = std::string(k_piece, '\0');
    std::int64_t offset = 0;  // of what has not been read from the file
    bool ended = false;
    State() {
        if (inflateInit2(&stream, k_gzip_window) != Z_OK) throw std::bad_alloc();
    }
    ~State() { inflateEnd(&stream); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

Gunzip::Gunzip(int descriptor, std::string path)
    : state_(std::make_unique<State>()), descriptor_(descriptor), path_(std::move(path)) {}
Gunzip::~Gunzip() = default;

// False: the file has no more.
Result<bool> Gunzip::fill() {
    auto& s = *state_;
    if (s.stream.avail_in > 0) return true;
    ssize_t got = 0;
    do got = ::pread(descriptor_, s.packed.data(), s.packed.size(), s.offset);
    while (got < 0 && errno == EINTR);
    if (got < 0) return fail(ErrorKind::io, std::strerror(errno), path_, "check the disk and the path");
    s.offset += got;
    s.stream.next_in = reinterpret_cast<Bytef*>(s.packed.data());
    s.stream.avail_in = static_cast<uInt>(got);
    return got > 0;
}

Result<std::size_t> Gunzip::read(char* into, std::size_t size) {
    auto& s = *state_;
    s.stream.next_out = reinterpret_cast<Bytef*>(into);
    s.stream.avail_out = static_cast<uInt>(std::min<std::size_t>(size, std::size_t{1} << 30U));
    const auto room = s.stream.avail_out;
    while (!s.ended && s.stream.avail_out == room) {
        PARETOP_TRY(const bool more, fill());
        const int code = more ? inflate(&s.stream, Z_NO_FLUSH) : Z_BUF_ERROR;
        if (code == Z_STREAM_END) {  // perhaps another member behind it
            PARETOP_TRY(const bool another, fill());
            s.ended = !another || inflateReset(&s.stream) != Z_OK;
        } else if (!more) {
            s.ended = true;
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            return fail(ErrorKind::usage, fmt::format("is damaged: it cannot be unpacked beyond byte {}", position_), path_,
                        "copy or download it again; try `gzip -t` on it");
        }
    }
    const std::size_t got = room - s.stream.avail_out;
    position_ += static_cast<std::int64_t>(got);
    return got;
}

GunzipBuffer::GunzipBuffer(int descriptor, std::string path) : source_(descriptor, std::move(path)), piece_(k_piece, '\0') {}

GunzipBuffer::int_type GunzipBuffer::underflow() {
    const auto got = source_.read(piece_.data(), piece_.size());
    if (!got) throw std::runtime_error(got.error().message());  // a stream takes that for badbit
    setg(piece_.data(), piece_.data(), piece_.data() + *got);
    return *got == 0 ? traits_type::eof() : traits_type::to_int_type(piece_[0]);
}

}  // namespace paretop::functions
