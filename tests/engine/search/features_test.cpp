#include "engine/search/features.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;

TEST(Features, AreCoordinatesOfNumbersIndicesOfChoicesAndPlacesOfItems) {
    const Space space({integer("i", 1, 4), categorical("c", {"x", "y", "z"}), permutation("p", {"a", "b"}), boolean("b")}, {});
    const Features features(space);
    ASSERT_EQ(features.size(), 5U);
    EXPECT_THAT((std::vector<std::size_t>{features.parameter(0), features.parameter(2), features.parameter(3)}),
                testing::ElementsAre(0, 2, 2));
    EXPECT_FALSE(features.categorical(0));
    EXPECT_TRUE(features.categorical(1));
    const auto values = features.of({{std::int64_t{2}, std::int64_t{2}, space::Permutation{1, 0}, std::int64_t{1}}});
    EXPECT_THAT(values, testing::ElementsAre(0.375, 2, 0.75, 0.25, 1));
}

TEST(Features, TakeTheDefaultForAnInactiveParameter) {
    const Space space({boolean("a"), when(integer("b", 1, 2), "a"), when(categorical("c", {"x", "y"}), "a")}, {});
    const auto values = Features(space).of({{std::int64_t{0}, space::Inactive{}, space::Inactive{}}});
    EXPECT_THAT(values, testing::ElementsAre(0, 0.25, 0));
}

}  // namespace
}  // namespace paretop::search
