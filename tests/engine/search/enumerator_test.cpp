#include "engine/search/enumerator.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;

std::vector<std::string> all_of(const Space& space) {
    std::vector<std::string> result;
    Enumerator all(space);
    while (const auto* const configuration = all.next()) {
        EXPECT_TRUE(space.check(*configuration));
        result.push_back(differences(space, *configuration, space.defaults()));
    }
    EXPECT_FALSE(all.infinite());
    EXPECT_EQ(all.next(), nullptr);
    return result;
}

TEST(Enumerator, CountsTheLastParameterFastest) {
    const Space space({boolean("a"), integer("b", 2, 6, 2)}, {});
    EXPECT_EQ(all_of(space), (std::vector<std::string>{"all defaults", "b 4", "b 6", "a true", "a true, b 4", "a true, b 6"}));
}

TEST(Enumerator, VariesActiveParametersOnly) {
    const Space space({boolean("a"), when(integer("b", 1, 2), "a"), when(boolean("c"), "a && b == 2")}, {});
    EXPECT_EQ(all_of(space),
              (std::vector<std::string>{"all defaults", "a true, b 1", "a true, b 2, c false", "a true, b 2, c true"}));
}

TEST(Enumerator, KnowsGridsAndPermutations) {
    EXPECT_EQ(all_of(Space({real("a", 0, 0.3, 0.1)}, {})), (std::vector<std::string>{"all defaults", "a 0.1", "a 0.2", "a 0.3"}));
    EXPECT_EQ(all_of(Space({permutation("a", {"x", "y", "z"})}, {})),
              (std::vector<std::string>{"all defaults", "a x,z,y", "a y,x,z", "a y,z,x", "a z,x,y", "a z,y,x"}));
}

TEST(Enumerator, TakesAContinuousParameterOfOneValue) { EXPECT_EQ(all_of(Space({real("a", 2, 2)}, {})).size(), 1u); }

TEST(Enumerator, OfNoParametersHasOne) { EXPECT_EQ(all_of(Space({}, {})), std::vector<std::string>{"all defaults"}); }

TEST(Enumerator, StopsWhereSomethingContinuousIsActive) {
    const Space space({boolean("a"), when(real("b", 0, 1), "a")}, {});
    Enumerator all(space);
    EXPECT_NE(all.next(), nullptr);
    EXPECT_EQ(all.next(), nullptr);
    EXPECT_TRUE(all.infinite());
}

TEST(CountConfigurations, KeepsConstraintsAndLimits) {
    const Space space({integer("a", 1, 10), integer("b", 1, 10)}, {require("a < b")});
    EXPECT_EQ(count_configurations(space, 100), 45);
    EXPECT_EQ(count_configurations(space, 99), std::nullopt);
    EXPECT_EQ(count_configurations(Space({real("a", 0, 1)}, {}), 1000), std::nullopt);
}

}  // namespace
}  // namespace paretop::search
