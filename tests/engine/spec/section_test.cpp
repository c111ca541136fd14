#include "engine/spec/section.h"

#include <gtest/gtest.h>

namespace paretop::spec {
namespace {

class SectionTest : public ::testing::Test {
  protected:
    Section section(std::string_view text) {
        root_ = parse_document(text).value();
        return {root_, "here", problems_};
    }
    [[nodiscard]] std::string only_problem() const {
        return problems_.size() == 1 ? problems_[0].message("f") : std::to_string(problems_.size()) + " problems";
    }

    Node root_;
    Problems problems_;
};

TEST_F(SectionTest, AnswersWhatIsThere) {
    auto table = section("t = 'x'\nb = true\ni = 5\nd = '2s'\ns = '1KiB'\nn = 12\n[o]\n[[l]]\n[[l]]\n");
    EXPECT_EQ(table.text("t"), "x");
    EXPECT_EQ(table.truth("b"), true);
    EXPECT_EQ(table.integer("i", 5, 5), 5);
    EXPECT_EQ(table.duration("d"), 2'000'000'000);
    EXPECT_EQ(table.size("s"), 1024);
    EXPECT_EQ(table.size("n"), 12);
    EXPECT_NE(table.table("o"), nullptr);
    EXPECT_EQ(table.tables("l").size(), 2U);
    table.finish();
    EXPECT_TRUE(problems_.empty());
}

TEST_F(SectionTest, AnswersNothingForWhatIsNotThere) {
    auto table = section("");
    EXPECT_EQ(table.text("a"), std::nullopt);
    EXPECT_EQ(table.truth("a"), std::nullopt);
    EXPECT_EQ(table.integer("a", 0, 1), std::nullopt);
    EXPECT_EQ(table.duration("a"), std::nullopt);
    EXPECT_EQ(table.size("a"), std::nullopt);
    EXPECT_EQ(table.table("a"), nullptr);
    EXPECT_TRUE(table.tables("a").empty());
    EXPECT_TRUE(problems_.empty());
    EXPECT_EQ(table.require("a", "write a"), nullptr);
    EXPECT_EQ(only_problem(), "f:1:1: here.a: is missing; write a");
}

TEST_F(SectionTest, NotesWhatIsUnknownWithWhatIsNear) {
    auto table = section("trails = 1\n");
    (void)table.find("trials");
    (void)table.find("trials");
    table.finish();
    EXPECT_EQ(only_problem(), "f:1:1: here.trails: is unknown; did you mean 'trials'?");
}

TEST_F(SectionTest, TakesASingleTableForOneOfAListAndSaysSo) {
    auto table = section("[l]\nx = 1\n");
    EXPECT_EQ(table.tables("l").size(), 1U);
    EXPECT_EQ(only_problem(), "f:1:2: here.l: is a single table; write [[here.l]], in double brackets");
}

TEST_F(SectionTest, RefusesListsOfOtherThings) {
    auto table = section("l = [1, {}]\n");
    EXPECT_EQ(table.tables("l").size(), 1U);
    EXPECT_EQ(only_problem(), "f:1:6: here.l: holds 1; write [[here.l]] and keys below it");
}

TEST(suggestion, names_the_nearest_or_all) {
    EXPECT_EQ(suggestion("tpe", {"type", "range"}), "did you mean 'type'?");
    EXPECT_EQ(suggestion("zzz", {"type", "range"}), "there are type, range");
    EXPECT_EQ(suggestion("zzz", {"type"}), "there is only type");
    EXPECT_EQ(suggestion("zzz", {}), "there are none here");
}

TEST(column_in, reads_the_number_of_an_error) {
    EXPECT_EQ(column_in({ErrorKind::usage, "x", "column 12", ""}), 12);
    EXPECT_EQ(column_in({ErrorKind::usage, "x", "", ""}), 1);
}

}  // namespace
}  // namespace paretop::spec
