#include "views/widgets/fuzzy.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

TEST(Fuzzy, LettersMustOccurInTheirOrder) {
    EXPECT_TRUE(fuzzy_score("pr17", "pause run 17"));
    EXPECT_TRUE(fuzzy_score("PAU", "pause run 17"));
    EXPECT_FALSE(fuzzy_score("71", "pause run 17"));
    EXPECT_FALSE(fuzzy_score("pausex", "pause"));
    EXPECT_EQ(fuzzy_score("", "anything"), 0);
    EXPECT_EQ(fuzzy_score(" ", "anything"), 0);
}

TEST(Fuzzy, BeginningsOfWordsAndRunsOfLettersCountMore) {
    EXPECT_GT(*fuzzy_score("run", "show run"), *fuzzy_score("run", "remove until now"));
    EXPECT_GT(*fuzzy_score("pr", "pause run"), *fuzzy_score("pr", "compare"));
    EXPECT_GT(*fuzzy_score("stop", "stop run 17"), *fuzzy_score("stop", "show the options"));
}

}  // namespace
}  // namespace paretop::views
