#include "views/terminal/palette.h"

namespace paretop::views {

const Colour* colour_of(Role role) {
    static constexpr std::array<Colour, 6> k_colours{{
        {0, 0, 0},
        {0x8a8a8a, 245, 8},  // dim
        {0x3d8fe0, 68, 6},   // accent
        {0x4c9f3f, 71, 2},   // good
        {0xc78a16, 172, 3},  // warning
        {0xdc4f45, 167, 1},  // bad
    }};
    return role == Role::normal ? nullptr : &k_colours[static_cast<std::size_t>(role)];
}

ColourDepth choose_depth(int colours, bool can_redefine, const char* colorterm, const char* no_color) {
    if (no_color != nullptr && *no_color != '\0') return ColourDepth::mono;
    if (colours < 8) return ColourDepth::mono;
    if (colours > 256) return ColourDepth::direct;
    const std::string_view announced = colorterm == nullptr ? "" : colorterm;
    if (colours == 256 && can_redefine && (announced == "truecolor" || announced == "24bit")) return ColourDepth::direct;
    return colours == 256 ? ColourDepth::two_hundred_fifty_six : ColourDepth::sixteen;
}

}  // namespace paretop::views
