#include "views/screens/units.h"

#include <gtest/gtest.h>

#include <cmath>

namespace paretop::views {
namespace {

TEST(Units, QuantitiesChooseTheirUnit) {
    EXPECT_EQ(quantity(0.112, "s"), "0.112 s");
    EXPECT_EQ(quantity(0.0035, "s"), "3.50 ms");
    EXPECT_EQ(quantity(2527068, "bytes"), "2.41 MiB");
    EXPECT_EQ(quantity(512, "bytes"), "512 B");
    EXPECT_EQ(quantity(91.2, "%"), "91.2 %");
    EXPECT_EQ(quantity(12, ""), "12");
    EXPECT_EQ(quantity(std::nan(""), "s"), "–");
}

TEST(Units, AColumnHasOneUnit) {
    EXPECT_EQ(scale_for("bytes", 3e6).title("bytes"), "bytes, MiB");
    EXPECT_DOUBLE_EQ(scale_for("bytes", 3e6).factor, 1024 * 1024);
    EXPECT_EQ(scale_for("s", 0.2).title("wall_s"), "wall_s, s");
    EXPECT_EQ(scale_for("s", 2e-6).unit, "µs");
    EXPECT_EQ(scale_for("s", 0).unit, "s");
    EXPECT_EQ(scale_for("images/s", 2e9).unit, "images/s");
}

TEST(Units, SpansOfAnyLength) {
    EXPECT_EQ(span_text(0), "0 s");
    EXPECT_EQ(span_text(4.7e6), "4.70 ms");
    EXPECT_EQ(span_text(-99e9), "−99.0 s");
    EXPECT_EQ(span_text(2300e9), "38m 20s");
    EXPECT_EQ(span_text(-3720e9), "−1h 02m");
}

TEST(Units, TimeThatHasPassed) {
    constexpr Nanoseconds k_second = 1'000'000'000;
    EXPECT_EQ(ago(0, k_second / 2), "just now");
    EXPECT_EQ(ago(0, 9 * k_second), "9 s ago");
    EXPECT_EQ(ago(0, 250 * k_second), "4 min ago");
    EXPECT_EQ(ago(0, 90000 * k_second), "1 day ago");
    EXPECT_EQ(ago(90000 * k_second, 0), "just now");
}

}  // namespace
}  // namespace paretop::views
