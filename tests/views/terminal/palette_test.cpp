#include "views/terminal/palette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace paretop::views {
namespace {

TEST(Palette, TakesTheBestTheTerminalOffers) {
    EXPECT_EQ(choose_depth(16'777'216, false, nullptr, nullptr), ColourDepth::direct);
    EXPECT_EQ(choose_depth(256, true, "truecolor", nullptr), ColourDepth::direct);
    EXPECT_EQ(choose_depth(256, true, "24bit", nullptr), ColourDepth::direct);
    EXPECT_EQ(choose_depth(256, false, "truecolor", nullptr), ColourDepth::two_hundred_fifty_six)
        << "it cannot redefine its palette";
    EXPECT_EQ(choose_depth(256, true, nullptr, nullptr), ColourDepth::two_hundred_fifty_six);
    EXPECT_EQ(choose_depth(16, true, "truecolor", nullptr), ColourDepth::sixteen);
    EXPECT_EQ(choose_depth(8, false, nullptr, nullptr), ColourDepth::sixteen);
    EXPECT_EQ(choose_depth(2, false, nullptr, nullptr), ColourDepth::mono);
}

TEST(Palette, NoColorMeansNone) {
    EXPECT_EQ(choose_depth(256, true, "truecolor", "1"), ColourDepth::mono);
    EXPECT_EQ(choose_depth(256, false, nullptr, ""), ColourDepth::two_hundred_fifty_six) << "set but empty is not set";
}

int cube_level(int i) { return i == 0 ? 0 : 55 + 40 * i; }

// The 256-colour palette of xterm: a cube from 16 on, greys from 232 on.
std::array<int, 3> rgb_of_256(int number) {
    if (number >= 232) return {8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232)};
    const int at = number - 16;
    return {cube_level(at / 36), cube_level(at / 6 % 6), cube_level(at % 6)};
}

TEST(Palette, TheFallbackIsNearTheColourItStandsFor) {
    for (const Role role : {Role::dim, Role::accent, Role::good, Role::warning, Role::bad}) {
        const Colour& colour = *colour_of(role);
        const auto near = rgb_of_256(colour.of_256);
        for (int i = 0; i < 3; ++i) {
            const int wanted = static_cast<int>(colour.rgb >> (16 - 8 * i) & 0xFF);
            EXPECT_LE(std::abs(wanted - near[static_cast<std::size_t>(i)]), 40) << static_cast<int>(role);
        }
    }
    EXPECT_EQ(colour_of(Role::normal), nullptr) << "the terminal's own";
}

}  // namespace
}  // namespace paretop::views
