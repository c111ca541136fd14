#include "engine/measure/sources.h"

#include <gtest/gtest.h>

#include <limits>

namespace paretop::measure {
namespace {

using Kind = spec::Source::Kind;

class SourcesTest : public testing::Test {
  protected:
    SourcesTest() {
        space::Parameter level;
        level.name = "level";
        level.low = 1;
        level.high = 9;
        level.step = 1;
        level.fallback = std::int64_t{3};
        spec.space = space::Space({level}, {});
        configuration = spec.space.defaults();
        exit.launched = true;
    }
    void metric(const std::string& name, Kind kind, const std::string& argument = "") {
        spec::Metric added;
        added.name = name;
        added.source = {kind, argument};
        spec.metrics.push_back(added);
    }
    Result<std::vector<double>> read() {
        const auto sources = Sources::create(spec);
        EXPECT_TRUE(sources) << sources.error().message();
        return sources->read({exit, output, errors, report, configuration, places, directory});
    }

    spec::Spec spec;
    space::Configuration configuration;
    process::Exit exit;
    process::BoundedText output{1000}, errors{1000};
    Report report;
    spec::Places places;
    std::string directory = "/nowhere";
};

TEST_F(SourcesTest, ResourcesComeFromTheExit) {
    exit.wall_ns = 1'500'000'000;
    exit.user_ns = 1'000'000'000;
    exit.sys_ns = 250'000'000;
    exit.max_rss = 4096;
    exit.exit_code = 3;
    exit.counters = {12};
    metric("w", Kind::wall);
    metric("u", Kind::user);
    metric("s", Kind::sys);
    metric("c", Kind::cpu);
    metric("r", Kind::max_rss);
    metric("e", Kind::exit_code);
    metric("p", Kind::perf, "page-faults");
    EXPECT_EQ(read(), (std::vector<double>{1.5, 1, 0.25, 1.25, 4096, 3, 12}));
    const auto sources = Sources::create(spec);
    EXPECT_EQ(sources->counters(), std::vector<std::string>{"page-faults"});
    EXPECT_TRUE(sources->wants_exit_code());
    EXPECT_FALSE(sources->wants_output());
    EXPECT_EQ(sources->not_for_serve(), 1U);
}

TEST_F(SourcesTest, RegularExpressionsTakeTheLastMatchOfTheirStream) {
    output.append("t=1\nt=2.5e1\n");
    errors.append("t=7");
    metric("o", Kind::stdout_regex, "t=(\\S+)");
    metric("e", Kind::stderr_regex, "t=(\\S+)");
    EXPECT_EQ(read(), (std::vector<double>{25, 7}));
    output.append("t=fast\n");
    EXPECT_EQ(read().error().what, "metric o: /t=(\\S+)/ matched 'fast' in stdout, which is not a number");
}

TEST_F(SourcesTest, ExpressionsSeeMetricsAndParameters) {
    metric("ratio", Kind::expression, "w / level");
    metric("w", Kind::wall);
    exit.wall_ns = 6'000'000'000;
    EXPECT_EQ(read(), (std::vector<double>{2, 6}));
    spec.metrics[0].source.argument = "w / (level - 3)";
    EXPECT_FALSE(read());
    spec.metrics[0].source.argument = "unknown + 1";
    EXPECT_EQ(read().error().what, "metric ratio: 'unknown + 1' has no value here");
}

TEST_F(SourcesTest, NothingThatIsNotFiniteComesThrough) {
    metric("a", Kind::report, "a");
    report.values["a"] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(read().error().what, "metric a: the value is nan");
}

TEST_F(SourcesTest, ACounterThatCannotBeReadSaysWhatToDo) {
    metric("p", Kind::perf, "no-such-event");
    exit.counters = {std::numeric_limits<double>::quiet_NaN()};
    const auto values = read();
    ASSERT_FALSE(values);
    EXPECT_TRUE(values.error().what.starts_with("metric p: the counter no-such-event cannot be read")) << values.error().what;
    EXPECT_FALSE(values.error().remedy.empty());
}

TEST_F(SourcesTest, AMissingFileIsNamed) {
    metric("size", Kind::file_size, "out-{level}");
    EXPECT_EQ(read().error().what, "metric size: no file /nowhere/out-3: No such file or directory");
    spec.metrics[0].source.argument = "/";
    EXPECT_EQ(read().error().what, "metric size: / is not a regular file");
}

TEST_F(SourcesTest, AnswersHaveMetricsPointersAndTime) {
    metric("a", Kind::report, "a");
    metric("w", Kind::wall);
    metric("j", Kind::json, "/extra");
    const auto sources = Sources::create(spec);
    EXPECT_FALSE(sources->not_for_serve());
    EXPECT_EQ(sources->read_answer({{"a", 1}}, R"({"extra":5})", 0.5, configuration), (std::vector<double>{1, 0.5, 5}));
    EXPECT_FALSE(sources->read_answer({{"b", 1}}, R"({"extra":5})", 0.5, configuration));
}

}  // namespace
}  // namespace paretop::measure
