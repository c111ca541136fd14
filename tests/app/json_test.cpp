#include "app/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace paretop::app {
namespace {

TEST(Json, NestsAndSeparates) {
    Json json;
    json.begin_object().field("run", std::int64_t{17}).field("name", "a").key("list").begin_array();
    json.number(1.5).null().boolean(true).begin_object().end_object().end_array().field("last", false).end_object();
    EXPECT_EQ(json.take(), R"({"run":17,"name":"a","list":[1.5,null,true,{}],"last":false})");
}

TEST(Json, LinesKeepTheirCommas) {
    Json json;
    json.begin_array();
    json.newline().number(std::int64_t{1});
    const auto first = json.take();
    json.newline().number(std::int64_t{2}).end_array();
    EXPECT_EQ(first + json.take(), "[\n1,\n2]");
}

TEST(Json, TextOfAnyBytesReadsBack) {
    const std::string text = "quote \" slash \\ tab \t line \n null \x01 ü € \xF0\x9F\x99\x82";
    const auto written = Json().text(text).take();
    EXPECT_EQ(nlohmann::json::parse(written).get<std::string>(), text);
}

TEST(Json, BytesThatAreNotUtf8AreReplaced) {
    EXPECT_EQ(Json()
                  .text("a\xFF"
                        "b")
                  .take(),
              "\"a\xEF\xBF\xBD"
              "b\"");
}

TEST(Json, NumbersReadBackEqual) {
    for (const double value : {0.1, 1e300, -1.0 / 3, 5e-324, 12345678.0})
        EXPECT_EQ(nlohmann::json::parse(Json().number(value).take()).get<double>(), value);
    EXPECT_EQ(Json().number(std::numeric_limits<double>::quiet_NaN()).take(), "null");
    EXPECT_EQ(Json().number(std::numeric_limits<double>::infinity()).take(), "null");
}

TEST(Json, OptionalsAndRaw) {
    Json json;
    json.begin_object().field("none", std::optional<double>()).field("some", std::optional<std::int64_t>(3));
    json.key("raw").raw("{\"a\":1}").key("empty").raw("").end_object();
    EXPECT_EQ(json.take(), R"({"none":null,"some":3,"raw":{"a":1},"empty":null})");
}

}  // namespace
}  // namespace paretop::app
