#include <gtest/gtest.h>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

using Kind = Threshold::Kind;

TEST(amounts, are_numbers_of_the_unit_of_the_metric) {
    struct Case {
        std::string_view text, unit;
        double expected;
    };
    for (const auto& [text, unit, expected] : {Case{"90", "", 90},
                                               {" -1.5 ", "points", -1.5},
                                               {"1e-3", "s", 1e-3},
                                               {"2GiB", "bytes", 2147483648.},
                                               {"1kB", "B", 1000},
                                               {"250ms", "s", 0.25},
                                               {"2s", "ms", 2000},
                                               {"3us", "ns", 3000},
                                               {"1h30m", "min", 90},
                                               {"90m", "h", 1.5}}) {
        const auto amount = parse_amount(text, unit);
        ASSERT_TRUE(amount) << text;
        EXPECT_DOUBLE_EQ(*amount, expected) << text;
    }
    for (const auto& [text, unit] :
         {std::pair{"", ""}, {"x", "s"}, {"2GiB", "s"}, {"2s", "bytes"}, {"inf", ""}, {"nan", "s"}, {"1,5", ""}, {"5%", "%"}}) {
        const auto amount = parse_amount(text, unit);
        ASSERT_FALSE(amount) << text;
        EXPECT_FALSE(amount.error().remedy.empty());
    }
}

TEST(thresholds, are_absolute_or_relative_to_the_baseline) {
    struct Case {
        std::string_view text, unit;
        Kind kind;
        double amount;
    };
    for (const auto& [text, unit, kind, amount] : {Case{"+3%", "s", Kind::relative_percent, 3},
                                                   {"-12.5%", "", Kind::relative_percent, -12.5},
                                                   {"+0%", "", Kind::relative_percent, 0},
                                                   {"-1.5", "", Kind::relative_offset, -1.5},
                                                   {"+50ms", "s", Kind::relative_offset, 0.05},
                                                   {"0.2", "s", Kind::absolute, 0.2},
                                                   {"2MiB", "bytes", Kind::absolute, 2097152},
                                                   {" +3 %", "", Kind::relative_percent, 3}}) {
        const auto threshold = parse_threshold(text, unit);
        ASSERT_TRUE(threshold) << text << threshold.error().message();
        EXPECT_EQ(threshold->kind, kind) << text;
        EXPECT_DOUBLE_EQ(threshold->amount, amount) << text;
        EXPECT_EQ(threshold->text, text);
    }
    for (const auto* const text : {"", "+", "%", "3%", "+-3", "++3%", "+3%%", "about 3", "+inf", "+3s"}) {
        const auto threshold = parse_threshold(text, "");
        ASSERT_FALSE(threshold) << text;
        EXPECT_FALSE(threshold.error().remedy.empty()) << text;
    }
}

TEST(sources, have_units_of_their_own) {
    EXPECT_EQ(builtin_unit(Source::Kind::wall), "s");
    EXPECT_EQ(builtin_unit(Source::Kind::max_rss), "bytes");
    EXPECT_EQ(builtin_unit(Source::Kind::file_size), "bytes");
    EXPECT_EQ(builtin_unit(Source::Kind::perf), "");
    EXPECT_EQ(builtin_source("cpu_s"), Source::Kind::cpu);
    EXPECT_EQ(builtin_source("report"), std::nullopt);
    for (const auto& name : builtin_names()) EXPECT_TRUE(parse_source(name, "m")) << name;
}

}  // namespace
}  // namespace paretop::spec
