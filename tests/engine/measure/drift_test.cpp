#include "engine/measure/drift.h"

#include <gtest/gtest.h>

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
