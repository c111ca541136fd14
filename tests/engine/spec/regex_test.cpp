#include "engine/spec/regex.h"

#include <gtest/gtest.h>

namespace paretop::spec {
namespace {

std::optional<std::string> last(std::string_view pattern, std::string_view text) {
    return Regex::compile(pattern).value().last_match(text);
}

TEST(regex, answers_the_first_group_of_the_last_match) {
    EXPECT_EQ(last("loss: ([0-9.]+)", "loss: 3.5\nloss: 2.25\n"), "2.25");
    EXPECT_EQ(last("[0-9]+ ms", "took 12 ms, then 7 ms"), "7 ms");
    EXPECT_EQ(last("a(b)?", "ab a"), "a") << "a group that took no part";
    EXPECT_EQ(last("(a)(b)", "ab"), "a");
    EXPECT_EQ(last("nothing", "something"), std::nullopt);
    EXPECT_EQ(last("x", ""), std::nullopt);
}

TEST(regex, sees_lines) {
    EXPECT_EQ(last("^time (\\d+)$", "time 1\n time 2\ntime 3 s\n"), "1");
    EXPECT_EQ(last("(?i)TIME (\\d+)", "time 5"), "5");
}

TEST(regex, ends_on_empty_matches) {
    EXPECT_EQ(last("x*", "axxb"), "");
    EXPECT_EQ(last("", "äöü"), "");
    EXPECT_EQ(last("$", "a\nb"), "");
}

TEST(regex, takes_any_bytes) {
    EXPECT_EQ(last("t=(\\d+)", std::string_view("\xff\xfe t=4 \x00 \xc3", 11)), "4");
    EXPECT_EQ(last("größe=(\\d)", "größe=7"), "7");
}

TEST(regex, gives_up_instead_of_backtracking_for_ever) {
    EXPECT_EQ(last("(a+)+$", std::string(200, 'a') + "b"), std::nullopt);
    EXPECT_EQ(last("(a|a)*b", std::string(300'000, 'a')), std::nullopt);
    EXPECT_NO_FATAL_FAILURE((void)last("(?:.|\\n)*", std::string(1'000'000, 'a'))) << "no overflow of the stack";
}

TEST(regex, says_where_it_is_wrong) {
    for (const auto& [pattern, where] :
         {std::pair{"(", "column 2"}, std::pair{"ä[", "column 3"}, std::pair{"ab**", "column 4"}}) {
        const auto regex = Regex::compile(pattern);
        ASSERT_FALSE(regex) << pattern;
        EXPECT_EQ(regex.error().where, where);
        EXPECT_FALSE(regex.error().what.empty());
    }
}

}  // namespace
}  // namespace paretop::spec
