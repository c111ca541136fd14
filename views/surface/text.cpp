#include "views/surface/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <vector>

namespace paretop::views {
namespace {

constexpr std::int32_t k_replacement = 0xFFFD;

bool in(std::int32_t c, std::int32_t first, std::int32_t last) { return c >= first && c <= last; }

bool is_mark(std::int32_t c) {
    const auto category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

// Variation selectors and skin tones change widths on some terminals and not on others.
bool is_dropped(std::int32_t c) {
    return in(c, 0xFE00, 0xFE0F) || in(c, 0x1F3FB, 0x1F3FF) || in(c, 0xE0000, 0xE0FFF) ||
           utf8proc_category(c) == UTF8PROC_CATEGORY_CF || utf8proc_category(c) == UTF8PROC_CATEGORY_ZL ||
           utf8proc_category(c) == UTF8PROC_CATEGORY_ZP;
}

// A printable code point in the place of any other.
std::int32_t visible(std::int32_t c) {
    if (c == '\t') return ' ';
    if (in(c, 0, 0x1F)) return 0x2400 + c;
    if (c == 0x7F) return 0x2421;
    if (in(c, 0x1F1E6, 0x1F1FF)) return 'A' + (c - 0x1F1E6);  // halves of flags
    if (c < 0 || utf8proc_category(c) == UTF8PROC_CATEGORY_CC || utf8proc_category(c) == UTF8PROC_CATEGORY_CN)
        return k_replacement;
    return c;
}

int cells_of(std::int32_t c) {
    if (in(c, 0x2400, 0x2426)) return 1;
    return std::clamp(utf8proc_charwidth(c), 1, 2);
}

bool append(Glyph& glyph, std::int32_t c) {
    utf8proc_uint8_t utf8[4];
    const auto length = static_cast<std::size_t>(utf8proc_encode_char(c, utf8));
    if (glyph.length + length > Glyph::k_capacity) return false;
    std::copy_n(utf8, length, glyph.bytes.begin() + glyph.length);
    glyph.length = static_cast<std::uint8_t>(glyph.length + length);
    return true;
}

std::vector<Glyph> glyphs_of(std::string_view text) {
    std::vector<Glyph> all;
    Glyphs walk(text);
    for (Glyph glyph; walk.next(glyph);) all.push_back(glyph);
    return all;
}

std::string take_cells(const std::vector<Glyph>& glyphs, int width, bool from_end) {
    std::string out;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        const Glyph& glyph = glyphs[from_end ? glyphs.size() - 1 - i : i];
        if (glyph.width > width) break;
        width -= glyph.width;
        out.insert(from_end ? 0 : out.size(), glyph.text());
    }
    return out;
}

}  // namespace

std::int32_t take_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) {
        text.remove_prefix(1);
        return first;
    }
    utf8proc_int32_t c = -1;
    const auto used =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &c);
    text.remove_prefix(used > 0 ? static_cast<std::size_t>(used) : 1);
    return used > 0 ? c : -1;
}

void append_utf8(std::string& out, char32_t code_point) {
    utf8proc_uint8_t utf8[4];
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), utf8);
    out.append(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(length));
}

bool Glyphs::next(Glyph& out) {
    while (!rest_.empty()) {
        const std::int32_t c = take_code_point(rest_);
        if (in(c, 0x20, 0x7E) && (rest_.empty() || static_cast<unsigned char>(rest_.front()) < 0x80)) {
            out.bytes[0] = static_cast<char>(c);
            out.length = out.width = 1;
            return true;
        }
        if (c >= 0 && is_dropped(c)) continue;
        const std::int32_t shown = c >= 0 && is_mark(c) ? 0x25CC : visible(c);  // a mark with nothing under it: on a circle
        out.length = 0;
        append(out, shown);
        out.width = static_cast<std::uint8_t>(cells_of(shown));
        if (c >= 0 && is_mark(c)) append(out, c);
        take_marks(out);
        return true;
    }
    return false;
}

void Glyphs::take_marks(Glyph& glyph) {
    int marks = 0;
    while (!rest_.empty() && static_cast<unsigned char>(rest_.front()) >= 0x80) {
        std::string_view after = rest_;
        const std::int32_t c = take_code_point(after);
        if (c < 0 || (!is_mark(c) && !is_dropped(c))) return;
        if (!is_dropped(c) && marks < 3 && append(glyph, c)) ++marks;
        rest_ = after;
    }
}

int width_of(std::string_view text) {
    int width = 0;
    Glyphs walk(text);
    for (Glyph glyph; walk.next(glyph);) width += glyph.width;
    return width;
}

std::string harmless(std::string_view text) {
    std::string out;
    Glyphs walk(text);
    for (Glyph glyph; walk.next(glyph);) out += glyph.text();
    return out;
}

std::string shorten(std::string_view text, int width) {
    if (width_of(text) <= width) return std::string(text);
    if (width <= 0) return {};
    return take_cells(glyphs_of(text), width - 1, false) + "…";
}

std::string shorten_middle(std::string_view text, int width) {
    if (width_of(text) <= width) return std::string(text);
    if (width <= 0) return {};
    const auto glyphs = glyphs_of(text);
    const int tail = (width - 1 + 1) / 2;
    return take_cells(glyphs, width - 1 - tail, false) + "…" + take_cells(glyphs, tail, true);
}

std::string pad_left(std::string_view text, int width) { return repeat(" ", width - width_of(text)).append(text); }

std::string pad_right(std::string_view text, int width) { return std::string(text) + repeat(" ", width - width_of(text)); }

std::string repeat(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

}  // namespace paretop::views
