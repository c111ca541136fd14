#include <gtest/gtest.h>

#include "engine/spec/spec.h"

namespace paretop::spec {
namespace {

TEST(units, read_durations) {
    const std::vector<std::pair<std::string_view, Nanoseconds>> cases{{"30s", 30'000'000'000},
                                                                      {"1h30m", 5'400'000'000'000},
                                                                      {"250ms", 250'000'000},
                                                                      {"1.5 s", 1'500'000'000},
                                                                      {"0s", 0},
                                                                      {"7ns", 7},
                                                                      {"3us", 3'000},
                                                                      {"3µs", 3'000},
                                                                      {"2d", 172'800'000'000'000},
                                                                      {"1m 5s", 65'000'000'000}};
    for (const auto& [text, expected] : cases) EXPECT_EQ(parse_duration(text), expected) << text;
    for (const auto* const text : {"", "30", "s", "-3s", "30 sec", "1e3s", "30s!", "nan", "1..5s", "9999999d", "inf s", "30S"}) {
        const auto duration = parse_duration(text);
        ASSERT_FALSE(duration) << text;
        EXPECT_FALSE(duration.error().remedy.empty());
    }
}

TEST(units, read_sizes) {
    const std::vector<std::pair<std::string_view, std::int64_t>> cases{
        {"2GiB", 2147483648}, {"64KiB", 65536},     {"10MB", 10'000'000}, {"0", 0},
        {"1500", 1500},       {"1.5 MiB", 1572864}, {"12B", 12},          {"4TiB", 4398046511104}};
    for (const auto& [text, expected] : cases) EXPECT_EQ(parse_size(text), expected) << text;
    for (const auto* const text : {"", "2G", "2gib", "-1", "GiB", "1GiB1MiB", "99999999TiB", "0x10", "1e3"})
        EXPECT_FALSE(parse_size(text)) << text;
}

}  // namespace
}  // namespace paretop::spec
