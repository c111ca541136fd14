#include "views/model/log_text.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "views/model/words.h"

namespace paretop::model {
namespace {

// Length of the escape sequence at the start of `text`, which begins with ESC (ECMA-48: CSI … final byte, OSC … BEL or ST).
std::size_t escape_length(std::string_view text) {
    if (text.size() < 2) return text.size();
    std::size_t at = 2;
    if (text[1] == '[') {
        while (at < text.size() && (text[at] < 0x40 || text[at] > 0x7e)) ++at;
        return std::min(at + 1, text.size());
    }
    if (text[1] == ']') {
        while (at < text.size() && text[at] != '\a' && text[at] != '\033') ++at;
        const bool terminator = at + 1 < text.size() && text[at] == '\033';
        return std::min(at + (terminator ? 2 : 1), text.size());
    }
    return 2;
}

std::string readable(std::string_view line) {
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (const auto rewritten = line.rfind('\r'); rewritten != std::string_view::npos) line.remove_prefix(rewritten + 1);
    std::string text;
    while (!line.empty()) {
        if (line.front() == '\033') {
            line.remove_prefix(escape_length(line));
            continue;
        }
        if (line.front() == '\t')
            text.append(8 - text.size() % 8, ' ');
        else
            text += line.front();
        line.remove_prefix(1);
    }
    return text;
}

}  // namespace

void LogText::append(std::string_view bytes) {
    if (!open_line_.empty()) lines_.pop_back();
    open_line_ += bytes;
    std::string_view rest = open_line_;
    for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        lines_.push_back(readable(rest.substr(0, end)));
        rest.remove_prefix(end + 1);
    }
    if (!rest.empty()) lines_.push_back(readable(rest));
    open_line_ = std::string(rest);
}

void LogText::set(std::string_view content, std::int64_t total) {
    *this = LogText();
    append(content);
    omitted_ = std::max<std::int64_t>(0, total - static_cast<std::int64_t>(content.size()));
    read_ = total;
}

Result<bool> LogText::follow(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        if (errno == ENOENT) return false;
        return fail(ErrorKind::io, fmt::format("cannot read the log: {}", std::strerror(errno)), path);
    }
    const std::int64_t size = info.st_size;
    if (size < read_) *this = LogText();  // another file by now
    if (size == read_) return false;
    if (size - read_ > k_kept) {
        *this = LogText();
        read_ = size - k_kept;
        omitted_ = read_;
    }
    std::ifstream file(path, std::ios::binary);
    file.seekg(read_);
    std::string bytes(static_cast<std::size_t>(size - read_), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    read_ += file.gcount();
    append(bytes);
    return !bytes.empty();
}

std::int64_t LogText::find(std::string_view text, std::int64_t from, bool forward) const {
    const auto count = static_cast<std::int64_t>(lines_.size());
    const auto words = std::vector{lower_case(text)};
    for (std::int64_t step = 0; step < count; ++step) {
        const auto at = ((forward ? from + step : from - step) % count + count) % count;
        if (contains_words(lines_[static_cast<std::size_t>(at)], words)) return at;
    }
    return -1;
}

}  // namespace paretop::model
