// The colours of the roles on terminals of every ability.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "views/surface/style.h"

namespace paretop::views {

enum class ColourDepth { mono, sixteen, two_hundred_fifty_six, direct };

struct Colour {
    std::uint32_t rgb;    // 24 bits
    std::uint8_t of_256;  // the nearest of the 256
    std::uint8_t of_16;
};

// Readable on light and on dark backgrounds; nothing for Role::normal, which is the terminal's own.
[[nodiscard]] const Colour* colour_of(Role role);

// What to use, given how many colours the terminal description has and the environment (null: not set). NO_COLOR, when set and
// not empty, means mono.
[[nodiscard]] ColourDepth choose_depth(int colours, bool can_redefine, const char* colorterm, const char* no_color);

}  // namespace paretop::views
