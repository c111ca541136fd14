#include "engine/measure/json_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace paretop::measure {
namespace {

TEST(JsonValue, PlacesAreAPointerOrAFileAndAPointer) {
    EXPECT_EQ(parse_json_place("/a/0")->pointer, "/a/0");
    const auto place = parse_json_place("file:{work}/o:ut.json:/a/b");
    EXPECT_EQ(place->file, "{work}/o:ut.json");
    EXPECT_EQ(place->pointer, "/a/b");
    for (const char* wrong : {"a/b", "file:/a", "file:out.json", "/a~2"}) EXPECT_FALSE(parse_json_place(wrong)) << wrong;
}

TEST(JsonValue, OutputIsADocumentOrItsLastLineIsOne) {
    EXPECT_EQ(json_in_output("{\"a\":[1,2.5]}", "/a/1"), 2.5);
    EXPECT_EQ(json_in_output("log\n{\"a\":1}\n{\"a\":2}\nbye\n", "/a"), 2);
    EXPECT_EQ(json_in_output("{\"a\":true}", "/a"), 1);
    EXPECT_EQ(json_in_output("nothing", "/a").error().what, "stdout holds no JSON document");
    EXPECT_EQ(json_in_output("{\"a\":\"x\"}", "/a").error().what, "/a in stdout is not a number");
    EXPECT_EQ(json_in_output("{\"a\":null}", "/a").error().what, "/a in stdout is not a number");
    EXPECT_EQ(json_in_output("{\"a\":1}", "/b").error().what, "stdout has no /b");
    EXPECT_EQ(json_in_output("{\"a\":1e999, \"b\":NaN}", "/a"), HUGE_VAL);
}

TEST(JsonValue, FilesAreReadAndTheirFaultsNamed) {
    const std::string path = testing::TempDir() + "paretop_json_value.json";
    std::ofstream(path) << "{\"t\": {\"mean\": 3}}";
    EXPECT_EQ(json_in_file(path, "/t/mean"), 3);
    EXPECT_FALSE(json_in_file(path, "/t"));
    std::ofstream(path) << "{";
    EXPECT_EQ(json_in_file(path, "/t").error().what, path + " is not JSON");
    std::remove(path.c_str());
    EXPECT_NE(json_in_file(path, "/t").error().what.find("cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace paretop::measure
