#include "engine/spec/template.h"

#include <gtest/gtest.h>

#include "tests/engine/space/random_space.h"

namespace paretop::spec {
namespace {

using Words = std::vector<std::string>;

const Places k_places{"/w", "/b", "/d", "/c", "/i"};

space::Parameter flag(std::string name, std::string on, std::string off) {
    auto out = space::boolean(std::move(name));
    out.has_flag = true;
    out.flag_on = std::move(on);
    out.flag_off = std::move(off);
    return out;
}

space::Space example() {
    return {{space::integer("level", 1, 19), flag("long", "--long --window 27", ""), flag("check", "--check", "--no-check"),
             space::when(space::integer("fast", 1, 9), "level > 5"), space::choice("flags", {"", "-O2 -g", "a\"b c'"}),
             space::boolean("say \"hi\" {now")},
            {}};
}

Words expand(const Words& elements, std::vector<space::Value> values, bool shell = false) {
    const auto space = example();
    const auto parsed = Template::parse(elements, space, shell);
    EXPECT_TRUE(parsed) << parsed.error().message();
    space::Configuration configuration = space.defaults();
    for (std::size_t i = 0; i < values.size(); ++i) configuration.values[i] = values[i];
    space.activate(configuration);
    return parsed->expand(space, configuration, k_places);
}

constexpr std::int64_t k_on = 1;
constexpr std::int64_t k_off = 0;

TEST(templates, fills_in_parameters_and_places) {
    EXPECT_EQ(expand({"zstd", "-{level}", "{input}", "-o", "{work}/out.zst", "{dir}{cache}{build}"}, {std::int64_t{3}}),
              (Words{"zstd", "-3", "/i", "-o", "/w/out.zst", "/d/c/b"}));
}

TEST(templates, writes_doubled_braces_once) {
    EXPECT_EQ(expand({"{{level}}", "awk", "{{print $1}}{{", "}}"}, {}), (Words{"{level}", "awk", "{print $1}{", "}"}));
}

TEST(templates, drops_what_stands_for_nothing) {
    EXPECT_EQ(expand({"p", "{long}", "{flags}", "{fast}", "", "{check}"}, {}), (Words{"p", "", "--no-check"}));
    EXPECT_EQ(expand({"p", "CFLAGS={flags}", "x{fast}"}, {}), (Words{"p", "CFLAGS=", "x"}));
}

TEST(templates, drops_options_whose_parameters_are_inactive) {
    EXPECT_EQ(expand({"p", "--fast={fast}", "--both={fast},{level}"}, {}), (Words{"p", "--both=,1"}));
    EXPECT_EQ(expand({"p", "--fast={fast}"}, {std::int64_t{6}}), (Words{"p", "--fast=1"}));
}

TEST(templates, splits_flags_that_stand_alone_and_nothing_else) {
    EXPECT_EQ(expand({"p", "{long}"}, {std::int64_t{1}, k_on}), (Words{"p", "--long", "--window", "27"}));
    EXPECT_EQ(expand({"p", "x {long}"}, {std::int64_t{1}, k_on}), (Words{"p", "x --long --window 27"}));
    EXPECT_EQ(expand({"p", "{flags}"}, {std::int64_t{1}, k_off, k_off, space::Inactive{}, std::int64_t{1}}),
              (Words{"p", "-O2 -g"}));
}

TEST(templates, leaves_shell_text_in_one_piece) {
    EXPECT_EQ(expand({"cc {flags} {long} --fast={fast}"}, {}, true), (Words{"cc   --fast="}));
    EXPECT_EQ(expand({"{long}"}, {}, true), (Words{""}));
    EXPECT_EQ(expand({"-x {fast}"}, {}, true), (Words{"-x "}));
}

TEST(templates, takes_odd_names) {
    const auto space = example();
    EXPECT_EQ(Template::parse({"{say \"hi\" {now}"}, space)->expand(space, space.defaults(), k_places), (Words{"false"}));
}

TEST(templates, expands_single_texts_without_dropping) {
    const auto space = example();
    const auto text = Template::parse({"{long}{fast}{work}"}, space).value();
    EXPECT_EQ(text.expand_text(space, space.defaults(), k_places), "/w");
    EXPECT_EQ(Template::parse({"{long}"}, space)->expand_text(space, space.defaults(), k_places), "");
}

TEST(templates, knows_what_it_mentions) {
    const auto parsed = Template::parse({"{flags}", "{level}{work}", "{level}"}, example()).value();
    EXPECT_EQ(parsed.parameters(), (std::vector<std::size_t>{0, 4}));
    EXPECT_TRUE(parsed.mentions(Place::work));
    EXPECT_FALSE(parsed.mentions(Place::build));
    EXPECT_TRUE(Template().empty());
}

TEST(templates, names_what_is_wrong) {
    struct Case {
        Words elements;
        std::string_view where, what, remedy;
    };
    const std::vector<Case> cases{
        {{"{levle}"}, "column 1", "{levle} is no parameter", "did you mean {level}?"},
        {{"a", "ä{wrok}"}, "column 2", "element 2: {wrok}", "did you mean {work}?"},
        {{"a{b"}, "column 2", "a '{' without its '}'", "{{"},
        {{"a}b"}, "column 2", "a '}' without its '{'", "}}"},
        {{"{}"}, "column 1", "{} is no parameter", ""},
        {{"${quite_something_else}"}, "column 2", "{quite_something_else} is no parameter", "literal brace"},
    };
    for (const auto& c : cases) {
        const auto parsed = Template::parse(c.elements, example());
        ASSERT_FALSE(parsed) << c.what;
        EXPECT_EQ(parsed.error().where, c.where) << c.what;
        EXPECT_EQ(parsed.error().what.find(c.what), 0U) << parsed.error().what;
        EXPECT_NE(parsed.error().remedy.find(c.remedy), std::string::npos) << parsed.error().remedy;
    }
}

TEST(environment_name, is_upper_case_and_plain) {
    EXPECT_EQ(environment_name("level"), "PARETOP_PARAM_LEVEL");
    EXPECT_EQ(environment_name("say \"hi\"-2"), "PARETOP_PARAM_SAY__HI__2");
    EXPECT_EQ(environment_name("ü"), "PARETOP_PARAM___");
}

}  // namespace
}  // namespace paretop::spec
