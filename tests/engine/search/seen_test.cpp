#include "engine/search/seen.h"

#include <gtest/gtest.h>

#include <string>

namespace paretop::search {
namespace {

TEST(Seen, RemembersEverythingWhileItGrows) {
    Seen seen;
    for (int i = 0; i < 10000; ++i) EXPECT_TRUE(seen.insert(std::to_string(i)));
    for (int i = 0; i < 10000; ++i) EXPECT_FALSE(seen.insert(std::to_string(i)));
    EXPECT_TRUE(seen.contains("9999"));
    EXPECT_FALSE(seen.contains("10000"));
    EXPECT_FALSE(Seen().contains(""));
    EXPECT_EQ(seen.size(), 10000u);
}

TEST(Seen, TakesEmptyAndBinaryStrings) {
    Seen seen;
    EXPECT_TRUE(seen.insert(""));
    EXPECT_FALSE(seen.insert(""));
    EXPECT_TRUE(seen.insert(std::string(1, '\0')));
    EXPECT_TRUE(seen.insert(std::string(2, '\0')));
}

}  // namespace
}  // namespace paretop::search
