#include "engine/functions/fields.h"

#include <gmock/gmock.h>

#include <sstream>

#include "engine/functions/lines.h"

namespace paretop::functions {
namespace {

double quantity(std::string_view text, DecimalMark mark = DecimalMark::point) {
    const auto parsed = parse_quantity(text, mark);
    return parsed ? parsed->value : -1;
}

TEST(QuantityTest, KnowsUnitsAndGroups) {
    EXPECT_DOUBLE_EQ(quantity("1776.792s"), 1776.792);
    EXPECT_DOUBLE_EQ(quantity("12 ms"), 0.012);
    EXPECT_DOUBLE_EQ(quantity("6,308,624,000,000"), 6308624000000);
    EXPECT_DOUBLE_EQ(quantity("3.6 GHz"), 3.6e9);
    EXPECT_DOUBLE_EQ(quantity("1.5e-3"), 0.0015);
    EXPECT_TRUE(parse_quantity("40.9%", DecimalMark::point)->rate);
    for (const auto* text : {"", "x", "12x", "nan", "inf", "1e999", "-", "0x1f000"}) EXPECT_EQ(quantity(text), -1) << text;
}

TEST(QuantityTest, KnowsDecimalCommas) {
    EXPECT_DOUBLE_EQ(quantity("1.776,792s", DecimalMark::comma), 1776.792);
    EXPECT_DOUBLE_EQ(quantity("1 234,5", DecimalMark::comma), 1234.5);
    EXPECT_DOUBLE_EQ(quantity("1\xC2\xA0"
                              "234,5%",
                              DecimalMark::comma),
                     1234.5);
}

TEST(DecimalMarkTest, IsWhateverTheNumbersSpeakFor) {
    EXPECT_EQ(decimal_mark_of("f;t\na;1,5\n", ';'), DecimalMark::comma);
    EXPECT_EQ(decimal_mark_of("f;t\na;1.5\n", ';'), DecimalMark::point);
    EXPECT_EQ(decimal_mark_of("f,t\na,\"2,388030\"\n", ','), DecimalMark::comma);
    EXPECT_EQ(decimal_mark_of("f\tt\na\t1,234,567\n", '\t'), DecimalMark::point);
    EXPECT_EQ(decimal_mark_of("f;t\na;1,234\n", ';'), DecimalMark::comma) << "nothing decides but the semicolons";
    EXPECT_EQ(decimal_mark_of("f,t\na,1.234\n", ','), DecimalMark::point);
}

TEST(FieldsTest, QuotesHoldSeparators) {
    std::vector<std::string> fields;
    EXPECT_TRUE(split_fields(R"-("f(int, ""x"")",1.5,,"")-", ',', fields));
    EXPECT_THAT(fields, testing::ElementsAre("f(int, \"x\")", "1.5", "", ""));
    EXPECT_FALSE(split_fields("a,\"b", ',', fields));
    EXPECT_EQ(separator_of("\"a;b\",c"), ',');
    EXPECT_EQ(separator_of("a;b,c"), ';');
}

TEST(LinesTest, AreBoundedAndCounted) {
    std::istringstream source(
        "\xEF\xBB\xBF"
        "a\r\n\n" +
        std::string(k_longest_line + 10, 'x') + "\nlast");
    Lines lines(source);
    std::string_view line;
    EXPECT_TRUE(lines.peek().starts_with("a\r\n"));
    ASSERT_TRUE(lines.next(line));
    EXPECT_EQ(line, "a");
    ASSERT_TRUE(lines.next(line));
    EXPECT_EQ(line, "");
    ASSERT_TRUE(lines.next(line));
    EXPECT_EQ(line.size(), k_longest_line);
    EXPECT_TRUE(lines.cut());
    ASSERT_TRUE(lines.next(line));
    EXPECT_EQ(line, "last");
    EXPECT_FALSE(lines.ended());
    EXPECT_EQ(lines.number(), 4);
    EXPECT_FALSE(lines.next(line));
}

}  // namespace
}  // namespace paretop::functions
