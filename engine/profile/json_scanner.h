// A pull scanner over JSON of any length and depth in constant memory: it never builds a tree and never recurses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/profile/lines.h"

namespace paretop::profile {

// Forgiving where traces are: a cut end, commas and colons that are missing or too many. What is no JSON at all ends it (`bad`).
class JsonScanner {
  public:
    explicit JsonScanner(InputFile file);         // borrows nothing
    explicit JsonScanner(std::string_view text);  // the text must outlive it

    // key: a text that a colon follows. end: nothing more, wherever in the structure. Text and numbers are valid until the next
    // call; of texts longer than k_longest_text the rest is passed over.
    enum class Token { begin_object, end_object, begin_array, end_array, key, text, number, word, end, bad };
    Token next();
    [[nodiscard]] std::string_view text() const { return text_; }
    // Passes over the value that begins with `token`, which next() has given.
    void skip(Token token);
    [[nodiscard]] std::int64_t position() const { return base_ + static_cast<std::int64_t>(at_); }  // bytes read so far
    [[nodiscard]] const Result<void>& status() const { return status_; }                            // of reading the file
    static constexpr std::size_t k_longest_text = 4096;

  private:
    int peek() { return at_ < size_ || fill() ? static_cast<unsigned char>(data_[at_]) : -1; }
    bool fill();
    void pass_mark();  // of UTF-8, where the text begins
    int peek_after_space();
    Token read_text();
    Token read_plain(Token token);
    void read_escape();
    void append_code(unsigned code);

    std::string buffer_, text_;
    const char* data_ = nullptr;
    std::size_t at_ = 0, size_ = 0;
    std::int64_t base_ = 0;
    std::optional<InputFile> file_;
    Result<void> status_;
};

}  // namespace paretop::profile
