#include "views/model/ordered_index.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace paretop::model {
namespace {

std::vector<int> all_of(const OrderedIndex<int>& index) {
    std::vector<int> entries;
    for (std::size_t i = 0; i < index.size(); ++i) entries.push_back(index.at(i));
    return entries;
}

TEST(OrderedIndex, IsASetWithRanks) {
    std::mt19937 random(1);
    OrderedIndex<int> index;
    std::set<int> expected;
    for (int i = 0; i < 20000; ++i) {
        const int value = static_cast<int>(random() % 6000);
        if (random() % 3 == 0)
            EXPECT_EQ(index.erase(value), expected.erase(value) == 1);
        else
            EXPECT_EQ(index.insert(value), expected.insert(value).second);
    }
    EXPECT_EQ(all_of(index), std::vector<int>(expected.begin(), expected.end()));
    for (int value = -1; value < 6001; value += 7) {
        const auto rank = static_cast<std::size_t>(std::distance(expected.begin(), expected.lower_bound(value)));
        EXPECT_EQ(index.rank(value), rank);
        EXPECT_EQ(index.contains(value), expected.contains(value));
    }
}

TEST(OrderedIndex, FillsInEitherDirection) {
    OrderedIndex<int> up, down;
    std::vector<int> expected;
    for (int i = 0; i < 5000; ++i) {
        up.insert(i);
        down.insert(4999 - i);
        expected.push_back(i);
    }
    EXPECT_EQ(all_of(up), expected);
    EXPECT_EQ(all_of(down), expected);
}

TEST(OrderedIndex, EmptiesCompletely) {
    OrderedIndex<int> index;
    for (int i = 0; i < 3000; ++i) index.insert(i);
    for (int i = 0; i < 3000; ++i) EXPECT_TRUE(index.erase(i));
    EXPECT_TRUE(index.empty());
    EXPECT_FALSE(index.erase(1));
    EXPECT_EQ(index.rank(5), 0U);
    EXPECT_TRUE(index.insert(5));
    EXPECT_EQ(index.at(0), 5);
}

}  // namespace
}  // namespace paretop::model
