#include "engine/profile/lines.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/functions/gunzip.h"
#include "engine/functions/lines.h"

namespace paretop::profile {

Result<InputFile> InputFile::open(const std::string& path) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return fail(errno == ENOENT ? ErrorKind::not_found : ErrorKind::io, std::strerror(errno), path,
                    "check the path and who may read it");
    InputFile file(descriptor, path);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return fail(ErrorKind::io, std::strerror(errno), path, "check the disk and the path");
    if (!S_ISREG(status.st_mode))
        return fail(ErrorKind::usage, "is not a regular file", path,
                    "name a file on a disk; save what a pipe gives to one first");
    file.packed_ = functions::is_gzip(descriptor);
    return file;
}

InputFile::InputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      packed_(other.packed_),
      unpacked_(std::move(other.unpacked_)) {}

InputFile::~InputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

// What lies before is unpacked again where it has been passed.
Result<std::size_t> InputFile::unpack(char* into, std::size_t size, std::int64_t offset) const {
    if (!unpacked_ || offset < unpacked_->position()) unpacked_ = std::make_unique<functions::Gunzip>(descriptor_, path_);
    while (unpacked_->position() < offset) {
        const auto part =
            static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(size), offset - unpacked_->position()));
        PARETOP_TRY(const auto passed, unpacked_->read(into, part));
        if (passed == 0) return 0;
    }
    return unpacked_->read(into, size);
}

Result<std::size_t> InputFile::read(char* into, std::size_t size, std::int64_t offset) const {
    if (packed_) return unpack(into, size, offset);
    for (;;) {
        const auto got = ::pread(descriptor_, into, size, offset);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return fail(ErrorKind::io, std::strerror(errno), path_, "check the disk and the path");
    }
}

LineReader::LineReader(InputFile file, std::int64_t offset, std::int64_t number)
    : file_(std::move(file)), offset_(offset), number_(number) {}

Result<bool> LineReader::fill() {
    if (at_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
        searched_ -= at_;
        end_ -= at_;
        at_ = 0;
    }
    if (buffer_.size() - end_ < k_piece) buffer_.resize(end_ + k_piece);
    PARETOP_TRY(const auto got, file_.read(buffer_.data() + end_, buffer_.size() - end_, offset_));
    if (offset_ == 0 && std::string_view(buffer_.data(), got).starts_with(functions::k_byte_order_mark))
        at_ = searched_ = functions::k_byte_order_mark.size();
    end_ += got;
    offset_ += static_cast<std::int64_t>(got);
    return got > 0;
}

LineReader::Line LineReader::take(std::size_t length, std::size_t ending) {
    Line line{std::string_view(buffer_).substr(at_, length), true, std::exchange(skipping_, false)};
    if (line.too_long) line.text = {};
    if (!line.text.empty() && line.text.back() == '\r') line.text.remove_suffix(1);
    at_ += length + ending;
    searched_ = at_;
    return line;
}

Result<bool> LineReader::next(Line& line) {
    if (!std::exchange(last_incomplete_, false)) ++number_;
    for (;;) {
        const auto* found = end_ == searched_ ? nullptr : std::memchr(buffer_.data() + searched_, '\n', end_ - searched_);
        if (found != nullptr) {
            line = take(static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) - at_, 1);
            return true;
        }
        searched_ = end_;
        if (end_ - at_ > k_longest_line) {
            skipping_ = true;
            at_ = end_;
        }
        PARETOP_TRY(const bool more, fill());
        if (more) continue;
        last_incomplete_ = true;
        if (at_ == end_ && !skipping_) return false;
        line = {std::string_view(buffer_).substr(at_, end_ - at_), false, skipping_};
        return true;
    }
}

}  // namespace paretop::profile
