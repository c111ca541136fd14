// Text as cells. Whatever the bytes are — a child's output, a file's name — what comes out of here is harmless:
// escapes and other control characters become visible pictures, invalid UTF-8 becomes U+FFFD, marks that reorder
// or hide text are dropped, and every glyph has a width that all terminals agree on.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace paretop::views {

enum class Charset { unicode, ascii };

// What one cell shows: a base character with its combining marks, in UTF-8. Two cells wide for CJK and emoji.
struct Glyph {
    static constexpr std::size_t k_capacity = 20;  // five code points, as many as curses puts into one cell

    std::array<char, k_capacity> bytes{' '};
    std::uint8_t length = 1;
    std::uint8_t width = 1;

    [[nodiscard]] std::string_view text() const { return {bytes.data(), length}; }
    friend bool operator==(const Glyph& a, const Glyph& b) { return a.width == b.width && a.text() == b.text(); }
};

// Walks text glyph by glyph. Borrows the text.
class Glyphs {
  public:
    explicit Glyphs(std::string_view text) : rest_(text) {}
    bool next(Glyph& out);  // false at the end
    [[nodiscard]] std::size_t bytes_left() const { return rest_.size(); }

  private:
    void take_marks(Glyph& glyph);
    std::string_view rest_;
};

// The one-character (or, for wide ones, two-character) stand-in for terminals without UTF-8.
Glyph ascii_glyph(const Glyph& glyph);

[[nodiscard]] int width_of(std::string_view text);                           // cells
[[nodiscard]] std::string harmless(std::string_view text);                   // safe to print anywhere
[[nodiscard]] std::string shorten(std::string_view text, int width);         // a name: "preproce…"
[[nodiscard]] std::string shorten_middle(std::string_view text, int width);  // a path: "/srv/ru…/lab.db"
[[nodiscard]] std::string pad_left(std::string_view text, int width);        // right-aligned
[[nodiscard]] std::string pad_right(std::string_view text, int width);       // left-aligned
[[nodiscard]] std::string repeat(std::string_view text, int times);

// Decodes one code point and removes it from the front; −1 for an invalid byte, which is removed too. Not for empty text.
std::int32_t take_code_point(std::string_view& text);
void append_utf8(std::string& out, char32_t code_point);

}  // namespace paretop::views
