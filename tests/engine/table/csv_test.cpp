#include <gmock/gmock.h>

#include "engine/table/table.h"

namespace paretop::table {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Table good(const std::string& text) {
    auto table = parse_table(text, "t.csv");
    if (!table) ADD_FAILURE() << table.error().message();
    return table ? std::move(*table) : Table();
}

Error bad(const std::string& text) {
    const auto table = parse_table(text, "t.csv");
    EXPECT_FALSE(table);
    return table ? Error{} : table.error();
}

std::vector<std::string> row(const Table& table, std::size_t index) {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < table.columns().size(); ++column) cells.emplace_back(table.cell(index, column));
    return cells;
}

TEST(CsvTest, ReadsFieldsWithAndWithoutQuotes) {
    const auto table = good("a,b,\"c d\"\n1, two ,\"x,\"\"y\"\"\nz\"\n4,,6\n");
    EXPECT_THAT(table.columns(), ElementsAre("a", "b", "c d"));
    ASSERT_EQ(table.rows(), 2U);
    EXPECT_THAT(row(table, 0), ElementsAre("1", "two", "x,\"y\"\nz"));
    EXPECT_THAT(row(table, 1), ElementsAre("4", "", "6"));
}

TEST(CsvTest, TakesOtherSeparatorsLineEndsAndAMark) {
    EXPECT_THAT(row(good("a;b\r\n1,5;2\r\n"), 0), ElementsAre("1,5", "2"));
    EXPECT_THAT(row(good("a\tb\n1\t\n"), 0), ElementsAre("1", ""));
    const auto table = good("\xEF\xBB\xBFname,b\r\n\r\n1,2\r\n\r\n");
    EXPECT_THAT(table.columns(), ElementsAre("name", "b"));
    EXPECT_EQ(table.rows(), 1U);
}

TEST(CsvTest, TheLastLineNeedsNoEnd) { EXPECT_THAT(row(good("a,b\n1,2"), 0), ElementsAre("1", "2")); }

TEST(CsvTest, KnowsThePlaceOfEveryCell) {
    const auto table = good("a,b,c\n10,\"x\ny\",3\n\n4,55,666\n");
    EXPECT_EQ(table.place(0, 0), "t.csv:2:1");
    EXPECT_EQ(table.place(0, 2), "t.csv:3:4");
    EXPECT_EQ(table.place(1, 1), "t.csv:5:3");
    EXPECT_EQ(table.place(1, 2), "t.csv:5:6");
}

TEST(CsvTest, ARowOfAnotherLengthNamesItsLine) {
    const auto error = bad("a,b\n1,2\n3\n");
    EXPECT_EQ(error.where, "t.csv:3:1");
    EXPECT_EQ(error.what, "this row has 1 fields, and there are 2 columns");
    EXPECT_EQ(bad("a,b\n1,2,3\n").what, "this row has 3 fields, and there are 2 columns");
}

TEST(CsvTest, BrokenQuotesNameTheirPlace) {
    const auto open = bad("a,b\n1,\"2\n3,4\n");
    EXPECT_EQ(open.where, "t.csv:2:3");
    EXPECT_THAT(open.what, HasSubstr("never closed"));
    EXPECT_THAT(bad("a,b\n\"1\"x,2\n").what, HasSubstr("follows the closing quote"));
}

TEST(CsvTest, ColumnsNeedDistinctNames) {
    EXPECT_EQ(bad("a,b,a\n1,2,3\n").where, "t.csv:1:5");
    EXPECT_THAT(bad("a,,c\n1,2,3\n").what, HasSubstr("no name"));
}

TEST(CsvTest, SomethingMustBeInIt) {
    EXPECT_EQ(bad("").what, "is empty");
    EXPECT_EQ(bad(" \n\n").what, "is empty");
    EXPECT_THAT(bad("a,b\n").what, HasSubstr("no rows"));
}

TEST(CsvTest, NumbersAreThoseOfCAndNotOfALocale) {
    EXPECT_EQ(number_in("1.5e3"), 1500);
    EXPECT_EQ(number_in("+2"), 2);
    EXPECT_EQ(number_in("-0.25"), -0.25);
    EXPECT_FALSE(number_in("1,5"));
    EXPECT_FALSE(number_in("1.5 s"));
    EXPECT_FALSE(number_in(""));
    EXPECT_FALSE(number_in("0x10"));
}

TEST(CsvTest, ACellMayHoldAnArray) {
    EXPECT_THAT(*numbers_in("[1.5, 2,3]"), ElementsAre(1.5, 2, 3));
    EXPECT_THAT(*numbers_in("7"), ElementsAre(7));
    EXPECT_FALSE(numbers_in("[]"));
    EXPECT_FALSE(numbers_in("[1,x]"));
    EXPECT_FALSE(numbers_in("nan"));
    EXPECT_FALSE(numbers_in(""));
}

}  // namespace
}  // namespace paretop::table
