#include "app/text_table.h"

#include <gtest/gtest.h>

namespace paretop::app {
namespace {

TEST(TextTable, AlignsColumns) {
    EXPECT_EQ(text_table({{"#", Align::right}, {"name"}, {"s", Align::decimal}},
                         {{"17", "zstd", "0.093"}, {"3", "a", "12.5"}, {"4", "b", "7"}}, 0),
              " #  name       s\n"
              "17  zstd   0.093\n"
              " 3  a     12.5\n"
              " 4  b      7\n");
}

TEST(TextTable, CutsElasticColumnsToTheWidth) {
    EXPECT_EQ(text_table({{"name", Align::left, true}, {"n", Align::right}}, {{"a-very-long-name", "12"}}, 14),
              "name         n\n"
              "a-very-lo…  12\n");
}

TEST(TextTable, APipeGetsWholeNamesAndTwoBlanksBetweenCellsOnly) {
    const std::string longest(300, 'x');
    EXPECT_EQ(text_table({{"name", Align::left, true}, {"of"}, {"n", Align::right}},
                         {{longest, "a", "12"}, {"int f(long,   long)", "", "3"}}, 0),
              "name" + std::string(44, ' ') + "  of   n\n" +  //
                  longest + "  a   12\n" +                    //
                  "int f(long, long)" + std::string(31, ' ') + "  –    3\n");
}

TEST(TextTable, MissingCellsAreEmptyAndEscapesHarmless) {
    EXPECT_EQ(text_table({{"a"}, {"b"}}, {{"x"}, {"\x1b[2J", "y"}}, 0).find('\x1b'), std::string::npos);
    EXPECT_EQ(text_table({{"a"}, {"b"}}, {{"x"}}, 0), "a  b\nx\n");
}

}  // namespace
}  // namespace paretop::app
