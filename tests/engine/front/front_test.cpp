#include "engine/front/front.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/front/points.h"

namespace paretop::front {
namespace {

std::vector<std::int64_t> ids(const Front& front) {
    std::vector<std::int64_t> result;
    for (const auto& member : front.members()) result.push_back(member.id);
    return result;
}

TEST(Dominates, NeedsOneStrictlyBetter) {
    EXPECT_TRUE(dominates(Point{1, 2}, Point{1, 3}));
    EXPECT_FALSE(dominates(Point{1, 2}, Point{1, 2}));
    EXPECT_FALSE(dominates(Point{1, 3}, Point{2, 2}));
}

TEST(Front, KeepsWhatNothingDominates) {
    Front front(2);
    EXPECT_TRUE(front.insert(0, Point{2, 2}).entered);
    EXPECT_FALSE(front.insert(1, Point{3, 2}).entered);
    EXPECT_TRUE(front.insert(2, Point{1, 3}).entered);
    EXPECT_TRUE(front.insert(3, Point{3, 1}).entered);
    EXPECT_EQ(ids(front), (std::vector<std::int64_t>{2, 0, 3}));
}

TEST(Front, SaysWhoLeft) {
    Front front(2);
    front.insert(0, Point{1, 4});
    front.insert(1, Point{2, 3});
    front.insert(2, Point{3, 2});
    front.insert(3, Point{4, 1});
    const auto insertion = front.insert(4, Point{2, 2});
    EXPECT_TRUE(insertion.entered);
    EXPECT_EQ(insertion.left, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(ids(front), (std::vector<std::int64_t>{0, 4, 3}));
}

TEST(Front, TheFirstOfDuplicatesStays) {
    for (const std::size_t objectives : {1u, 2u, 3u}) {
        Front front(objectives);
        EXPECT_TRUE(front.insert(7, Point(objectives, 0.5)).entered);
        EXPECT_FALSE(front.insert(8, Point(objectives, 0.5)).entered);
        EXPECT_EQ(ids(front), std::vector<std::int64_t>{7});
    }
}

TEST(Front, OfOneObjectiveIsTheBest) {
    Front front(1);
    front.insert(0, Point{3});
    EXPECT_EQ(front.insert(1, Point{2}).left, std::vector<std::int64_t>{0});
    EXPECT_FALSE(front.insert(2, Point{2.5}).entered);
    EXPECT_EQ(front.size(), 1u);
    EXPECT_EQ(front.hypervolume(Point{5}), 3);
}

TEST(Front, AgreesWithComparingAllPairs) {
    for (std::size_t objectives = 1; objectives <= 5; ++objectives)
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto points = random_points(60, objectives, seed, 8);
            Front front(objectives);
            std::vector<std::int64_t> present;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const auto insertion = front.insert(static_cast<std::int64_t>(i), points[i]);
                for (const auto id : insertion.left) std::erase(present, id);
                if (insertion.entered) present.push_back(static_cast<std::int64_t>(i));
            }
            std::vector<std::int64_t> expected;
            for (std::size_t i = 0; i < points.size(); ++i) {
                bool first = true;
                for (std::size_t j = 0; j < points.size(); ++j)
                    first = first && !dominates(points[j], points[i]) && !(j < i && points[j] == points[i]);
                if (first) expected.push_back(static_cast<std::int64_t>(i));
            }
            auto found = ids(front);
            std::sort(found.begin(), found.end());
            EXPECT_EQ(found, expected) << objectives << " objectives, seed " << seed;
            EXPECT_EQ(present, expected);
            EXPECT_EQ(front.size(), expected.size());
        }
}

TEST(Front, MembersAscendInTheFirstObjective) {
    Front front(3);
    const auto points = random_points(100, 3, 5, 0);
    for (std::size_t i = 0; i < points.size(); ++i) front.insert(static_cast<std::int64_t>(i), points[i]);
    const auto members = front.members();
    ASSERT_GT(members.size(), 5u);
    EXPECT_TRUE(std::is_sorted(members.begin(), members.end(),
                               [](const auto& a, const auto& b) { return a.objectives[0] < b.objectives[0]; }));
    for (const auto& member : members) EXPECT_EQ(member.objectives, points[static_cast<std::size_t>(member.id)]);
}

TEST(Front, CanBeMoved) {
    Front front(2);
    front.insert(3, Point{1, 1});
    Front other = std::move(front);
    EXPECT_EQ(ids(other), std::vector<std::int64_t>{3});
}

// Six points peeled by hand: (1,4) (2,2) (4,1) first, then (2,4) (3,3), then (4,4).
TEST(NonDominatedSort, PeelsByHand) {
    const std::vector<Point> points{{4, 4}, {1, 4}, {3, 3}, {2, 2}, {4, 1}, {2, 4}};
    EXPECT_EQ(non_dominated_sort(points), (std::vector<std::vector<std::size_t>>{{1, 3, 4}, {2, 5}, {0}}));
}

TEST(NonDominatedSort, OfNothingIsNothing) { EXPECT_TRUE(non_dominated_sort({}).empty()); }

TEST(NonDominatedSort, AgreesWithPeelingOneRankAtATime) {
    for (std::size_t objectives = 1; objectives <= 4; ++objectives)
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto points = random_points(70, objectives, seed, 6);
            std::vector<std::size_t> rest(points.size());
            for (std::size_t i = 0; i < rest.size(); ++i) rest[i] = i;
            std::vector<std::vector<std::size_t>> expected;
            while (!rest.empty()) {
                std::vector<std::size_t> rank;
                for (const auto i : rest)
                    if (std::none_of(rest.begin(), rest.end(), [&](auto j) { return dominates(points[j], points[i]); }))
                        rank.push_back(i);
                for (const auto i : rank) std::erase(rest, i);
                expected.push_back(rank);
            }
            EXPECT_EQ(non_dominated_sort(points), expected) << objectives << " objectives, seed " << seed;
        }
}

}  // namespace
}  // namespace paretop::front
