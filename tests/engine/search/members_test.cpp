// Searching a space that is a list.
#include <gmock/gmock.h>

#include <set>

#include "engine/search/candidates.h"
#include "engine/search/purpose.h"
#include "engine/space/members.h"
#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using testing::HasSubstr;

// (x, y) with x = y² among 10,001 × 101 configurations: nothing that is drawn at random lies on it.
space::Space parabola() {
    const space::Space whole({integer("x", 0, 10'000), integer("y", 0, 100)}, {});
    std::vector<std::string> compact;
    for (std::int64_t y = 0; y <= 100; ++y) compact.push_back(encode(whole, {{y * y, y}}));
    return whole.restricted(std::make_shared<const space::Members>(compact, "list.csv"));
}

TEST(MembersTest, ContainsWhatItWasMadeOf) {
    const space::Members members({"b", "a", "b"}, "list");
    EXPECT_EQ(members.all().size(), 2U);
    EXPECT_TRUE(members.contains("a"));
    EXPECT_FALSE(members.contains("c"));
}

TEST(MembersTest, EveryMethodAsksForMembersOnlyAndForAllOfThem) {
    for (const auto& method : methods()) {
        if (method.name == "grid") continue;  // looks at all values of all parameters
        Problem problem;
        problem.space = parabola();
        problem.budget = 1000;
        auto searcher = make_searcher(method.name, problem);
        ASSERT_TRUE(searcher) << method.name << searcher.error().message();
        std::set<std::string> asked;
        for (TrialNumber number = 0;; ++number) {
            const auto ask = (*searcher)->ask(number);
            if (!ask) break;
            EXPECT_FALSE(problem.space.violated(ask->configuration)) << method.name;
            EXPECT_TRUE(asked.insert(encode(problem.space, ask->configuration)).second) << method.name;
            (*searcher)->tell(answer(problem.space, number, ask->configuration));
        }
        EXPECT_EQ(asked.size(), 101U) << method.name;
        EXPECT_EQ((*searcher)->why(), "all 101 configurations that keep the constraints were measured") << method.name;
    }
}

TEST(MembersTest, DefaultsThatAreNotListedAreRefusedWithOnesThatAre) {
    const space::Space whole({integer("x", 0, 9)}, {});
    Problem problem;
    problem.space =
        whole.restricted(std::make_shared<const space::Members>(std::vector{encode(whole, {{std::int64_t{7}}})}, "list.csv"));
    const auto searcher = make_searcher("random", problem);
    ASSERT_FALSE(searcher);
    EXPECT_THAT(searcher.error().message(),
                HasSubstr("break `is listed in list.csv`; choose defaults that keep it, such as x 7"));
}

}  // namespace
}  // namespace paretop::search
