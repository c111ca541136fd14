#include "engine/spec/document.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace paretop::spec {
namespace {

const Node& value_of(const Node& table, std::string_view key) {
    for (const auto& member : table.members)
        if (member.key == key) return member.value;
    throw std::logic_error("no such key");
}

std::string at(const Position& position) { return fmt::format("{}:{}", position.line, position.column); }

Node parse(std::string_view text) { return parse_document(text).value(); }

TEST(document, keeps_the_order_and_the_places_of_the_file) {
    const auto root = parse("z = 1\na = [2, \"x\"]\n\n[t]\nm = { k = true }\n[[list]]\n[[list]]\n  y = 1.5\n");
    std::vector<std::string> found;
    for (const auto& member : root.members)
        found.push_back(fmt::format("{} {} {}", member.key, at(member.at), at(member.value.at)));
    EXPECT_EQ(found, (std::vector<std::string>{"z 1:1 1:5", "a 2:1 2:5", "t 4:2 4:1", "list 6:3 6:1"}));
    EXPECT_EQ(at(value_of(root, "a").items[1].at), "2:9");
    const auto& list = value_of(root, "list");
    ASSERT_EQ(list.items.size(), 2U);
    EXPECT_EQ(at(list.items[1].at), "7:1");
    EXPECT_EQ(at(value_of(list.items[1], "y").at), "8:7");
    EXPECT_TRUE(value_of(value_of(root, "t"), "m").members[0].value.truth);
}

TEST(document, knows_every_kind_of_value) {
    const auto root = parse("i = -3\nr = 1.0\nb = false\nt = 'x'\nd = 1979-05-27\nn = nan\na = []\n[o]\n");
    std::vector<std::string> texts;
    std::vector<std::string> descriptions;
    for (const auto& member : root.members) {
        texts.push_back(scalar_text(member.value));
        descriptions.push_back(describe(member.value));
    }
    EXPECT_EQ(texts, (std::vector<std::string>{"-3", "1.0", "false", "x", "", "nan", "", ""}));
    EXPECT_EQ(descriptions, (std::vector<std::string>{"-3", "1.0", "false", "'x'", "a date", "nan", "an array", "a table"}));
}

TEST(document, points_into_texts_that_stand_as_they_are) {
    const auto root = parse("a = \"größe >\"\n");
    EXPECT_EQ(at(value_of(root, "a").inside(1)), "1:6");
    EXPECT_EQ(at(value_of(root, "a").inside(7)), "1:12");
}

// The parser gives the members of a table in an order of its own.
TEST(document, points_into_several_texts_of_a_line) {
    const auto root = parse("t = { z = \"größe\", b = \"ä\", a = \"\\t\", y = [\"ü\", \"no\"] }\nu = \"x\"\n");
    const auto& table = value_of(root, "t");
    EXPECT_EQ(at(value_of(table, "z").inside(2)), "1:13");
    EXPECT_EQ(at(value_of(table, "b").inside(1)), "1:25");
    EXPECT_EQ(at(value_of(table, "a").inside(1)), "1:33");  // escaped: where it begins
    EXPECT_EQ(at(value_of(table, "y").items[0].inside(1)), "1:45");
    EXPECT_EQ(at(value_of(table, "y").items[1].inside(2)), "1:51");
    EXPECT_EQ(at(value_of(root, "u").inside(1)), "2:6");
}

TEST(document, points_at_texts_that_are_escaped_or_wrapped) {
    const auto root = parse("a = \"x\\ty\"\nb = \"\"\"\nlong\ntext\"\"\"\n");
    EXPECT_EQ(at(value_of(root, "a").inside(3)), "1:5");
    EXPECT_EQ(at(value_of(root, "b").inside(3)), "2:5");
}

TEST(document, reads_numbers_as_they_are) {
    const auto root = parse("h = 0xff\nu = 1_000\ne = 5e3\nbig = 9223372036854775807\n");
    EXPECT_EQ(value_of(root, "h").integer, 255);
    EXPECT_EQ(value_of(root, "u").integer, 1000);
    EXPECT_EQ(value_of(root, "e").number(), 5000);
    EXPECT_TRUE(value_of(root, "e").is_number());
    EXPECT_EQ(value_of(root, "big").integer, 9223372036854775807);
    EXPECT_EQ(scalar_text(value_of(root, "e")), "5000.0");
}

TEST(document, says_where_the_syntax_is_wrong) {
    const std::vector<std::pair<std::string_view, std::int64_t>> cases{
        {"a = ", 1},       {"a = 1\nb = 'x\n", 2}, {"a = 1\na = 2\n", 2}, {"\n\n[a\n", 3},
        {"[a]\n[a]\n", 2}, {"x = \"\\q\"\n", 1},   {"\n[?]\n", 2}};
    for (const auto& [text, line] : cases) {
        const auto document = parse_document(text);
        ASSERT_FALSE(document) << text;
        EXPECT_EQ(document.error().line, line) << text << document.error().found;
        EXPECT_FALSE(document.error().found.empty());
    }
}

}  // namespace
}  // namespace paretop::spec
