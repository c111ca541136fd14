#include "engine/spec/spec.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

constexpr const char* k_full = R"(
[experiment]
name  = "zstd-levels"
kind  = "tune"
about = "Compressed size against time, on a real corpus."

[[parameter]]
name = "level"
type = "int"
range = [1, 19]
default = 3
[[parameter]]
name = "wlog"
type = "int"
range = [10, 26]
step = 2
log = true
default = 20
[[parameter]]
name = "strategy"
type = "categorical"
values = ["fast", "btopt", "-O2 -g"]
default = "btopt"
[[parameter]]
name = "say \"hi\" there"
type = "bool"
flag = "--long"
flag_off = "--no-long"
when = "strategy != 'fast'"
default = true
[[parameter]]
name = "threads"
type = "ordinal"
values = [1, 2, 4.5, true]
[[parameter]]
name = "rate"
type = "float"
range = [0, 1]
step = 0.1
default = 0.3
[[parameter]]
name = "passes"
type = "permutation"
values = ["a", "b", "c"]
default = ["c", "a", "b"]

[[constraint]]
require = "wlog >= 10 + level / 4"

[command]
setup  = ["sh", "{dir}/fetch", "{cache}"]
build  = ["make", "CFLAGS={strategy}", "O={build}"]
run    = ["{build}/zstd", "-{level}", "{say "hi" there}", "{input}", "-o", "{work}/out.zst", "{{x}}"]
verify = ["cmp", "{work}/out.zst", "{input}"]
protocol = "exec"
input = "corpus.tar"
directory = "{work}"
timeout = "30s"
build_timeout = "2m"
warmups = 1
repeats = { min = 4, max = 9, until_ci = "1%" }
[command.environment]
B = "{level}"
A = "x"
[command.limits]
memory = "2GiB"
file_size = 1000000
open_files = 64
cpu_time = "1m"
output = "64KiB"

[[metric]]
name = "bytes"
from = "file_size:{work}/out.zst"
bound = "<= 2MiB"
[[metric]]
name = "max_rss"
bound = ["1MiB", 5e9]
[[metric]]
name = "score"
from = 'stdout:/score: ([0-9.]+)/'
unit = "points"
bound = ">= -3.5"
[[metric]]
name = "inner"
from = "json:{work}/r.json#/results/0"
[[metric]]
name = "ratio"
from = "expression:bytes / user_s"
[[metric]]
name = "accuracy"

[[objective]]
metric = "wall_s"
goal = "minimize"
threshold = "+3%"
[[objective]]
metric = "bytes"
goal = "minimize"
threshold = "-1KiB"
keep = "2MiB"
[[objective]]
metric = "accuracy"
goal = "maximize"
keep = 0.9

[search]
method = "random"
trials = 300
seed = 7
parallel = 2
builds = 3
time = "1h30m"
race = false
confirm = 12
prune = "halving"
prune_metric = "score"

[[start]]
level = 5
strategy = "fast"
passes = ["b", "c", "a"]

[executor]
kind = "local"
)";

Spec full() {
    auto text = std::string(k_full);
    text.replace(text.find("\"{say \"hi\" there}\""), 18, "'{say \"hi\" there}'");
    auto result = read_text(text);
    for (const auto& problem : result.problems) ADD_FAILURE() << problem.message("t.toml");
    return result.spec.value_or(Spec());
}

TEST(spec, reads_what_the_experiment_is_called) {
    const auto spec = full();
    EXPECT_EQ(spec.name, "zstd-levels");
    EXPECT_EQ(spec.kind, "tune");
    EXPECT_EQ(spec.about, "Compressed size against time, on a real corpus.");
    EXPECT_EQ(spec.path, "t.toml");
    EXPECT_EQ(spec.directory, "/dir");
    EXPECT_EQ(spec.executor_kind, "local");
    EXPECT_NE(spec.text.find("[experiment]"), std::string::npos);
}

TEST(spec, reads_parameters_of_all_types) {
    const auto spec = full();
    ASSERT_EQ(spec.space.parameters().size(), 7U);
    EXPECT_EQ(
        space::to_json(spec.space, spec.space.defaults()),
        R"({"level":3,"passes":["c","a","b"],"rate":0.3,"say \"hi\" there":true,"strategy":"btopt","threads":"1","wlog":20})");
    const auto& wlog = spec.space.parameters()[1];
    EXPECT_EQ(wlog.step, 2);
    EXPECT_TRUE(wlog.log);
    const auto& flag = spec.space.parameters()[3];
    EXPECT_EQ(flag.flag_on + flag.flag_off, "--long--no-long");
    EXPECT_EQ(flag.when->text(), "strategy != 'fast'");
    EXPECT_EQ(spec.space.parameters()[4].choices, (std::vector<std::string>{"1", "2", "4.5", "true"}));
    ASSERT_EQ(spec.space.constraints().size(), 1U);
    EXPECT_EQ(spec.space.constraints()[0].where, "t.toml:48:11");
}

TEST(spec, defaults_to_the_low_end_the_first_value_and_false) {
    SpecText parts;
    parts.parameters += R"([[parameter]]
name = "f"
type = "float"
range = [0.5, 1]
[[parameter]]
name = "c"
type = "categorical"
values = ["x", "y"]
[[parameter]]
name = "b"
type = "bool"
[[parameter]]
name = "p"
type = "permutation"
values = ["u", "v"]
)";
    const auto spec = read_good(parts);
    EXPECT_EQ(space::to_json(spec.space, spec.space.defaults()), R"({"b":false,"c":"x","f":0.5,"level":1,"p":["u","v"]})");
}

TEST(spec, reads_commands) {
    const auto command = full().command;
    EXPECT_EQ(command.setup, (std::vector<std::string>{"sh", "{dir}/fetch", "{cache}"}));
    EXPECT_EQ(command.build.size(), 3U);
    EXPECT_EQ(command.run.back(), "{{x}}");
    EXPECT_EQ(command.verify.front(), "cmp");
    EXPECT_EQ(command.input, "/dir/corpus.tar");
    EXPECT_EQ(command.directory, "{work}");
    EXPECT_EQ(command.environment, (std::vector<std::pair<std::string, std::string>>{{"B", "{level}"}, {"A", "x"}}))
        << "in the order of the file";
    EXPECT_EQ(command.timeout, 30'000'000'000);
    EXPECT_EQ(command.build_timeout, 120'000'000'000);
    EXPECT_EQ(command.warmups, 1);
    EXPECT_EQ(command.repeats.min, 4);
    EXPECT_EQ(command.repeats.max, 9);
    EXPECT_DOUBLE_EQ(command.repeats.until_ci, 0.01);
    EXPECT_EQ(command.limits.memory, 2147483648);
    EXPECT_EQ(command.limits.file_size, 1'000'000);
    EXPECT_EQ(command.limits.open_files, 64);
    EXPECT_EQ(command.limits.cpu_time, 60'000'000'000);
    EXPECT_EQ(command.limits.output, 65536);
}

TEST(spec, leaves_out_what_is_not_said) {
    const auto spec = read_good({});
    EXPECT_EQ(spec.kind, "tune");
    EXPECT_EQ(spec.command.timeout, 0);
    EXPECT_EQ(spec.command.repeats.max, 1);
    EXPECT_EQ(spec.command.directory, "/dir");
    EXPECT_EQ(spec.command.limits.memory, std::nullopt);
    EXPECT_EQ(spec.search.method, "auto");
    EXPECT_EQ(spec.search.time, std::nullopt);
    EXPECT_TRUE(spec.search.race);
    EXPECT_EQ(spec.search.confirm, std::nullopt);
    EXPECT_EQ(spec.search.prune, Prune::none);
    EXPECT_EQ(spec.search.prune_metric, spec.objectives[0].metric);
    EXPECT_EQ(spec.objectives[0].keep, std::nullopt);
}

TEST(spec, escapes_braces_of_its_folder) {
    const auto result = read_spec(SpecText().text(), "t.toml", "/a{b}");
    EXPECT_EQ(result.spec->command.directory, "/a{{b}}");
}

TEST(spec, reads_one_text_for_the_shell) {
    SpecText parts;
    parts.command = "[command]\nshell = true\nrun = \"zstd -{level} | wc\"\nsetup = [\"true\"]\n";
    const auto spec = read_good(parts);
    EXPECT_TRUE(spec.command.shell);
    EXPECT_EQ(spec.command.run, (std::vector<std::string>{"zstd -{level} | wc"}));
}

TEST(spec, reads_metrics) {
    const auto spec = full();
    using Kind = Source::Kind;
    std::vector<std::tuple<std::string, Kind, std::string, std::string>> found;
    for (const auto& metric : spec.metrics)
        found.emplace_back(metric.name, metric.source.kind, metric.source.argument, metric.unit);
    EXPECT_EQ(found, (std::vector<std::tuple<std::string, Kind, std::string, std::string>>{
                         {"bytes", Kind::file_size, "{work}/out.zst", "bytes"},
                         {"max_rss", Kind::max_rss, "", "bytes"},
                         {"score", Kind::stdout_regex, "score: ([0-9.]+)", "points"},
                         {"inner", Kind::json, "file:{work}/r.json:/results/0", ""},
                         {"ratio", Kind::expression, "bytes / user_s", ""},
                         {"accuracy", Kind::report, "accuracy", ""},
                         {"user_s", Kind::user, "", "s"},
                         {"wall_s", Kind::wall, "", "s"}}))
        << "those that are only mentioned come last";
    EXPECT_EQ(spec.metrics[0].upper, 2097152);
    EXPECT_EQ(spec.metrics[0].lower, std::nullopt);
    EXPECT_EQ(spec.metrics[0].bound_text, "<= 2MiB");
    EXPECT_EQ(spec.metrics[1].lower, 1048576);
    EXPECT_EQ(spec.metrics[1].upper, 5e9);
    EXPECT_EQ(spec.metrics[2].lower, -3.5);
    EXPECT_EQ(spec.find_metric("accuracy"), 5U);
    EXPECT_EQ(spec.find_metric("nothing"), std::nullopt);
}

TEST(spec, reads_every_source) {
    using Kind = Source::Kind;
    const std::vector<std::tuple<std::string, Kind, std::string>> cases{{"wall_s", Kind::wall, ""},
                                                                        {"user_s", Kind::user, ""},
                                                                        {"sys_s", Kind::sys, ""},
                                                                        {"cpu_s", Kind::cpu, ""},
                                                                        {"max_rss", Kind::max_rss, ""},
                                                                        {"exit_code", Kind::exit_code, ""},
                                                                        {"stderr:/a:b/c/", Kind::stderr_regex, "a:b/c"},
                                                                        {"json:/a/b~1c", Kind::json, "/a/b~1c"},
                                                                        {"report", Kind::report, "m"},
                                                                        {"report:other", Kind::report, "other"},
                                                                        {"perf:cache-misses", Kind::perf, "cache-misses"},
                                                                        {"json:a:b#/x", Kind::json, "file:a:b:/x"}};
    for (const auto& [text, kind, argument] : cases) {
        SpecText parts;
        parts.metrics = "[[metric]]\nname = \"m\"\nfrom = \"" + text + "\"\n";
        const auto spec = read_good(parts);
        EXPECT_EQ(spec.metrics[0].source.kind, kind) << text;
        EXPECT_EQ(spec.metrics[0].source.argument, argument) << text;
        EXPECT_EQ(spec.metrics[0].source_text, text);
    }
}

TEST(spec, converts_bounds_to_the_unit_of_the_metric) {
    const std::vector<std::tuple<std::string, std::string, double>> cases{{"s", "<= 250ms", 0.25}, {"ms", "<= 1.5s", 1500},
                                                                          {"us", "<= 2", 2},       {"bytes", "<= 2kB", 2000},
                                                                          {"", "<=1e3", 1000},     {"%", "<= -4", -4}};
    for (const auto& [unit, bound, expected] : cases) {
        SpecText parts;
        parts.metrics = "[[metric]]\nname = \"m\"\nunit = \"" + unit + "\"\nbound = \"" + bound + "\"\n";
        const auto metrics = read_good(parts).metrics;
        ASSERT_FALSE(metrics.empty());
        EXPECT_DOUBLE_EQ(metrics[0].upper.value_or(0), expected) << bound;
    }
}

TEST(spec, reads_objectives) {
    const auto objectives = full().objectives;
    ASSERT_EQ(objectives.size(), 3U);
    EXPECT_EQ(objectives[0].metric, 7U);
    EXPECT_EQ(objectives[0].steer->kind, Threshold::Kind::relative_percent);
    EXPECT_EQ(objectives[0].steer->amount, 3);
    EXPECT_EQ(objectives[0].keep->text, "+3%") << "keep is what threshold says";
    EXPECT_EQ(objectives[1].steer->kind, Threshold::Kind::relative_offset);
    EXPECT_EQ(objectives[1].steer->amount, -1024);
    EXPECT_EQ(objectives[1].keep->kind, Threshold::Kind::absolute);
    EXPECT_EQ(objectives[1].keep->amount, 2097152);
    EXPECT_EQ(objectives[2].goal, Goal::maximize);
    EXPECT_EQ(objectives[2].steer, std::nullopt);
    EXPECT_EQ(objectives[2].keep->text, "0.9");
}

TEST(spec, reads_how_it_is_searched) {
    const auto spec = full();
    EXPECT_EQ(spec.search.method, "random");
    EXPECT_EQ(spec.search.trials, 300);
    EXPECT_EQ(spec.search.seed, 7);
    EXPECT_EQ(spec.search.parallel, 2);
    EXPECT_EQ(spec.search.builds, 3);
    EXPECT_EQ(spec.search.time, 5'400'000'000'000);
    EXPECT_FALSE(spec.search.race);
    EXPECT_EQ(spec.search.confirm, 12);
    EXPECT_EQ(spec.search.prune, Prune::halving);
    EXPECT_EQ(spec.metrics[spec.search.prune_metric].name, "score");
    ASSERT_EQ(spec.search.start.size(), 1U);
    EXPECT_EQ(space::to_json(spec.space, spec.search.start[0]),
              R"({"level":5,"passes":["b","c","a"],"rate":0.3,"strategy":"fast","threads":"1","wlog":20})");
}

TEST(spec, turns_into_records) {
    const auto spec = full();
    const auto parameters = parameter_records(spec);
    ASSERT_EQ(parameters.size(), 7U);
    EXPECT_EQ(parameters[1].position, 1);
    EXPECT_EQ(parameters[1].type, "int");
    EXPECT_EQ(parameters[1].definition, R"({"range":[10,26],"step":2,"log":true,"default":20})");
    EXPECT_EQ(parameters[3].definition, R"({"flag":"--long","flag_off":"--no-long","when":"strategy != 'fast'","default":true})");
    EXPECT_EQ(parameters[5].definition, R"({"range":[0.0,1.0],"step":0.1,"default":0.3})");
    EXPECT_EQ(parameters[6].definition, R"({"values":["a","b","c"],"default":["c","a","b"]})");
    const auto metrics = metric_records(spec);
    ASSERT_EQ(metrics.size(), 8U);
    EXPECT_EQ(metrics[0].objective, 1);
    EXPECT_EQ(metrics[0].goal, "minimize");
    EXPECT_EQ(metrics[0].threshold, "-1KiB");
    EXPECT_EQ(metrics[0].bound, "<= 2MiB");
    EXPECT_EQ(metrics[0].source, "file_size:{work}/out.zst");
    EXPECT_EQ(metrics[2].objective, -1);
    EXPECT_EQ(metrics[2].goal, "");
    EXPECT_EQ(metrics[7].position, 7);
}

TEST(spec, example_can_be_read_whatever_it_is_called) {
    for (const auto* const name : {"mine", "17", "", "say \"hi\"", "back\\slash", "ünï", "a\nb"}) {
        const auto result = read_text(example_spec(name));
        for (const auto& problem : result.problems) ADD_FAILURE() << name << ": " << problem.message("example");
        ASSERT_TRUE(result.spec) << name;
        EXPECT_FALSE(result.spec->name.empty());
    }
    EXPECT_EQ(read_text(example_spec("say \"hi\"")).spec->name, "say \"hi\"");
}

// Its commented parts are promises too.
TEST(spec, example_can_be_read_with_its_commented_keys) {
    std::string text = example_spec("mine");
    for (std::size_t at = text.find("\n# "); at != std::string::npos; at = text.find("\n# ", at + 1)) {
        const auto line = text.substr(at + 3, text.find('\n', at + 1) - at - 3);
        const bool is_key = line.starts_with("[[") || line.find(" = ") != std::string::npos;
        const bool is_prose = line.find("shell = true.") != std::string::npos;
        if (is_key && !is_prose) text.erase(at + 1, 2);
    }
    const auto result = read_text(text);
    for (const auto& problem : result.problems) ADD_FAILURE() << problem.message("example");
    ASSERT_TRUE(result.spec);
    EXPECT_EQ(result.spec->space.parameters().size(), 3U);
    EXPECT_EQ(result.spec->search.start.size(), 1U);
    EXPECT_FALSE(result.spec->command.build.empty());
}

class SpecFile : public ::testing::Test {
  protected:
    SpecFile() : path_(std::filesystem::temp_directory_path() / ("paretop_spec_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~SpecFile() override { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }
    std::filesystem::path path_;
};

TEST_F(SpecFile, is_read_with_its_folder) {
    const auto result = read_spec_file(write("a.toml", SpecText().text()));
    ASSERT_TRUE(result.spec);
    EXPECT_EQ(result.spec->directory, path_.string());
    EXPECT_EQ(result.spec->path, (path_ / "a.toml").string());
}

TEST_F(SpecFile, that_cannot_be_read_is_one_problem) {
    for (const auto& path : {path_.string(), (path_ / "none.toml").string(), std::string("/dev/zero"),
                             write("big.toml", std::string(5U << 20U, '#'))}) {
        const auto result = read_spec_file(path);
        EXPECT_FALSE(result.spec);
        ASSERT_EQ(result.problems.size(), 1U) << path;
        EXPECT_EQ(result.problems[0].line, 0);
        EXPECT_FALSE(result.problems[0].expected.empty());
    }
}

TEST_F(SpecFile, may_begin_with_a_byte_order_mark_and_end_lines_like_windows) {
    std::string text = "\xef\xbb\xbf";
    for (const char c : SpecText().text()) text.append(c == '\n' ? "\r\n" : std::string(1, c));
    EXPECT_TRUE(read_spec_file(write("w.toml", text)).spec);
}

TEST(Spec, AProposalIsAVariantOfTheMethod) {
    const auto method_of = [](const std::string& proposal) {
        const auto read = read_spec(
            "[experiment]\nname = \"a\"\nkind = \"tune\"\n[[parameter]]\nname = \"x\"\ntype = \"int\"\n"
            "range = [0, 9]\ndefault = 1\n[command]\nrun = [\"true\"]\n[[metric]]\nname = \"wall_s\"\n"
            "from = \"wall_s\"\n[[objective]]\nmetric = \"wall_s\"\ngoal = \"minimize\"\n[search]\n"
            "method = \"anneal\"\nproposal = \"" +
                proposal + "\"\n",
            "a.toml", "/");
        return read.spec ? read.spec->search.method : read.problems.front().message("a.toml");
    };
    EXPECT_EQ(method_of("multiple_try"), "anneal");
    EXPECT_EQ(method_of("exchange"), "anneal_exchange");
    EXPECT_EQ(method_of("best_of"), "anneal_best_of");
}

}  // namespace
}  // namespace paretop::spec
