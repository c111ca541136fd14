#include "engine/measure/loose_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace paretop::measure {
namespace {

TEST(LooseJson, NamesOfNumbersAreMendedOutsideOfStrings) {
    EXPECT_EQ(mend_numbers(R"({"a":NaN,"b":[Infinity, -Infinity],"c":-nan,"d":inf})"),
              R"({"a":"nan","b":["inf", "-inf"],"c":"nan","d":"inf"})");
    EXPECT_EQ(mend_numbers(R"({"NaN":"Infinity \" NaN","x":NaN})"), R"({"NaN":"Infinity \" NaN","x":"nan"})");
    EXPECT_EQ(mend_numbers(R"([NaN,-Infinity])", Nonfinite::null), "[null,null]");
    for (const char* same : {"", "[1]", "NaNa", "info", "{\"open", "\"back\\", "\xc3\xa9 nans"})
        EXPECT_EQ(mend_numbers(same), same);
}

TEST(LooseJson, OnlyNumbersBeyondADoubleAreInfinite) {
    EXPECT_EQ(mend_numbers("[1e999,-1e999,1.5E+400]"), R"(["inf","-inf","inf"])");
    EXPECT_EQ(mend_numbers(std::string(400, '9')), "\"inf\"");
    for (const char* same : {"1e-999", "1e308", "-0.0", "2.5", "+1e999", "1e999x"}) EXPECT_EQ(mend_numbers(same), same);
}

TEST(LooseJson, WhatIsJsonStaysAndWhatIsNoneIsDiscarded) {
    EXPECT_EQ(parse_loosely(R"({"a":1e-999,"b":"NaN"})"), (nlohmann::json{{"a", 0.0}, {"b", "NaN"}}));
    EXPECT_EQ(parse_loosely("[1,Infinity]"), (nlohmann::json{1, "inf"}));
    for (const char* none : {"", "hello", "{\"a\":NaN", "[1NaN]", "1e999 1"})
        EXPECT_TRUE(parse_loosely(none).is_discarded()) << none;
}

}  // namespace
}  // namespace paretop::measure
