// The output of a trial as lines: from the store when it has ended, from its file while it runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace paretop::model {

class LogText {
  public:
    static constexpr std::int64_t k_kept = 256 * 1024;  // bytes of a live log, from its end

    // The whole of it; `total` bytes there were.
    void set(std::string_view content, std::int64_t total);
    // Reads what was appended since the last call; at first, and after more than k_kept bytes at once, only the end. A file that
    // is not there is an empty log: nothing was printed yet. True: something new.
    Result<bool> follow(const std::string& path);

    // Colours and other terminal commands are taken out; of a line that rewrote itself (\r) the last state is kept.
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    [[nodiscard]] std::int64_t omitted() const { return omitted_; }  // bytes that were printed and are not here
    // The next line with `text` in it, whatever the case, from `from` on, going round; −1: none.
    [[nodiscard]] std::int64_t find(std::string_view text, std::int64_t from, bool forward) const;

  private:
    void append(std::string_view bytes);

    std::vector<std::string> lines_;
    std::string open_line_;  // raw bytes of the last line while its end is missing
    std::int64_t omitted_ = 0;
    std::int64_t read_ = 0;  // bytes of the file that were looked at
};

}  // namespace paretop::model
