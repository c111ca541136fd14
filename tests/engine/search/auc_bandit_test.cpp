#include "engine/search/auc_bandit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace paretop::search {
namespace {

// Uses in order 0+ 1− 0− 0+ 1+: arm 0 succeeded at its uses 1 and 3 of 3, arm 1 at 2 of 2.
TEST(AucBandit, FollowsAHandComputedTrace) {
    AucBandit bandit(3);
    bandit.reward(0, true);
    EXPECT_DOUBLE_EQ(bandit.exploit(0), 1);  // 2 · 1 / (1 · 2)
    EXPECT_DOUBLE_EQ(bandit.explore(0), 0);  // log 1
    EXPECT_EQ(bandit.exploit(1), 0);
    EXPECT_TRUE(std::isinf(bandit.explore(1)));
    bandit.reward(1, false);
    EXPECT_DOUBLE_EQ(bandit.explore(1), std::sqrt(2));  // √(2 · log₂ 2 / 1)
    bandit.reward(0, false);
    EXPECT_DOUBLE_EQ(bandit.exploit(0), 1.0 / 3);  // 2 · 1 / (2 · 3)
    bandit.reward(0, true);
    EXPECT_DOUBLE_EQ(bandit.exploit(0), 2.0 / 3);             // 2 · (1 + 3) / (3 · 4)
    EXPECT_DOUBLE_EQ(bandit.explore(0), std::sqrt(4.0 / 3));  // √(2 · log₂ 4 / 3)
    EXPECT_DOUBLE_EQ(bandit.score(0), 2.0 / 3 + 0.05 * std::sqrt(4.0 / 3));
    bandit.reward(1, true);
    EXPECT_DOUBLE_EQ(bandit.exploit(1), 2.0 / 3);  // 2 · 2 / (2 · 3)
}

// A window of 3: the first success of arm 0 falls out, and its later one moves from place 2 to place 1.
TEST(AucBandit, ForgetsWhatIsOlderThanItsWindow) {
    AucBandit bandit(2, 0.05, 3);
    bandit.reward(0, true);
    bandit.reward(0, true);
    bandit.reward(1, false);
    EXPECT_DOUBLE_EQ(bandit.exploit(0), 1);
    bandit.reward(1, true);
    EXPECT_EQ(bandit.arm(0).uses, 1u);
    EXPECT_EQ(bandit.arm(0).positions, 1u);
    EXPECT_DOUBLE_EQ(bandit.exploit(0), 1);
    EXPECT_DOUBLE_EQ(bandit.explore(0), std::sqrt(2 * std::log2(3)));
    bandit.reward(1, false);
    bandit.reward(1, false);
    EXPECT_EQ(bandit.arm(0).uses, 0u);
    EXPECT_EQ(bandit.exploit(0), 0);
    EXPECT_DOUBLE_EQ(bandit.exploit(1), 2.0 * 1 / (3 * 4));
}

TEST(AucBandit, TriesEveryArmOnceAndPrefersTheSuccessful) {
    AucBandit bandit(3);
    const std::vector<std::size_t> none(3, 0);
    EXPECT_EQ(bandit.best_first(none), (std::vector<std::size_t>{0, 1, 2}));
    bandit.reward(0, false);
    EXPECT_EQ(bandit.best_first(none), (std::vector<std::size_t>{1, 2, 0}));
    bandit.reward(1, false);
    bandit.reward(2, true);
    EXPECT_EQ(bandit.best_first(none), (std::vector<std::size_t>{2, 0, 1}));
}

TEST(AucBandit, SpreadsAsksInFlight) {
    AucBandit bandit(2);
    const std::vector<std::size_t> one_open{1, 0};
    EXPECT_EQ(bandit.best_first(one_open).front(), 1u);
    for (int i = 0; i < 4; ++i) {
        bandit.reward(0, i % 2 == 0);  // at places 1 and 3 of 4
        bandit.reward(1, i == 2);      // at place 3 of 4
    }
    EXPECT_EQ(bandit.best_first(std::vector<std::size_t>{0, 0}).front(), 0u);  // 0.4 against 0.3, one explored like the other
    EXPECT_EQ(bandit.best_first(std::vector<std::size_t>{3, 0}).front(), 1u);  // 8 / 56 for seven uses, three of them open
}

// The numbers of an independent implementation, for windows of 500 and of 10.
TEST(AucBandit, EqualsTheGoldenTrace) {
    const char* const shared = std::getenv("PARETOP_SHARED");
    if (shared == nullptr) GTEST_SKIP() << "PARETOP_SHARED is not set";
    std::ifstream file(std::string(shared) + "/data/prediction/golden_auc_bandit.json");
    ASSERT_TRUE(file);
    for (const auto& trace : nlohmann::json::parse(file)) {
        AucBandit bandit(3, trace["C"], trace["window"]);
        ASSERT_FALSE(trace["rows"].empty());
        for (const auto& row : trace["rows"]) {
            bandit.reward(static_cast<std::size_t>(row[0].get<std::string>()[0] - 'A'), row[1] == 1);
            for (std::size_t arm = 0; arm < 3; ++arm) {
                const auto& expected = row[2 + arm];
                EXPECT_NEAR(bandit.exploit(arm), expected[0], 1e-14);
                EXPECT_EQ(bandit.arm(arm).uses, expected[3]);
                EXPECT_EQ(bandit.arm(arm).positions, expected[4]);
                EXPECT_EQ(bandit.arm(arm).successes, expected[5]);
                if (expected[1].is_null()) continue;
                EXPECT_NEAR(bandit.explore(arm), expected[1], 1e-14);
                EXPECT_NEAR(bandit.score(arm), expected[2], 1e-14);
            }
        }
    }
}

}  // namespace
}  // namespace paretop::search
