// Distributions, trends, nesting, names: what is kept while records pass by.
#include "engine/profile/aggregate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/measure/statistics.h"

namespace paretop::profile {
namespace {

constexpr std::array<double, 5> k_probabilities{0.25, 0.5, 0.75, 0.9, 0.99};

// Spread over eight decades, so that values of 32 bits and longer ones are among them.
std::int64_t value_at(std::uint64_t i) {
    const auto mixed = (i * 0x9E3779B97F4A7C15ULL) >> 11U;
    return static_cast<std::int64_t>(std::pow(10.0, 2 + 8 * static_cast<double>(mixed) / 9007199254740992.0));
}

TEST(Distribution, IsExactWhileItKeepsItsValues) {
    Distribution d;
    std::vector<double> values;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        d.add(value_at(i));
        values.push_back(static_cast<double>(value_at(i)));
    }
    std::sort(values.begin(), values.end());
    ASSERT_GT(values.back(), 4294967296.0);
    const auto quantiles = d.quantiles(k_probabilities);
    for (std::size_t i = 0; i < k_probabilities.size(); ++i)
        EXPECT_DOUBLE_EQ(quantiles[i], measure::quantile(values, k_probabilities[i]));
    EXPECT_TRUE(d.exact());
    EXPECT_EQ(d.least(), static_cast<std::int64_t>(values.front()));
    EXPECT_EQ(d.most(), static_cast<std::int64_t>(values.back()));
}

TEST(Distribution, StaysWithinItsErrorAsAHistogram) {
    Distribution exact, coarse;
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        exact.add(value_at(i));
        coarse.add(value_at(i));
        if (i == 1000) coarse.coarsen();
    }
    EXPECT_FALSE(coarse.exact());
    EXPECT_EQ(coarse.kept(), 0U);
    EXPECT_EQ(coarse.mean(), exact.mean());
    EXPECT_EQ(coarse.deviation(), exact.deviation());
    const auto right = exact.quantiles(k_probabilities);
    const auto found = coarse.quantiles(k_probabilities);
    for (std::size_t i = 0; i < right.size(); ++i) EXPECT_NEAR(found[i] / right[i], 1, Distribution::k_bucket_error);
}

TEST(Distribution, SumsNeitherOverflowNorRound) {
    Distribution d;
    for (int i = 0; i < 2000; ++i) d.add(k_longest_ns - i % 2);
    EXPECT_DOUBLE_EQ(d.mean(), static_cast<double>(k_longest_ns) - 0.5);
    EXPECT_NEAR(d.deviation(), 0.500125, 0.5);  // far below what a sum of squares in doubles would still see
    Distribution none;
    EXPECT_EQ(none.quantiles(k_probabilities), std::vector<double>(5, 0));
    none.add(7);
    EXPECT_EQ(none.deviation(), 0);
    EXPECT_EQ(none.quantiles(k_probabilities)[4], 7);
}

TEST(Trend, DoesNotDependOnTheOrder) {
    std::vector<std::int64_t> starts;
    for (int i = 0; i < 500; ++i) starts.push_back(5'000'000'000 + i * 7'654'321LL);
    Trend forward, backward;
    for (std::size_t i = 0; i < starts.size(); ++i) forward.add(starts[i], 100 + static_cast<std::int64_t>(i));
    for (std::size_t i = starts.size(); i-- > 0;) backward.add(starts[i], 100 + static_cast<std::int64_t>(i));
    EXPECT_EQ(forward.means(), backward.means());
    EXPECT_EQ(forward.first_ns(), backward.first_ns());
    EXPECT_EQ(forward.slice_ns(), backward.slice_ns());
    const auto means = forward.means();
    ASSERT_GT(means.size(), 32U);
    ASSERT_LE(means.size(), 64U);
    EXPECT_TRUE(std::is_sorted(means.begin(), means.end()));
    EXPECT_LE(forward.first_ns(), starts.front());
    EXPECT_GT(forward.first_ns() + forward.slice_ns() * static_cast<std::int64_t>(means.size()), starts.back());
}

TEST(Trend, SaysWhereNothingWas) {
    Trend trend;
    trend.add(0, 10);
    trend.add(3 << 20, 30);
    EXPECT_EQ(trend.means(), (std::vector<double>{10, -1, -1, 30}));
    trend.add(0, 20);
    EXPECT_EQ(trend.means()[0], 15);
}

class Nested : public testing::Test {
  protected:
    Aggregate aggregate;
    void add(const char* name, std::int64_t start, std::int64_t duration) {
        Record r;
        r.name = aggregate.names.find(name, Kind::operation).number;
        r.lane = aggregate.lanes.find({1, 1, Role::worker, {}});
        r.start_ns = start;
        r.duration_ns = duration;
        aggregate.add(r);
    }
    double self(const std::string& name) {
        const auto all = aggregate.operations();
        return std::find_if(all.begin(), all.end(), [&](const auto& o) { return o.name == name; })->self_ns;
    }
};

TEST_F(Nested, InnerBeforeOuter) {
    add("leaf", 10, 5);
    add("leaf", 20, 5);
    add("middle", 8, 20);
    add("leaf", 40, 3);
    add("root", 0, 100);
    EXPECT_EQ(self("leaf"), 13);
    EXPECT_EQ(self("middle"), 10);
    EXPECT_EQ(self("root"), 77);
    EXPECT_EQ(aggregate.lane_records()[0].busy_ns, 100);
}

TEST_F(Nested, OuterBeforeInner) {
    add("root", 0, 100);
    add("middle", 8, 20);
    add("leaf", 10, 5);
    add("leaf", 20, 5);
    add("leaf", 40, 3);
    add("next", 100, 7);
    EXPECT_EQ(self("leaf"), 13);
    EXPECT_EQ(self("middle"), 10);
    EXPECT_EQ(self("root"), 77);
    EXPECT_EQ(self("next"), 7);
}

TEST_F(Nested, WhatOverlapsIsNotNested) {
    add("a", 0, 10);
    add("b", 5, 10);
    EXPECT_EQ(self("a"), 10);
    EXPECT_EQ(self("b"), 10);
}

TEST(Names, SoManyAndNoMore) {
    Names names(1000);
    for (int i = 0; i < 3000; ++i) names.find(fmt::format("op{}", i), Kind::operation);
    EXPECT_LE(names.all().size(), 1000U);
    const auto found = names.find("one more", Kind::wait);
    EXPECT_TRUE(found.other);
    EXPECT_EQ(names.all()[found.number].name, k_other_name);
    EXPECT_EQ(names.all()[found.number].kind, Kind::wait);
    EXPECT_FALSE(names.find("op7", Kind::operation).other);
    EXPECT_EQ(names.find("op7", Kind::operation).number, 7U);
}

TEST(Lanes, LearnTheirRoleLater) {
    Lanes lanes;
    EXPECT_EQ(lanes.find({5, 5, Role::other, {}}), 0U);
    EXPECT_EQ(lanes.find({5, 5, Role::worker, {}}), 0U);
    EXPECT_EQ(lanes.all()[0].name, "worker 5");
    EXPECT_EQ(lanes.find({5, 5, Role::other, {}}), 0U);
    EXPECT_EQ(lanes.find({6, 6, Role::main, {}}), 1U);
    EXPECT_EQ(lanes.find({6, 6, Role::worker, {}}), 2U);  // one process of num_workers = 0, in two logs
}

}  // namespace
}  // namespace paretop::profile
