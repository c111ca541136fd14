#include "engine/table/gzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace paretop::table {
namespace {

constexpr std::size_t k_most = std::size_t{2} << 30U;
constexpr int k_gzip_window = 15 + 16;  // the largest window, in zlib's way of asking for gzip's header

struct Inflater {
    z_stream stream{};
    int opened = inflateInit2(&stream, k_gzip_window);
    Inflater() = default;
    ~Inflater() { inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
};

tl::unexpected<Error> too_large() { return fail(ErrorKind::usage, "holds more than 2 GiB", {}, "leave out what is not needed"); }

tl::unexpected<Error> damaged(int code, std::size_t unpacked) {
    if (code == Z_BUF_ERROR)
        return fail(ErrorKind::usage, fmt::format("is cut off: its compressed data ends after {} unpacked bytes", unpacked), {},
                    "copy or download it again");
    return fail(ErrorKind::usage, "is damaged: it cannot be unpacked", {}, "copy or download it again; try `gzip -t` on it");
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

Result<std::string> gunzip(std::string_view bytes) {
    Inflater inflater;
    auto& stream = inflater.stream;
    std::string out;
    std::size_t fed = 0;
    int code = inflater.opened;
    while (code == Z_OK) {
        if (stream.avail_in == 0) {
            const auto part = std::min<std::size_t>(bytes.size() - fed, std::size_t{1} << 30U);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + fed));  // zlib does not write to it
            stream.avail_in = static_cast<uInt>(part);
            fed += part;
        }
        const std::size_t before = out.size();
        out.resize(std::max<std::size_t>(2 * before, 64 * 1024));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size() - before, std::size_t{1} << 30U));
        const auto room = stream.avail_out;
        code = inflate(&stream, Z_NO_FLUSH);
        out.resize(before + (room - stream.avail_out));
        if (out.size() > k_most) return too_large();
        const bool more = stream.avail_in > 0 || fed < bytes.size();
        if (code == Z_STREAM_END && more) code = inflateReset(&stream);  // several members, one after another
    }
    if (code != Z_STREAM_END) return damaged(code, out.size());
    return out;
}

Result<std::string> read_whole(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return fail(ErrorKind::not_found, "there is no such file", path, "write its path");
    if (!fs::is_regular_file(status)) return fail(ErrorKind::usage, "is not a regular file", path, "name a file");
    if (fs::file_size(path, error) > k_most)
        return fail(ErrorKind::usage, "has more than 2 GiB", path, "leave out what is not needed");
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.bad()) return fail(ErrorKind::io, "cannot be read", path, "check its permissions");
    auto bytes = std::move(text).str();
    if (!is_gzip(bytes)) return bytes;
    auto unpacked = gunzip(bytes);
    if (!unpacked) unpacked.error().where = path;
    return unpacked;
}

}  // namespace paretop::table
