#include "engine/functions/call_tree.h"

#include <gmock/gmock.h>

namespace paretop::functions {
namespace {

using testing::ElementsAre;

CallTree tree_of(const std::vector<std::pair<std::vector<std::string>, double>>& stacks) {
    CallTreeBuilder builder;
    for (const auto& [names, weight] : stacks) {
        std::vector<std::size_t> stack;
        for (const auto& name : names) stack.push_back(builder.function(name));
        builder.add(stack, weight, 1);
    }
    return builder.take();
}

TEST(CallTreeTest, SharesPrefixesAndSumsUp) {
    const auto tree = tree_of({{{"m", "a"}, 1}, {{"m", "b"}, 2}, {{"m"}, 4}, {{"n", "a"}, 8}, {{}, 99}});
    ASSERT_EQ(tree.nodes.size(), 5U);
    EXPECT_THAT(tree.totals(), ElementsAre(7, 1, 2, 8, 8));
    EXPECT_THAT(tree.functions, ElementsAre("m", "a", "b", "n"));
    EXPECT_THAT(tree.self_of_functions(), ElementsAre(4, 9, 2, 0));
    EXPECT_THAT(tree.total_of_functions(), ElementsAre(7, 9, 2, 8));
}

TEST(CallTreeTest, RecursionIsCountedOnce) {
    const auto tree = tree_of({{{"m", "f", "f", "g"}, 1}, {{"m", "f", "g", "f", "g"}, 2}});
    EXPECT_THAT(tree.total_of_functions(), ElementsAre(3, 3, 3));
    const auto middle = sandwich(tree, "f");
    EXPECT_EQ(middle.self, 0);
    EXPECT_EQ(middle.total, 3);
    EXPECT_THAT(middle.callers, ElementsAre(CallEdge{"m", "f", 0, 3}));
    EXPECT_THAT(middle.callees, ElementsAre(CallEdge{"f", "g", 0, 3}));
}

TEST(CallTreeTest, SandwichListsTheHeaviestFirst) {
    const auto tree = tree_of({{{"a", "f", "x"}, 1}, {{"b", "f", "y"}, 5}, {{"b", "f"}, 2}});
    const auto middle = sandwich(tree, "f");
    EXPECT_EQ(middle.self, 2);
    EXPECT_EQ(middle.total, 8);
    EXPECT_THAT(middle.callers, ElementsAre(CallEdge{"b", "f", 0, 7}, CallEdge{"a", "f", 0, 1}));
    EXPECT_THAT(middle.callees, ElementsAre(CallEdge{"f", "y", 0, 5}, CallEdge{"f", "x", 0, 1}));
    EXPECT_EQ(sandwich(tree, "nobody").total, 0);
}

TEST(CallTreeTest, EdgesOfCallsMakeASandwichToo) {
    const std::vector<CallEdge> edges{
        {"main", "f", 2, 30}, {"f", "x", 4, 5}, {"f", "f", 9, 25}, {"f", "y", 1, 8}, {"g", "f", 1, 31}};
    const auto middle = sandwich(edges, "f", 17);
    EXPECT_EQ(middle.self, 17);
    EXPECT_EQ(middle.total, 17 + 5 + 8);
    EXPECT_THAT(middle.callers, ElementsAre(CallEdge{"g", "f", 1, 31}, CallEdge{"main", "f", 2, 30}));
    EXPECT_THAT(middle.callees, ElementsAre(CallEdge{"f", "y", 1, 8}, CallEdge{"f", "x", 4, 5}));
}

}  // namespace
}  // namespace paretop::functions
