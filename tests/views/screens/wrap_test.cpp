#include "views/screens/wrap.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrap, BreaksAtSpacesAndAtLineEnds) {
    EXPECT_EQ(wrapped("one two three", 7), (Lines{"one two", "three"}));
    EXPECT_EQ(wrapped("one  two\nthree", 40), (Lines{"one two", "three"}));
    EXPECT_EQ(wrapped("", 7), Lines{""});
}

TEST(Wrap, AWordTooLongStandsAlone) { EXPECT_EQ(wrapped("a /very/long/path b", 5), (Lines{"a", "/very/long/path", "b"})); }

TEST(Wrap, CountsCellsNotBytes) { EXPECT_EQ(wrapped("größe größe", 11), Lines{"größe größe"}); }

}  // namespace
}  // namespace paretop::views
