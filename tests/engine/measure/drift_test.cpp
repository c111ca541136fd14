#include "engine/measure/drift.h"

#include <gtest/gtest.h>

#include "engine/measure/rounds.h"

namespace paretop::measure {
namespace {

std::vector<double> around(double middle) { return {0.998 * middle, 0.999 * middle, middle, 1.001 * middle, 1.002 * middle}; }

TEST(Drift, OnlyWhatIsCertainIsCorrectedFor) {
    Drift drift(around(10));
    EXPECT_EQ(drift.factor(), 1);
    drift.check(around(10.005));
    EXPECT_EQ(drift.factor(), 1) << "within the noise";
    EXPECT_EQ(drift.news(), std::nullopt);
    for (int i = 0; i < 3; ++i) drift.check(around(10.2));
    EXPECT_NEAR(drift.factor(), 1.02, 1e-9) << "the first check is forgotten by then";
}

TEST(Drift, IsSaidOnceAndWhenItIsOver) {
    Drift drift(around(10));
    for (int i = 0; i < 3; ++i) drift.check(around(10.2));
    const auto news = drift.news();
    ASSERT_TRUE(news);
    EXPECT_TRUE(news->starts_with("+2 % (+")) << *news;
    EXPECT_EQ(drift.news(), std::nullopt);
    drift.check(around(10.21));
    EXPECT_EQ(drift.news(), std::nullopt) << "a tenth of a percent is no news";
    for (int i = 0; i < 3; ++i) drift.check(around(10));
    EXPECT_EQ(drift.factor(), 1);
    EXPECT_EQ(drift.news(), "none any more");
}

// Checks before the tells 3 and 5; metric 1 is not checked.
TEST(DriftHistory, HoldsFromEachCheckOn) {
    std::vector<storage::MeasurementRecord> rows;
    const auto add = [&](std::int64_t first, double middle) {
        for (const double value : around(middle)) rows.push_back({0, 0, first++, value});
    };
    add(0, 10);
    add(first_of(Round::last), 11);
    add(drift_repeat(3, 0), 10.2);
    add(drift_repeat(5, 0), 10.4);
    const DriftHistory history(rows);
    EXPECT_EQ(history.factor(0, 2), 1);
    Drift drift(around(10));
    drift.check(around(10.2));
    EXPECT_EQ(history.factor(0, 3), drift.factor());
    EXPECT_EQ(history.factor(0, 4), drift.factor());
    drift.check(around(10.4));
    EXPECT_EQ(history.factor(0, 5), drift.factor());
    EXPECT_NEAR(history.factor(0, 900), 1.03, 0.001) << "the median of both checks";
    EXPECT_EQ(history.factor(1, 900), 1);
    EXPECT_EQ(DriftHistory({}).factor(0, 0), 1);
}

TEST(Drift, NothingCanBeSaidOfZeroOrNothing) {
    Drift zero(std::vector<double>(5, 0.0));
    zero.check(around(1));
    EXPECT_EQ(zero.factor(), 1);
    Drift unknown({});
    unknown.check(around(1));
    EXPECT_EQ(unknown.factor(), 1);
}

}  // namespace
}  // namespace paretop::measure
