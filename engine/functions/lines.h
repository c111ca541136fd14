// A stream, line by line, in bounded memory whatever is in it.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace paretop::functions {

inline constexpr std::size_t k_longest_line = std::size_t{4} << 20U;  // bytes; what a line has beyond is left out

// Text of two bytes a character, as some tools of Windows write it, is refused with the way to convert it.
Result<void> need_bytes(std::string_view head, const std::string& name);
inline constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";  // of UTF-8: passed over where a text begins

class Lines {
  public:
    explicit Lines(std::istream& source) : source_(source) {}

    // The next line without its end (LF or CR LF); false: there is none. The view holds until the next call.
    bool next(std::string_view& line);
    [[nodiscard]] std::int64_t number() const { return number_; }  // of the line that was read, from 1
    [[nodiscard]] bool cut() const { return cut_; }                // it was longer than k_longest_line
    [[nodiscard]] bool ended() const { return ended_; }            // with an end of line: false for a last line that may be cut
    [[nodiscard]] bool failed() const { return source_.bad(); }
    // The first bytes of the stream, without reading on from them: 64 KiB, or more until a line has ended.
    std::string_view peek();

  private:
    bool fill();

    std::istream& source_;
    std::string block_;
    std::size_t at_ = 0;
    std::string line_;
    std::int64_t number_ = 0;
    bool cut_ = false, ended_ = false;
};

}  // namespace paretop::functions
