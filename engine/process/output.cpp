#include "engine/process/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace paretop::process {
namespace {

constexpr std::size_t k_most_pending = 64 * 1024;

std::string left_out(std::int64_t bytes) { return fmt::format("\n[… {} bytes left out …]\n", bytes); }

// Past one escape sequence (CSI, OSC or a two-character one) that starts at text[at] == ESC.
std::size_t after_escape(std::string_view text, std::size_t at) {
    if (++at >= text.size()) return at;
    if (text[at] == '[') {
        while (++at < text.size() && (text[at] < '@' || text[at] > '~')) {
        }
    } else if (text[at] == ']') {
        while (++at < text.size() && text[at] != '\a' && text[at] != '\x1b') {
        }
    }
    return std::min(at + 1, text.size());
}

std::string cleaned(std::string_view line) {
    std::string clean;
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] == '\x1b') {
            at = after_escape(line, at);
            continue;
        }
        const auto byte = static_cast<unsigned char>(line[at++]);
        if (byte == '\t') clean.push_back(' ');
        if (byte >= 0x20 && byte != 0x7f) clean.push_back(static_cast<char>(byte));
    }
    const auto first = clean.find_first_not_of(' ');
    return first == std::string::npos ? "" : clean.substr(first, clean.find_last_not_of(' ') - first + 1);
}

void cut(std::string& text, std::size_t width) {
    if (text.size() <= width) return;
    while (width > 0 && (static_cast<unsigned char>(text[width]) & 0xC0U) == 0x80U) --width;
    text.resize(width);
    text += "…";
}

}  // namespace

void BoundedText::append(std::string_view bytes) {
    total_ += static_cast<std::int64_t>(bytes.size());
    if (head_.size() < half_) {
        const auto taken = std::min(half_ - head_.size(), bytes.size());
        head_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
    }
    if (bytes.size() > half_) bytes.remove_prefix(bytes.size() - half_);
    if (ring_.size() < half_) {
        const auto taken = std::min(half_ - ring_.size(), bytes.size());
        ring_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
    }
    while (!bytes.empty()) {
        const auto taken = std::min(half_ - next_, bytes.size());
        ring_.replace(next_, taken, bytes.substr(0, taken));
        next_ = (next_ + taken) % half_;
        bytes.remove_prefix(taken);
    }
}

std::string BoundedText::tail() const { return ring_.substr(next_) + ring_.substr(0, next_); }

std::string BoundedText::text() const {
    if (ring_.empty()) return head_;
    const auto kept = static_cast<std::int64_t>(head_.size() + ring_.size());
    return head_ + (total_ > kept ? left_out(total_ - kept) : "") + tail();
}

void BoundedText::clear() {
    head_.clear();
    ring_.clear();
    next_ = 0;
    total_ = 0;
}

std::string last_line(std::string_view text, std::size_t width) {
    while (!text.empty()) {
        const auto end = text.find_last_of("\r\n");
        std::string line = cleaned(end == std::string_view::npos ? text : text.substr(end + 1));
        if (!line.empty()) {
            cut(line, width);
            return line;
        }
        text = end == std::string_view::npos ? std::string_view() : text.substr(0, end);
    }
    return {};
}

void LiveLog::append(std::string_view bytes) {
    const auto taken = std::min(k_most_pending - pending_.size(), bytes.size());
    pending_.append(bytes.substr(0, taken));
    skipped_ += static_cast<std::int64_t>(bytes.size() - taken);
}

void LiveLog::flush() {
    if (pending_.empty()) return;
    if (skipped_ > 0) pending_ += left_out(skipped_);
    skipped_ = 0;
    if (file_ < 0) file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (written_ + static_cast<std::int64_t>(pending_.size()) > limit_ && ::ftruncate(file_, 0) == 0) written_ = 0;
    if (const ssize_t size = ::write(file_, pending_.data(), pending_.size()); size > 0) written_ += size;
    pending_.clear();
}

void LiveLog::remove() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(path_.c_str());
    file_ = -1;
}

}  // namespace paretop::process
