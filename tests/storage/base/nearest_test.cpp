#include "storage/base/nearest.h"

#include <gtest/gtest.h>

namespace paretop {
namespace {

TEST(EditDistance, CountsEdits) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(edit_distance("timeout", "tiemout"), 1U);  // a swap
    EXPECT_EQ(edit_distance("level", "levels"), 1U);
}

TEST(NearestWords, AreSortedAndNotTooFar) {
    const std::vector<std::string> known{"timeout", "repeats", "time", "warmups"};
    EXPECT_EQ(nearest_words("tiemout", known, 3), (std::vector<std::string>{"timeout"}));
    EXPECT_EQ(nearest_words("tim", known, 3), (std::vector<std::string>{"time"}));
    EXPECT_TRUE(nearest_words("xyz", known, 3).empty());
    EXPECT_EQ(nearest_words("a", std::vector<std::string>{"b", "c", "a"}, 2), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace paretop
