// The baseline, which is made of the defaults, against the constraints.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

SpecResult read_constrained(const std::vector<std::string>& required) {
    SpecText parts;
    parts.parameters += "[[parameter]]\nname = \"b\"\ntype = \"int\"\nrange = [0, 9]\n";
    for (const auto& require : required) parts.constraints += "[[constraint]]\nrequire = \"" + require + "\"\n";
    return read_text(parts.text());
}

TEST(spec_baseline, names_all_constraints_that_it_breaks_and_defaults_that_keep_all) {
    const auto result = read_constrained({"level > 17", "b < 9", "b > 7"});  // by default level 1, b 0
    ASSERT_EQ(result.problems.size(), 2U);
    EXPECT_EQ(result.problems[0].key, "constraint[1].require");
    EXPECT_EQ(result.problems[1].key, "constraint[3].require");
    for (const auto& problem : result.problems) {
        EXPECT_EQ(problem.found, "the defaults break it: {\"b\":0,\"level\":1}");
        const bool kept =
            problem.expected.ends_with("such as level 18, b 8") || problem.expected.ends_with("such as level 19, b 8");
        EXPECT_TRUE(kept) << problem.expected;
    }
}

TEST(spec_baseline, says_when_nothing_keeps_all_constraints_whatever_the_defaults) {
    for (const std::string level : {"level > 0", "level < 9", "level > 9"}) {
        const auto result = read_constrained({level, "b > 5", "b < 5"});
        ASSERT_EQ(result.problems.size(), 1U) << level;
        EXPECT_EQ(result.problems[0].found, "no configuration was found that keeps all constraints; this one refused most");
        EXPECT_EQ(result.problems[0].expected, "loosen it, or widen the parameters it mentions");
    }
    const auto one = read_constrained({"b >= 0", "level > 19"});
    ASSERT_EQ(one.problems.size(), 1U);
    EXPECT_EQ(one.problems[0].key, "constraint[2].require");
}

}  // namespace
}  // namespace paretop::spec
