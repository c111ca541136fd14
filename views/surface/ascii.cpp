// Stand-ins for terminals without UTF-8. Each keeps the width of what it stands for, so that no layout changes.
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "views/surface/text.h"

namespace paretop::views {
namespace {

constexpr std::array<std::pair<char32_t, char>, 70> k_stand_ins{{
    {U'–', '-'}, {U'—', '-'}, {U'−', '-'}, {U'·', '-'}, {U'…', '~'}, {U'±', '~'}, {U'×', 'x'},  {U'µ', 'u'},  {U'→', '>'},
    {U'←', '<'}, {U'↑', '^'}, {U'↓', 'v'}, {U'›', '>'}, {U'▸', '>'}, {U'▴', '^'}, {U'▾', 'v'},  {U'●', '*'},  {U'‖', '='},
    {U'✓', '+'}, {U'✗', 'x'}, {U'◌', '.'}, {U'◉', '@'}, {U'○', 'o'}, {U'◆', '#'}, {U'─', '-'},  {U'│', '|'},  {U'┌', '+'},
    {U'┐', '+'}, {U'└', '+'}, {U'┘', '+'}, {U'├', '+'}, {U'┤', '+'}, {U'┬', '+'}, {U'┴', '+'},  {U'┼', '+'},  {U'┈', '.'},
    {U'┊', ':'}, {U'╌', '-'}, {U'╎', ':'}, {U'╵', '|'}, {U'▁', '_'}, {U'▂', '.'}, {U'▃', '-'},  {U'▄', '='},  {U'▅', '+'},
    {U'▆', '*'}, {U'▇', '%'}, {U'█', '#'}, {U'▏', ' '}, {U'▎', '-'}, {U'▍', '-'}, {U'▌', '='},  {U'▋', '='},  {U'▊', '='},
    {U'▉', '#'}, {U'≤', '<'}, {U'≥', '>'}, {U'≠', '!'}, {U'“', '"'}, {U'”', '"'}, {U'‘', '\''}, {U'’', '\''}, {U'«', '"'},
    {U'»', '"'}, {U'×', 'x'}, {U'⌀', 'o'}, {U'∅', 'o'}, {U'•', '*'}, {U'§', '$'}, {U'‑', '-'},
}};

// Dots of the upper half, the lower half, both, or many.
char braille_stand_in(char32_t c) {
    const auto dots = static_cast<unsigned>(c - 0x2800);
    const unsigned upper = dots & 0x1Bu;
    const unsigned lower = dots & 0xE4u;
    if (dots == 0) return ' ';
    if (std::popcount(dots) >= 6) return '#';
    if (upper != 0 && lower != 0) return ':';
    return upper != 0 ? '\'' : '.';
}

// The letter under an accent: é is e.
char base_letter(std::int32_t c) {
    utf8proc_int32_t parts[16];
    int boundary = 0;
    const auto n =
        utf8proc_decompose_char(c, parts, 16, static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &boundary);
    const bool ascii = n > 0 && parts[0] >= 0x20 && parts[0] < 0x7F;
    return ascii ? static_cast<char>(parts[0]) : '?';
}

char stand_in(std::int32_t c) {
    const auto code = static_cast<char32_t>(c);
    if (code >= 0x2800 && code <= 0x28FF) return braille_stand_in(code);
    if (code >= 0x2400 && code <= 0x2421) return '^';
    const auto* found = std::find_if(k_stand_ins.begin(), k_stand_ins.end(), [code](const auto& p) { return p.first == code; });
    return found != k_stand_ins.end() ? found->second : base_letter(c);
}

}  // namespace

Glyph ascii_glyph(const Glyph& glyph) {
    std::string_view text = glyph.text();
    const std::int32_t c = text.empty() ? ' ' : take_code_point(text);
    const char shown = c < 0x80 ? static_cast<char>(c) : stand_in(c);
    Glyph out;
    out.width = glyph.width;
    out.length = glyph.width;
    out.bytes[0] = out.bytes[1] = shown;
    return out;
}

}  // namespace paretop::views
