// What children print, bounded: half of the budget from the start, half from the end, the rest only counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace paretop::process {

class BoundedText {
  public:
    explicit BoundedText(std::int64_t limit) : half_(static_cast<std::size_t>(limit < 2 ? 1 : limit / 2)) {}

    void append(std::string_view bytes);
    [[nodiscard]] std::string text() const;  // says in the middle how many bytes were left out
    [[nodiscard]] std::string head() const { return head_; }
    [[nodiscard]] std::string tail() const;  // what is kept from the end, empty while everything fits the head
    [[nodiscard]] std::int64_t total() const { return total_; }
    [[nodiscard]] bool cut() const { return total_ > static_cast<std::int64_t>(2 * half_); }
    void clear();

  private:
    std::size_t half_;
    std::string head_;
    std::string ring_;  // the last bytes behind the head; oldest at next_ once full
    std::size_t next_ = 0;
    std::int64_t total_ = 0;
};

// The end of what `text` says in one line: its last line that is not blank, without escapes and control characters, at most
// `width` bytes (cut on a code point).
std::string last_line(std::string_view text, std::size_t width = 200);

// A file that grows while a trial runs, for `log -f`. It comes into being with the first flush that has something to write, never
// exceeds `limit` (then it starts again from its beginning) and is removed at the end.
class LiveLog {
  public:
    LiveLog(std::string path, std::int64_t limit) : path_(std::move(path)), limit_(limit) {}
    ~LiveLog() { remove(); }
    LiveLog(const LiveLog&) = delete;
    LiveLog& operator=(const LiveLog&) = delete;

    void append(std::string_view bytes);  // held in memory, at most 64 KiB, until flush()
    void flush();                         // a file that cannot be written is given up silently: the log still goes to the store
    void remove();

  private:
    std::string path_;
    std::int64_t limit_, written_ = 0;
    std::string pending_;
    std::int64_t skipped_ = 0;
    int file_ = -1;
};

}  // namespace paretop::process
