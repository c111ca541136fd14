// Every mistake is found at its place. The mark § in a text stands before the line and column where it must be reported.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

constexpr std::string_view k_mark = "§";

struct Case {
    std::string SpecText::*section;
    std::string text;
    std::string key, found, expected;
};

// Takes the mark out of the text and says where it was.
std::pair<std::int64_t, std::int64_t> take_mark(std::string& text) {
    const auto at = text.find(k_mark);
    if (at == std::string::npos) return {0, 0};
    text.erase(at, k_mark.size());
    const auto line_start = text.rfind('\n', at == 0 ? 0 : at - 1);
    const auto start = line_start == std::string::npos || at == 0 ? 0 : line_start + 1;
    const auto column = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(start),
                                      text.begin() + static_cast<std::ptrdiff_t>(at), [](char c) { return (c & 0xC0) != 0x80; });
    return {std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1, column + 1};
}

void expect_one(const Case& c) {
    SpecText parts;
    parts.*c.section = c.text;
    auto text = parts.text();
    const auto [line, column] = take_mark(text);
    const auto result = read_text(text);
    EXPECT_FALSE(result.spec) << c.text;
    std::string all;
    for (const auto& problem : result.problems) all += "\n  " + problem.message("t.toml");
    ASSERT_EQ(result.problems.size(), 1U) << c.text << all;
    const auto& problem = result.problems[0];
    EXPECT_EQ(fmt::format("{}:{}", problem.line, problem.column), fmt::format("{}:{}", line, column)) << c.text << all;
    EXPECT_EQ(problem.key, c.key) << c.text << all;
    EXPECT_NE(problem.found.find(c.found), std::string::npos) << c.text << all;
    EXPECT_NE(problem.expected.find(c.expected), std::string::npos) << c.text << all;
}

std::string parameter(const std::string& keys) { return "[[parameter]]\nname = \"level\"\n" + keys + "\n"; }
std::string integer(const std::string& keys) { return parameter("type = \"int\"\nrange = [1, 19]\n" + keys); }
std::string real(const std::string& keys) { return parameter("type = \"float\"\n" + keys); }
std::string values(const std::string& type, const std::string& keys) { return parameter("type = \"" + type + "\"\n" + keys); }
std::string two(const std::string& second) { return integer("") + "[[parameter]]\n" + second + "\n"; }

TEST(spec_errors, in_the_experiment) {
    const auto section = &SpecText::experiment;
    const std::vector<Case> cases{
        {section, "", "experiment", "is missing", "[experiment]"},
        {section, "§[experiment]\nabout = \"x\"\n", "experiment.name", "is missing", "name = "},
        {section, "[experiment]\nname = §3\n", "experiment.name", "is 3", "a text in quotes"},
        {section, "[experiment]\nname = §\"\"\n", "experiment.name", "is empty", "a name"},
        {section, "[experiment]\nname = §\"17\"\n", "experiment.name", "'17' is a number", "a letter"},
        {section, "[experiment]\nname = §\"a\\nb\"\n", "experiment.name", "control character", "one line"},
        {section, "[experiment]\nname = §\"" + std::string(201, 'x') + "\"\n", "experiment.name", "too long", "200"},
        {section, "[experiment]\nname = \"a\"\n§abuot = \"x\"\n", "experiment.abuot", "is unknown", "did you mean 'about'?"},
        {section, "[experiment]\nname = \"a\"\nabout = §\"x\\u0000\"\n", "experiment.about", "NUL", "remove it"},
        {section, "[experiment]\nname = \"a\"\nkind = §\"tuen\"\n", "experiment.kind", "'tuen' is no kind",
         "did you mean 'tune'?"},
        {section, "[experiment]\nname = \"a\"\nkind = §\"anneal\"\n", "experiment.kind", "does not run 'anneal' yet",
         "tune, sweep and profile"},
        {section, "[experiment]\nname = \"a\"\nkind = §\"schedule\"\n", "experiment.kind", "yet", "tune"},
        {section, "§experiment = 3\n", "experiment", "is 3", "[experiment]"},
        {section, "[[§experiment]]\nname = \"a\"\n", "experiment", "is an array", "[experiment], once"},
        {section, "[experiment]\nname = \"a\"\n[§serach]\ntrials = 3\n", "serach", "is unknown", "did you mean 'search'?"},
        {section, "§zzzzzzzzz = 1\n[experiment]\nname = \"a\"\n", "zzzzzzzzz", "is unknown", "there are experiment, parameter"},
    };
    for (const auto& c : cases) expect_one(c);
}

TEST(spec_errors, in_names_and_types_of_parameters) {
    const auto section = &SpecText::parameters;
    const auto only = [&](std::string text, std::string key, std::string found, std::string expected) {
        auto parts = SpecText();
        expect_one({section, std::move(text), std::move(key), std::move(found), std::move(expected)});
    };
    only(two("name = §\"level\"\ntype = \"bool\""), "parameter[2].name", "'level' is declared twice", "another name");
    only(two("name = §\"Level\"\ntype = \"bool\""), "parameter[2].name", "the same variable, PARETOP_PARAM_LEVEL",
         "more than case");
    only(two("name = §\"work\"\ntype = \"bool\""), "parameter[2].name", "{work} already stands", "another name");
    only(two("name = §\"a{b\"\ntype = \"bool\""), "parameter[2].name", "holds a brace", "without { and }");
    only(two("name = §\"a\\nb\"\ntype = \"bool\""), "parameter[2].name", "control character", "one line");
    only(two("name = §\"a\\u0000b\"\ntype = \"bool\""), "parameter[2].name", "NUL", "remove it");
    only(integer("") + "§[[parameter]]\ntype = \"bool\"\n", "parameter[2].name", "is missing", "name = ");
    only("§[[parameter]]\nname = \"level\"\n", "parameter[1].type", "is missing", "\"int\", \"float\"");
    only(parameter("type = §\"integer\"\nrange = [1, 2]"), "parameter[1].type", "'integer' is no type", "there are int, float");
    only(parameter("type = §\"catgorical\"\nvalues = [\"a\"]"), "parameter[1].type", "is no type", "did you mean 'categorical'?");
    only(parameter("type = §5"), "parameter[1].type", "is 5", "a text in quotes");
    only("[§parameter]\nname = \"level\"\ntype = \"bool\"\n", "parameter", "is a single table", "[[parameter]]");
}

TEST(spec_errors, in_numbers) {
    const auto section = &SpecText::parameters;
    const std::vector<Case> cases{
        {section, "§" + parameter("type = \"int\""), "parameter[1].range", "is missing", "range = [low, high]"},
        {section, parameter("type = \"int\"\nrange = §3"), "parameter[1].range", "not an array of two", "[low, high]"},
        {section, parameter("type = \"int\"\nrange = §[1, 2, 3]"), "parameter[1].range", "not an array of two", "[low, high]"},
        {section, parameter("type = \"int\"\nrange = §[19, 1]"), "parameter[1].range", "goes downwards", "[1, 19]"},
        {section, parameter("type = \"int\"\nrange = [1, §2.5]"), "parameter[1].range", "holds 2.5", "whole numbers"},
        {section, parameter("type = \"int\"\nrange = [§\"1\", 2]"), "parameter[1].range", "holds '1'", "whole numbers"},
        {section, parameter("type = \"int\"\nrange = [1, §9007199254740993]"), "parameter[1].range", "holds 9007199254740993",
         "2^53"},
        {section, real("range = [0.0, §inf]"), "parameter[1].range", "holds inf", "finite"},
        {section, real("range = [§nan, 1.0]"), "parameter[1].range", "holds nan", "finite"},
        {section, real("range = §[2.5, 1]"), "parameter[1].range", "goes downwards", "[1, 2.5]"},
        {section, integer("step = §0"), "parameter[1].step", "is 0", "whole number above 0"},
        {section, integer("step = §-2"), "parameter[1].step", "is -2", "above 0"},
        {section, integer("step = §1.5"), "parameter[1].step", "is 1.5", "whole number"},
        {section, integer("step = §4"), "parameter[1].step", "4 does not divide the range", "end the range at 17"},
        {section, integer("step = §40"), "parameter[1].step", "does not divide", "at most 18"},
        {section, real("range = [0, 1]\nstep = §0.3"), "parameter[1].step", "0.3 does not divide", "end the range at 0.9"},
        {section, real("range = [0, 1]\nstep = §\"0.1\""), "parameter[1].step", "is '0.1'", "a number above 0"},
        {section, parameter("type = \"int\"\nrange = [0, 8]\nlog = §true"), "parameter[1].log", "a range from 0 has no logarithm",
         "above 0"},
        {section, real("range = [-1, 8]\nlog = §true"), "parameter[1].log", "no logarithm", "above 0"},
        {section, integer("log = §\"yes\""), "parameter[1].log", "is 'yes'", "true or false"},
        {section, integer("default = §20"), "parameter[1].default", "is 20", "from 1 to 19"},
        {section, integer("default = §2.0"), "parameter[1].default", "is 2.0", "a whole number"},
        {section, integer("default = §\"3\""), "parameter[1].default", "is '3'", "without quotes"},
        {section, integer("step = 3\ndefault = §3"), "parameter[1].default", "is 3", "in steps of 3"},
        {section, real("range = [0, 1]\ndefault = §2"), "parameter[1].default", "is 2", "from 0 to 1"},
        {section, real("range = [0, 1]\ndefault = §nan"), "parameter[1].default", "is nan", "from 0 to 1"},
        {section, integer("§values = [1]"), "parameter[1].values", "means nothing for type int", "remove it"},
        {section, integer("§flag = \"-x\""), "parameter[1].flag", "means nothing for type int", "remove it"},
        {section, integer("§defualt = 3"), "parameter[1].defualt", "is unknown", "did you mean 'default'?"},
    };
    for (const auto& c : cases) expect_one(c);
}

TEST(spec_errors, in_choices) {
    const auto section = &SpecText::parameters;
    const std::vector<Case> cases{
        {section, "§" + values("categorical", ""), "parameter[1].values", "is missing", "values = "},
        {section, values("categorical", "values = §\"a\""), "parameter[1].values", "is 'a'", "an array"},
        {section, values("ordinal", "values = §[]"), "parameter[1].values", "is empty", "1 to 10000"},
        {section, values("categorical", "values = [\"a\", §\"a\"]"), "parameter[1].values", "'a' twice", "remove one"},
        {section, values("categorical", "values = [1, §\"1\"]"), "parameter[1].values", "'1' twice", "remove one"},
        {section, values("categorical", "values = [\"a\", §[1]]"), "parameter[1].values", "holds an array", "texts, numbers"},
        {section, values("categorical", "values = [\"a\", §1979-05-27]"), "parameter[1].values", "holds a date",
         "texts, numbers"},
        {section, values("categorical", "values = [§\"\\u0000\"]"), "parameter[1].values", "NUL", "remove it"},
        {section, values("ordinal", "values = [§inf]"), "parameter[1].values", "not finite", "texts, numbers"},
        {section, values("permutation", "values = [\"a\", §\"b,c\"]"), "parameter[1].values", "holds 'b,c'", "without commas"},
        {section, values("categorical", "values = [\"fast\", \"best\"]\ndefault = §\"fsat\""), "parameter[1].default",
         "is 'fsat'", "did you mean 'fast'?"},
        {section, values("categorical", "values = [\"a\", \"b\"]\ndefault = §\"zzzzz\""), "parameter[1].default", "is 'zzzzz'",
         "one of a, b"},
        {section, values("categorical", "values = [\"a\", \"b\"]\ndefault = §[\"a\"]"), "parameter[1].default", "is an array",
         "one of a, b"},
        {section, values("permutation", "values = [\"a\", \"b\"]\ndefault = §[\"a\"]"), "parameter[1].default", "not an order",
         "each of a, b once"},
        {section, values("permutation", "values = [\"a\", \"b\"]\ndefault = §[\"a\", \"a\"]"), "parameter[1].default",
         "not an order", "each of a, b once"},
        {section, values("permutation", "values = [\"a\", \"b\"]\ndefault = §\"a,b\""), "parameter[1].default", "not an array",
         "in brackets"},
        {section, values("bool", "default = §1"), "parameter[1].default", "is 1", "true or false"},
        {section, values("bool", "flag = §true"), "parameter[1].flag", "is true", "a text in quotes"},
        {section, values("bool", "§range = [0, 1]"), "parameter[1].range", "means nothing for type bool", "remove it"},
        {section, values("ordinal", "values = [1]\n§step = 2"), "parameter[1].step", "means nothing for type ordinal",
         "remove it"},
    };
    for (const auto& c : cases) expect_one(c);
}

TEST(spec_errors, in_conditions) {
    const auto section = &SpecText::parameters;
    const auto second = [](const std::string& when) { return two("name = \"b\"\ntype = \"bool\"\nwhen = " + when); };
    const std::vector<Case> cases{
        {section, second("\"§levle > 3\""), "parameter[2].when", "'levle' is no parameter", "did you mean 'level'?"},
        {section, second("\"level > 3 && §b\""), "parameter[2].when", "'b' depends on itself", "declared before"},
        {section, integer("when = \"§b\"") + "[[parameter]]\nname = \"b\"\ntype = \"bool\"\n", "parameter[1].when",
         "'b' is declared later", "before this one"},
        {section, second("\"level > §> 3\""), "parameter[2].when", "expected a value, found '>'", "a condition"},
        {section, second("'größe + §= 3'"), "parameter[2].when", "'=' is not an operator", "=="},
        {section, second("\"§\""), "parameter[2].when", "empty", "level > 3"},
        {section, second("§true"), "parameter[2].when", "is true", "a text in quotes"},
        {section, second("§\"level\\t>> 3\""), "parameter[2].when", "expected a value", "a condition"},
        {section, second("\"§wall_s > 3\""), "parameter[2].when", "not known before a trial", "bound"},
        {section,
         integer("") + "[[parameter]]\nname = \"p\"\ntype = \"permutation\"\nvalues = [1, 2]\n[[parameter]]\nname = \"b\"\ntype "
                       "= \"bool\"\nwhen = \"§p == 1\"\n",
         "parameter[3].when", "'p' is a permutation", "defined(p)"},
        {&SpecText::constraints, "[[constraint]]\nrequire = \"level > 0 || §x\"\n", "constraint[1].require",
         "'x' is no parameter", "there is only level"},
        {&SpecText::constraints, "§[[constraint]]\n", "constraint[1].require", "is missing", "require = "},
        {&SpecText::constraints, "[[constraint]]\nrequire = \"level > 0\"\n§requires = 3\n", "constraint[1].requires",
         "is unknown", "'require'"},
        {&SpecText::constraints, "[[constraint]]\nrequire = §\"level > 1\"\n", "constraint[1].require",
         "the defaults break it: {\"level\":1}", "defaults"},
    };
    for (const auto& c : cases) expect_one(c);
}

std::string command(const std::string& keys) { return "[command]\n" + keys + "\n"; }
std::string and_run(const std::string& keys) { return command("run = [\"p\"]\n" + keys); }

TEST(spec_errors, in_commands) {
    const auto section = &SpecText::command;
    const std::vector<Case> cases{
        {section, "", "command", "is missing", "[command]"},
        {section, "§[command]\n", "command.run", "is missing", "run = ["},
        {section, command("run = §\"zstd -3\""), "command.run", "is one text", "or shell = true"},
        {section, command("run = §[]"), "command.run", "is empty", "array of texts"},
        {section, command("run = [§\"\", \"a\"]"), "command.run", "begins with an empty text", "program's name"},
        {section, command("run = [\"p\", §4]"), "command.run", "holds 4", "in quotes: \"4\""},
        {section, command("run = §{ a = 1 }"), "command.run", "is a table", "an array"},
        {section, command("shell = true\nrun = §[\"a\", \"b\"]"), "command.run", "several elements", "one text"},
        {section, command("run = [\"p\", \"-x§{levle}\"]"), "command.run", "{levle} is no parameter", "did you mean {level}?"},
        {section, command("run = [\"p\", \"§{level\"]"), "command.run", "a '{' without its '}'", "{{"},
        {section, command("shell = true\nrun = \"p §{wokr}\""), "command.run", "{wokr} is no parameter", "did you mean {work}?"},
        {section, command("run = [\"p\", §\"{input}\"]"), "command.run", "mentions {input}", "input = "},
        {section, command("run = [\"p\", §\"{build}/p\"]"), "command.run", "mentions {build}", "add a build command"},
        {section, and_run("build = [\"cc\", §\"{work}\"]"), "command.build", "mentions {work}", "use {build}"},
        {section, and_run("setup = [\"sh\", §\"-{level}\"]"), "command.setup", "mentions {level}", "setup runs once"},
        {section, and_run("setup = [\"sh\", §\"{work}\"]"), "command.setup", "mentions {work}", "{cache}"},
        {section, and_run("verify = [\"cmp\", \"§{levl}\"]"), "command.verify", "{levl}", "{level}"},
        {section, and_run("protocol = §\"serv\""), "command.protocol", "'serv' is no protocol", "did you mean 'serve'?"},
        {section, and_run("shell = §1\n"), "command.shell", "is 1", "true or false"},
        {section, and_run("input = §\"\""), "command.input", "is empty", "path"},
        {section, and_run("input = §\"{level}.txt\""), "command.input", "mentions {level}", "same for all"},
        {section, and_run("directory = §\"\""), "command.directory", "is empty", "{work}"},
        {section, and_run("directory = \"§{wrk}\""), "command.directory", "{wrk} is no parameter", "{work}"},
        {section, and_run("environment = { §PARETOP_X = \"1\" }"), "command.environment.PARETOP_X", "no name for a variable",
         "PARETOP_"},
        {section, and_run("[command.environment]\n§\"A=B\" = \"1\""), "command.environment.A=B", "no name for a variable",
         "without ="},
        {section, and_run("[command.environment]\nA = §1"), "command.environment.A", "is 1", "a text in quotes"},
        {section, and_run("[command.environment]\nA = \"§{lvel}\""), "command.environment.A", "{lvel}", "{level}"},
        {section, and_run("timeout = §30"), "command.timeout", "is 30", "the unit: \"30s\""},
        {section, and_run("timeout = §\"30\""), "command.timeout", "'30' is not a duration", "30s"},
        {section, and_run("timeout = §\"0s\""), "command.timeout", "is '0s'", "longer than nothing"},
        {section, and_run("timeout = §true"), "command.timeout", "is true", "\"30s\""},
        {section, and_run("build_timeout = §\"soon\""), "command.build_timeout", "'soon' is not a duration", "30s"},
        {section, and_run("warmups = §-1"), "command.warmups", "is -1", "from 0"},
        {section, and_run("repeats = §0"), "command.repeats", "is 0", "from 1"},
        {section, and_run("repeats = §\"5\""), "command.repeats", "is '5'", "a whole number"},
        {section, and_run("repeats = §{ min = 3 }"), "command.repeats.until_ci", "is missing", "0.01"},
        {section, and_run("repeats = { min = §9, max = 4, until_ci = 0.01 }"), "command.repeats.min", "9 is more than max, 4",
         "at least min"},
        {section, and_run("repeats = { min = §1, until_ci = 0.01 }"), "command.repeats.min", "is 1", "from 2"},
        {section, and_run("repeats = { until_ci = §\"1\" }"), "command.repeats.until_ci", "is '1'", "\"1%\""},
        {section, and_run("repeats = { until_ci = §5 }"), "command.repeats.until_ci", "is 5", "between 0 and 1"},
        {section, and_run("repeats = { until_ci = 0.1, §maximum = 5 }"), "command.repeats.maximum", "is unknown", "until_ci"},
        {section, and_run("§veryfy = [\"a\"]"), "command.veryfy", "is unknown", "did you mean 'verify'?"},
        {section, and_run("limits.memory = §\"2G\""), "command.limits.memory", "'2G' is not a size", "2GiB"},
        {section, and_run("limits.memory = §\"2KiB\""), "command.limits.memory", "2048 bytes are too few", "1MiB"},
        {section, and_run("limits.file_size = §-1"), "command.limits.file_size", "is -1", "bytes as a number"},
        {section, and_run("limits.open_files = §2"), "command.limits.open_files", "is 2", "from 8"},
        {section, and_run("limits.cpu_time = §10"), "command.limits.cpu_time", "is 10", "\"10s\""},
        {section, and_run("limits.output = §\"99999999TiB\""), "command.limits.output", "is not a size", "largest"},
        {section, and_run("limits.§memroy = 1"), "command.limits.memroy", "is unknown", "did you mean 'memory'?"},
        {section, and_run("§limits = 3"), "command.limits", "is 3", "[command.limits]"},
    };
    for (const auto& c : cases) expect_one(c);
}

TEST(spec_errors, in_programs_that_may_vanish) {
    SpecText parts;
    parts.parameters += "[[parameter]]\nname = \"wrapper\"\ntype = \"bool\"\nflag = \"nice\"\n";
    parts.command = command("run = [\"{wrapper}\", \"p\"]");
    const auto result = read_text(parts.text());
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_NE(result.problems[0].found.find("may stand for nothing"), std::string::npos);
}

TEST(spec_errors, for_protocol_serve) {
    const auto section = &SpecText::command;
    const auto serve = [](const std::string& keys) { return command("protocol = \"serve\"\n" + keys); };
    const std::vector<Case> cases{
        {section, serve("run = [\"worker\", §\"{level}\"]"), "command.run", "mentions {level}", "standard input"},
        {section, serve("run = [\"worker\"]\n§build = [\"cc\"]"), "command.build", "nothing for protocol serve", "setup"},
        {section, serve("run = [\"worker\"]\n§verify = [\"cmp\"]"), "command.verify", "nothing for protocol serve", "worker"},
        {section, serve("run = [\"worker\"]\n[[metric]]\nname = \"m\"\nfrom = §\"file_size:a\""), "metric[1].from",
         "cannot be measured for protocol serve", "report"},
        {section, serve("run = [\"worker\"]\n[[metric]]\nname = \"m\"\nfrom = §\"json:f#/a\""), "metric[1].from",
         "cannot be measured", "report"},
    };
    for (const auto& c : cases) expect_one(c);
}

std::string metric(const std::string& keys) { return "[[metric]]\nname = \"m\"\n" + keys + "\n"; }
std::string from(const std::string& source) { return metric("from = " + source); }

TEST(spec_errors, in_metrics) {
    const auto section = &SpecText::metrics;
    const std::vector<Case> cases{
        {section, "§[[metric]]\nfrom = \"wall_s\"\n", "metric[1].name", "is missing", "name = "},
        {section, metric("") + "[[metric]]\nname = §\"m\"\n", "metric[2].name", "'m' is declared twice", "another name"},
        {section, "[[metric]]\nname = §\"level\"\n", "metric[1].name", "also a parameter", "another name"},
        {section, from("§\"wal_s\""), "metric[1].from", "'wal_s' is no source", "did you mean 'wall_s'?"},
        {section, from("§\"stdut:/a/\""), "metric[1].from", "is no source", "did you mean 'stdout'?"},
        {section, from("§\"\""), "metric[1].from", "'' is no source", "there are wall_s"},
        {section, from("§7"), "metric[1].from", "is 7", "a text in quotes"},
        {section, from("§\"stdout:time\""), "metric[1].from", "between slashes", "stdout:/"},
        {section, from("§\"stderr:\""), "metric[1].from", "between slashes", "stdout:/"},
        {section, from("'stdout:/a (b§/'"), "metric[1].from", "parenthesis", "Perl"},
        {section, from("§\"file_size:\""), "metric[1].from", "names nothing", "file_size:{work}/out"},
        {section, from("\"file_size:§{wrok}/o\""), "metric[1].from", "{wrok} is no parameter", "{work}"},
        {section, from("\"json:§{wrok}/o#/a\""), "metric[1].from", "{wrok} is no parameter", "{work}"},
        {section, from("§\"json:a.b\""), "metric[1].from", "'a.b' is no JSON pointer", "json:/results/0/time"},
        {section, from("§\"json:/a~2\""), "metric[1].from", "no JSON pointer", "json:/"},
        {section, from("§\"json:#/a\""), "metric[1].from", "no JSON pointer", "json:/"},
        {section, from("§\"perf:\""), "metric[1].from", "names nothing", "perf:instructions"},
        {section, from("\"expression:1 +§\""), "metric[1].from", "expected a value", "a formula"},
        {section, from("§\"expression:wal_s * 2\""), "metric[1].from", "'wal_s' is no metric", "did you mean 'wall_s'?"},
        {section, from("§\"expression:m * 2\""), "metric[1].from", "'m' is a formula that is not known yet", "before this one"},
        {section, metric("bound = §90"), "metric[1].bound", "is 90", "\">= 90\""},
        {section, metric("bound = §\"> 90\""), "metric[1].bound", "is '> 90'", "\">= 90\""},
        {section, metric("bound = §\">= 9x\""), "metric[1].bound", "'9x' is no number", "a plain number"},
        {section, metric("bound = §\"<= 2GiB\""), "metric[1].bound", "'2GiB' is no number", "unit = \"bytes\""},
        {section, metric("unit = \"ms\"\nbound = §\"<= 2GiB\""), "metric[1].bound", "'2GiB' is no time", "a number of ms"},
        {section, metric("unit = \"bytes\"\nbound = §\"<= 2s\""), "metric[1].bound", "'2s' is no number of bytes", "64KiB"},
        {section, metric("bound = §[9, 1]"), "metric[1].bound", "goes downwards", "[1, 9]"},
        {section, metric("bound = [1, §\"x\"]"), "metric[1].bound", "'x' is no number", "plain number"},
        {section, metric("bound = §[1]"), "metric[1].bound", "is an array", "[low, high]"},
        {section, metric("bound = [1, §inf]"), "metric[1].bound", "is no number", "plain number"},
        {section, metric("§units = \"s\""), "metric[1].units", "is unknown", "did you mean 'unit'?"},
        {section, metric("§goal = \"minimize\""), "metric[1].goal", "is unknown", "there are name, from"},
    };
    for (const auto& c : cases) expect_one(c);
}

std::string objective(const std::string& keys) { return "[[objective]]\nmetric = \"wall_s\"\n" + keys + "\n"; }

TEST(spec_errors, in_objectives) {
    const auto section = &SpecText::objectives;
    const std::vector<Case> cases{
        {section, "", "objective", "is missing", "at least one [[objective]]"},
        {section, "§[[objective]]\ngoal = \"minimize\"\n", "objective[1].metric", "is missing", "wall_s"},
        {section, "[[objective]]\nmetric = §\"wals_s\"\ngoal = \"minimize\"\n", "objective[1].metric", "no metric 'wals_s'",
         "did you mean 'wall_s'?"},
        {section, "§" + objective(""), "objective[1].goal", "is missing", "\"maximize\""},
        {section, objective("goal = §\"minimise\""), "objective[1].goal", "'minimise' is no goal", "did you mean 'minimize'?"},
        {section, objective("goal = \"minimize\"") + "[[objective]]\nmetric = §\"wall_s\"\ngoal = \"maximize\"\n",
         "objective[2].metric", "an objective twice", "remove"},
        {section, objective("goal = \"minimize\"\nthreshold = §\"3%\""), "objective[1].threshold", "'3%' has no sign",
         "+3% or -3%"},
        {section, objective("goal = \"minimize\"\nthreshold = §\"+-3\""), "objective[1].threshold", "is no threshold",
         "one sign"},
        {section, objective("goal = \"minimize\"\nthreshold = §\"a lot\""), "objective[1].threshold", "'a lot' is no time",
         "250ms"},
        {section, objective("goal = \"minimize\"\nthreshold = §\"+3s%\""), "objective[1].threshold", "'3s' is no number",
         "plain number"},
        {section, objective("goal = \"minimize\"\nkeep = §true"), "objective[1].keep", "is true", "+3%"},
        {section, objective("goal = \"minimize\"\nkeep = §\"\""), "objective[1].keep", "is no time", "250ms"},
        {section, objective("goal = \"minimize\"\nkeep = §nan"), "objective[1].keep", "is nan", "a number"},
        {section, objective("goal = \"minimize\"\n§treshold = 3"), "objective[1].treshold", "is unknown",
         "did you mean 'threshold'?"},
    };
    for (const auto& c : cases) expect_one(c);
}

TEST(spec_errors, in_the_search) {
    const auto section = &SpecText::rest;
    const std::vector<Case> cases{
        {section, "[search]\nmethod = §\"nsga3\"\n", "search.method", "'nsga3' is no method", "did you mean 'nsga2'?"},
        {section, "[search]\ntrials = §0\n", "search.trials", "is 0", "from 1"},
        {section, "[search]\ntrials = §\"many\"\n", "search.trials", "is 'many'", "a whole number"},
        {section, "[search]\ntrials = §1000000001\n", "search.trials", "is 1000000001", "1000000000"},
        {section, "[search]\nseed = §-1\n", "search.seed", "is -1", "from 0"},
        {section, "[search]\nparallel = §0\n", "search.parallel", "is 0", "from 1 to 1024"},
        {section, "[search]\nbuilds = §9999\n", "search.builds", "is 9999", "from 1 to 1024"},
        {section, "[search]\ntime = §600\n", "search.time", "is 600", "\"600s\""},
        {section, "[search]\nrace = §\"yes\"\n", "search.race", "is 'yes'", "true or false"},
        {section, "[search]\nconfirm = §-1\n", "search.confirm", "is -1", "from 0"},
        {section, "[search]\nmethod = \"anneal\"\nproposal = §\"best_fo\"\n", "search.proposal",
         "'best_fo' is no kind of proposal", "did you mean 'best_of'?"},
        {section, "[search]\nmethod = \"tpe\"\nproposal = §\"best_of\"\n", "search.proposal", "means nothing for method 'tpe'",
         "write method = \"anneal\""},
        {section, "[search]\nprune = §\"medain\"\n", "search.prune", "'medain' is no rule", "did you mean 'median'?"},
        {section, "[search]\nprune_metric = §\"wal_s\"\n", "search.prune_metric", "'wal_s' is no metric",
         "did you mean 'wall_s'?"},
        {section, "[search]\n§trails = 3\n", "search.trails", "is unknown", "did you mean 'trials'?"},
        {section, "[executor]\nkind = §\"ssh\"\n", "executor.kind", "does not run on 'ssh' yet", "write local"},
        {section, "[executor]\nkind = §\"slurm\"\n", "executor.kind", "yet", "write local"},
        {section, "[executor]\nkind = §\"locla\"\n", "executor.kind", "'locla' is no executor", "did you mean 'local'?"},
        {section, "[executor]\n§hosts = []\n", "executor.hosts", "is unknown", "kind"},
        {section, "[[start]]\nlevel = §20\n", "start[1].level", "is 20", "from 1 to 19"},
        {section, "[[start]]\n§lvel = 2\n", "start[1].lvel", "is unknown", "did you mean 'level'?"},
        {section, "§start = 3\n", "objective[1].start", "is unknown", "there are"},
    };
    for (const auto& c : cases) expect_one(c);
}

TEST(spec_errors, in_start_configurations_of_conditional_spaces) {
    SpecText parts;
    parts.parameters += "[[parameter]]\nname = \"b\"\ntype = \"bool\"\nwhen = \"level > 3\"\n";
    parts.constraints = "[[constraint]]\nrequire = \"level < 9 || !b\"\n";
    parts.rest = "[[start]]\nb = true\n[[start]]\nlevel = 12\nb = true\n";
    const auto result = read_text(parts.text());
    ASSERT_EQ(result.problems.size(), 2U);
    EXPECT_NE(
        result.problems[0].message("t").find("start[1].b: is inactive in this configuration; remove it; it needs level > 3"),
        std::string::npos)
        << result.problems[0].message("t");
    EXPECT_EQ(result.problems[1].key, "start[2]");
    EXPECT_NE(result.problems[1].found.find("breaks the constraint level < 9 || !b"), std::string::npos);
}

TEST(spec_errors, come_all_at_once_in_the_order_of_the_file) {
    const auto result = read_text(R"([experiment]
nme = "x"
[[parameter]]
name = "a"
type = "int"
range = [5, 1]
[[parameter]]
name = "b"
type = "bool"
when = "c"
[command]
run = ["p", "{a}", "{x}"]
timeout = 5
[[objective]]
metric = "nothing"
goal = "up"
)");
    std::vector<std::string> keys;
    for (const auto& problem : result.problems) keys.push_back(fmt::format("{} {}", problem.line, problem.key));
    EXPECT_EQ(keys, (std::vector<std::string>{"1 experiment.name", "2 experiment.nme", "6 parameter[1].range",
                                              "10 parameter[2].when", "12 command.run", "13 command.timeout",
                                              "15 objective[1].metric", "16 objective[1].goal"}));
}

TEST(spec_errors, of_syntax_stop_at_the_first) {
    const auto result = read_text("[experiment]\nname = \"t\nx = 3\n");
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_EQ(result.problems[0].line, 2);
    EXPECT_EQ(result.problems[0].key, "TOML");
    EXPECT_NE(result.problems[0].expected.find("could not be read"), std::string::npos);
    for (const auto* const text : {"a = 1\na = 2\n", "[x]\n[x]\n", "a = 99999999999999999999\n", "\xff\xfe", "a = [1,\n"}) {
        const auto bad = read_text(text);
        ASSERT_EQ(bad.problems.size(), 1U) << text;
        EXPECT_GE(bad.problems[0].line, 1) << text;
    }
    const auto odd = read_text("a = 1\n\n[+]\nb = 2\n");
    ASSERT_EQ(odd.problems.size(), 1U);
    EXPECT_EQ(odd.problems[0].line, 3);
    EXPECT_EQ(read_text("größe = 1\n").problems.size(), 1U);
    const auto deep = read_text("a = " + std::string(100'000, '['));
    EXPECT_EQ(deep.problems.size(), 1U);
}

TEST(spec_errors, read_as_compilers_write_them) {
    EXPECT_EQ((Problem{3, 9, "search.trials", "is 0", "write more"}.message("a.toml")),
              "a.toml:3:9: search.trials: is 0; write more");
    EXPECT_EQ((Problem{0, 0, "", "there is no such file", "name one"}.message("a.toml")),
              "a.toml: there is no such file; name one");
}

}  // namespace
}  // namespace paretop::spec
