#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/space/random_space.h"

namespace paretop::space {
namespace {

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char byte : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return out;
}

std::string hash_of(const Space& space, const Configuration& configuration) {
    return hex(content_hash(to_json(space, configuration)));
}

const std::vector<Parameter> k_every_type{integer("level", 1, 19),
                                          real("rate", 0, 1),
                                          choice("strategy", {"btopt", "say \"hi\""}),
                                          boolean("long mode"),
                                          choice("threads", {"1", "2", "4"}, ParameterType::ordinal),
                                          permutation("passes", {"inline", "dce", "licm"})};

Configuration every_value() {
    return {{std::int64_t{7}, 0.1, std::int64_t{1}, std::int64_t{1}, std::int64_t{2}, Permutation{2, 0, 1}}};
}

TEST(text, writes_values_as_on_a_command_line) {
    const std::vector<std::string> expected{"7", "0.1", "say \"hi\"", "true", "4", "licm,inline,dce"};
    const auto configuration = every_value();
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(to_text(k_every_type[i], configuration.values[i]), expected[i]);
        EXPECT_EQ(from_text(k_every_type[i], expected[i]).value(), configuration.values[i]);
        EXPECT_EQ(to_text(k_every_type[i], Inactive{}), "");
    }
}

TEST(text, refuses_what_is_no_value_and_says_what_would_be) {
    const std::vector<std::tuple<Parameter, std::string_view, std::string_view>> cases{
        {k_every_type[0], "20", "a whole number from 1 to 19"},
        {k_every_type[0], "7.5", "a whole number"},
        {k_every_type[0], "", "a whole number"},
        {k_every_type[0], "7x", "a whole number"},
        {k_every_type[0], "nan", "a whole number"},
        {k_every_type[1], "inf", "a number from 0 to 1"},
        {k_every_type[1], "-0.1", "from 0 to 1"},
        {k_every_type[2], "Btopt", "btopt"},
        {k_every_type[3], "yes", "true or false"},
        {k_every_type[4], "3", "1, 2, 4"},
        {k_every_type[5], "licm,inline", "each of inline"},
        {k_every_type[5], "licm,inline,inline", "once"},
        {k_every_type[5], "licm,inline,gvn", "once"},
        {real("r", 0, 1, 0.25), "0.3", "in steps of 0.25"}};
    for (const auto& [parameter, text, expected] : cases) {
        const auto value = from_text(parameter, text);
        ASSERT_FALSE(value) << text;
        EXPECT_NE(value.error().remedy.find(expected), std::string::npos) << text << ": " << value.error().remedy;
    }
}

TEST(text, takes_numbers_next_to_the_grid_onto_it) {
    EXPECT_EQ(std::get<double>(from_text(real("r", 0, 1, 0.1), "0.30000000000000004").value()), 0.3);
}

TEST(argument, is_the_flag_of_a_boolean_that_has_one) {
    auto flag = boolean("long");
    EXPECT_EQ(to_argument(flag, std::int64_t{1}), "true");
    flag.has_flag = true;
    flag.flag_on = "--long";
    EXPECT_EQ(to_argument(flag, std::int64_t{1}), "--long");
    EXPECT_EQ(to_argument(flag, std::int64_t{0}), "");
    EXPECT_EQ(to_argument(flag, Inactive{}), "");
    flag.flag_off = "--no-long";
    EXPECT_EQ(to_argument(flag, std::int64_t{0}), "--no-long");
    EXPECT_EQ(to_text(flag, std::int64_t{1}), "true");
}

TEST(json, is_canonical) {
    const Space space(k_every_type, {});
    EXPECT_EQ(to_json(space, every_value()),
              R"({"level":7,"long mode":true,"passes":["licm","inline","dce"],"rate":0.1,"strategy":"say \"hi\"","threads":4})");
    EXPECT_EQ(to_json(Space(), Configuration()), "{}");
}

TEST(json, writes_the_shortest_numbers_and_one_zero) {
    const Space space({real("x", -1e300, 1e300)}, {});
    const std::vector<std::pair<double, std::string>> cases{{0.0, "0"},
                                                            {-0.0, "0"},
                                                            {1.0, "1"},
                                                            {0.1, "0.1"},
                                                            {1e-7, "1e-07"},
                                                            {1e300, "1e+300"},
                                                            {123456789.5, "123456789.5"},
                                                            {2.0 / 3, "0.6666666666666666"}};
    for (const auto& [number, text] : cases) EXPECT_EQ(to_json(space, {{number}}), "{\"x\":" + text + "}");
}

TEST(json, keeps_choices_that_are_not_distinct_numbers_as_text) {
    EXPECT_EQ(to_json(Space({choice("c", {"1", "1.0"})}, {}), {{std::int64_t{1}}}), R"({"c":"1.0"})");
    EXPECT_EQ(to_json(Space({choice("c", {"1", "auto"})}, {}), {{std::int64_t{0}}}), R"({"c":"1"})");
    EXPECT_EQ(to_json(Space({choice("c", {"007", "1"})}, {}), {{std::int64_t{0}}}), R"({"c":"007"})");
    const Space written({choice("c", {"1.0", "2.50", "1e3"})}, {});
    EXPECT_EQ(to_json(written, {{std::int64_t{2}}}), R"({"c":1e3})");
    EXPECT_EQ(from_json(written, R"({"c":1000})").value().values[0], Value(std::int64_t{2}));
}

TEST(json, refuses_what_is_no_configuration) {
    const Space space({integer("level", 1, 19), when(integer("fast", 1, 9), "level > 5"), permutation("p", {"a", "b"})}, {});
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"", "not a JSON object"},      {"[]", "not a JSON object"}, {"{", "not a JSON object"},
        {R"({"lvl":3})", "'lvl'"},      {R"({"level":20})", "'20'"}, {R"({"level":[3]})", "[3]"},
        {R"({"level":null})", "null"},  {R"({"level":{}})", "{}"},   {R"({"level":"x"})", "'x'"},
        {R"({"p":"a,b"})", "\"a,b\""},  {R"({"p":["a"]})", "'a'"},   {R"({"level":3,"fast":2})", "inactive here"},
        {R"({"level":true})", "'true'"}};
    for (const auto& [text, expected] : cases) {
        const auto configuration = from_json(space, text);
        ASSERT_FALSE(configuration) << text;
        EXPECT_NE(configuration.error().what.find(expected), std::string::npos) << text << ": " << configuration.error().what;
    }
}

TEST(json, gives_absent_parameters_their_defaults) {
    const Space space({integer("level", 1, 19), when(integer("fast", 1, 9), "level > 5")}, {});
    EXPECT_EQ(to_json(space, from_json(space, R"({"level":6})").value()), R"({"fast":1,"level":6})");
    EXPECT_EQ(to_json(space, from_json(space, "{}").value()), R"({"level":1})");
}

// These never change: stores on people's disks hold them.
TEST(hash, is_what_it_always_was) {
    EXPECT_EQ(hex(content_hash("{}")), "dc7048f8f8747f561349cde127705c16");
    EXPECT_EQ(hash_of(Space(k_every_type, {}), every_value()), "9a620aaaea3d1dfe5828c2c8ec837f4d");
    EXPECT_EQ(hash_of(Space({integer("level", 1, 19)}, {}), {{std::int64_t{3}}}), "2635cef077c1c5fc3f91a95b0bab620f");
}

TEST(hash, does_not_depend_on_the_order_of_declaration) {
    auto parameters = k_every_type;
    auto values = every_value().values;
    const auto expected = hash_of(Space(k_every_type, {}), every_value());
    for (int i = 0; i < 5; ++i) {
        std::rotate(parameters.begin(), parameters.begin() + 1, parameters.end());
        std::rotate(values.begin(), values.begin() + 1, values.end());
        EXPECT_EQ(hash_of(Space(parameters, {}), {values}), expected);
    }
}

TEST(compact, is_small) {
    EXPECT_EQ(hex(encode(Space({integer("level", 1, 19), boolean("b")}, {}), {{std::int64_t{3}, std::int64_t{1}}})), "0702");
    EXPECT_EQ(hex(encode(Space(k_every_type, {}), every_value())),
              "0f"
              "019a9999999999b93f"
              "02"
              "02"
              "03"
              "01020001");
}

TEST(compact, refuses_damaged_bytes) {
    const Space space(k_every_type, {});
    const auto bytes = encode(space, every_value());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto configuration = decode(space, std::string_view(bytes).substr(0, length));
        ASSERT_FALSE(configuration) << length;
        EXPECT_EQ(configuration.error().kind, ErrorKind::store);
    }
    EXPECT_NE(decode(space, bytes + "x").error().what.find("1 bytes too long"), std::string::npos);
    EXPECT_FALSE(decode(Space({integer("a", 1, 3)}, {}), "\x15")) << "out of range";
    EXPECT_FALSE(decode(Space({boolean("a")}, {}), "\x04"));
    EXPECT_FALSE(decode(Space({boolean("a")}, {}), std::string(12, '\xff')));
    EXPECT_FALSE(decode(Space({permutation("p", {"a", "b"})}, {}), std::string("\1\1\1", 3)));
}

TEST(differences, name_what_was_changed) {
    const Space space({integer("level", 1, 19), boolean("fast"), when(integer("n", 1, 4), "fast")}, {});
    auto changed = space.defaults();
    EXPECT_EQ(differences(space, changed, space.defaults()), "all defaults");
    changed.values = {std::int64_t{19}, std::int64_t{1}, std::int64_t{1}};
    EXPECT_EQ(differences(space, changed, space.defaults()), "level 19, fast true, n 1");
    EXPECT_EQ(differences(space, space.defaults(), changed), "level 1, fast false, no n");
    EXPECT_EQ(differences(space, changed, changed), "no difference");
    const Parameter ratio = real("ratio", 0, 1e9);
    EXPECT_EQ(to_text(ratio, 0.12345678901), "0.12345678901");
    EXPECT_EQ(to_text(ratio, 0.12345678901, k_readable_digits), "0.123457");
    EXPECT_EQ(to_text(ratio, 0.25, k_readable_digits), "0.25");
    EXPECT_EQ(to_text(ratio, 123456789.5, k_readable_digits), "1.23457e+08");
}

TEST(forms, read_back_what_they_wrote_in_every_space) {
    std::mt19937 random(7);
    for (int round = 0; round < 400; ++round) {
        const auto space = random_space(random);
        for (int i = 0; i < 10; ++i) {
            const auto configuration = from_unit(space, random_point(space, random));
            ASSERT_TRUE(space.check(configuration)) << to_json(space, configuration);
            const auto json = to_json(space, configuration);
            const auto from_text_form = from_json(space, json);
            ASSERT_TRUE(from_text_form) << json << from_text_form.error().message();
            ASSERT_EQ(*from_text_form, configuration) << json;
            const auto from_bytes = decode(space, encode(space, configuration));
            ASSERT_TRUE(from_bytes) << json;
            ASSERT_EQ(*from_bytes, configuration) << json;
        }
    }
}

}  // namespace
}  // namespace paretop::space
