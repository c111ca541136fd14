#include "views/widgets/format.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <limits>

namespace paretop::views {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr double k_infinity = std::numeric_limits<double>::infinity();

TEST(Format, NumbersHaveThreeSignificantDigits) {
    EXPECT_EQ(number(0.03141), "0.0314");
    EXPECT_EQ(number(2.1), "2.10");
    EXPECT_EQ(number(12.345), "12.3");
    EXPECT_EQ(number(245.6), "246");
    EXPECT_EQ(number(1234.4), "1234");
    EXPECT_EQ(number(0), "0");
    EXPECT_EQ(number(-0.5), "−0.500");
    EXPECT_EQ(number(0.871, 2), "0.87");
}

TEST(Format, RoundingDoesNotAddADigit) {
    EXPECT_EQ(number(9.999), "10.0");
    EXPECT_EQ(number(99.96), "100");
    EXPECT_EQ(number(0.99999), "1.00");
}

TEST(Format, VeryLargeAndVerySmallNumbersHaveExponents) {
    EXPECT_EQ(number(123456789.0), "1.23e+08");
    EXPECT_EQ(number(1.25e-7), "1.25e−07");
    EXPECT_EQ(number(1e300), "1.00e+300");
}

TEST(Format, WhatIsNotKnownIsADash) {
    EXPECT_EQ(number(k_nan), "–");
    EXPECT_EQ(duration(k_nan), "–");
    EXPECT_EQ(size(k_infinity), "–");
    EXPECT_EQ(change(k_nan), "–");
    EXPECT_EQ(number(k_infinity), "∞");
    EXPECT_EQ(number(-k_infinity), "−∞");
}

TEST(Format, AnIntervalDecidesTheDigits) {
    EXPECT_EQ(measured(0.0932, 0.0021).value, "0.093");
    EXPECT_EQ(measured(0.0932, 0.0021).interval, "±0.002");
    EXPECT_EQ(measured(12.3456, 0.134).value, "12.35");
    EXPECT_EQ(measured(12.3456, 0.134).interval, "±0.13");
    EXPECT_EQ(measured(1234.5, 30).value, "1234");
    EXPECT_EQ(measured(1234.5, 30).interval, "±30");
    EXPECT_EQ(measured(2, 0).interval, "±0");
    EXPECT_EQ(measured(2, k_nan).interval, "");
    EXPECT_EQ(measured(5.5, 0.0996).interval, "±0.10");
}

TEST(Format, FixedHasNoNegativeZero) {
    EXPECT_EQ(fixed(-0.001, 2), "0.00");
    EXPECT_EQ(fixed(-1.5, 1), "−1.5");
}

TEST(Format, DurationsHaveTwoUnitsAtMost) {
    EXPECT_EQ(duration(0), "0 s");
    EXPECT_EQ(duration(0.0304), "30 ms");
    EXPECT_EQ(duration(0.9996), "1 s");
    EXPECT_EQ(duration(21), "21 s");
    EXPECT_EQ(duration(59.7), "1m 00s");
    EXPECT_EQ(duration(100), "1m 40s");
    EXPECT_EQ(duration(3725), "1h 02m");
    EXPECT_EQ(duration(86400 * 3 + 3600 * 4), "3d 04h");
    EXPECT_EQ(duration(-100), "−1m 40s");
    EXPECT_NE(duration(1e300), "") << "no overflow";
}

TEST(Format, SizesAreBinary) {
    EXPECT_EQ(size(0), "0 B");
    EXPECT_EQ(size(512), "512 B");
    EXPECT_EQ(size(1000), "0.977 KiB");
    EXPECT_EQ(size(1.9 * 1024 * 1024), "1.90 MiB");
    EXPECT_EQ(size(3.0 * 1024 * 1024 * 1024), "3.00 GiB");
    EXPECT_EQ(size(1e30), "8.67e+11 EiB");
}

TEST(Format, SharesAndChanges) {
    EXPECT_EQ(percent(0.62), "62 %");
    EXPECT_EQ(percent(0.004), "0.4 %");
    EXPECT_EQ(percent(0), "0 %");
    EXPECT_EQ(change(5.9), "+590 %");
    EXPECT_EQ(change(-0.096), "−9.6 %");
    EXPECT_EQ(change(-0.17), "−17 %");
    EXPECT_EQ(change(0.0002), "±0 %");
}

TEST(Format, CountsAreGrouped) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(1000000), "1,000,000");
    EXPECT_EQ(grouped(-1234), "−1,234");
    EXPECT_EQ(count_of(1, "trial"), "1 trial");
    EXPECT_EQ(count_of(12000, "trial"), "12,000 trials");
}

TEST(Format, TimesNameTheDayOnlyWhenItIsAnother) {
    setenv("TZ", "UTC", 1);
    tzset();
    constexpr Nanoseconds second = 1'000'000'000;
    constexpr Nanoseconds noon = 1'763'726'400 * second;  // 2025-11-21 12:00
    EXPECT_EQ(clock_time(noon + 123 * 60 * second, noon), "14:03");
    EXPECT_EQ(clock_time(noon - 24 * 3600 * second, noon), "20 Nov 12:00");
    EXPECT_EQ(clock_time(noon - 400 * 24 * 3600 * second, noon), "2024-10-17");
}

}  // namespace
}  // namespace paretop::views
