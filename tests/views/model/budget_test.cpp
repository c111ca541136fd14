#include "views/model/budget.h"

#include <gtest/gtest.h>

namespace paretop::model {
namespace {

class HandClock final : public Clock {
  public:
    [[nodiscard]] Nanoseconds now_ns() const override { return 0; }
    [[nodiscard]] Nanoseconds steady_ns() const override { return at; }
    Nanoseconds at = 100;
};

TEST(Budget, CountsSteps) {
    auto budget = Budget::of_steps(3);
    EXPECT_TRUE(budget.take());
    EXPECT_TRUE(budget.take());
    EXPECT_TRUE(budget.take());
    EXPECT_FALSE(budget.take());
    EXPECT_FALSE(budget.take());
}

TEST(Budget, EndsSoonAfterItsTime) {
    HandClock clock;
    auto budget = Budget::of_time(clock, 50);
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(budget.take());
    clock.at = 150;
    int more = 0;
    while (budget.take()) ++more;
    EXPECT_LE(more, 16);
    clock.at = 0;
    EXPECT_FALSE(budget.take()) << "once spent it stays so";
}

}  // namespace
}  // namespace paretop::model
