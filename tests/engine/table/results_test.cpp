#include "engine/table/results.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "engine/job/known_results.h"
#include "tests/engine/spec/spec_text.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::table {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// An experiment over `parameters` whose table is written beside it.
class World {
  public:
    explicit World(const std::string& table, const std::string& name = "t.csv") {
        test::write_bytes(folder.file(name), table);
        text.command = "[command]\ntable = \"" + name + "\"\n";
        text.metrics = "[[metric]]\nname = \"time\"\n";
        text.objectives = "[[objective]]\nmetric = \"time\"\ngoal = \"minimize\"\n";
    }
    spec::Spec spec() {
        auto read = spec::read_spec(text.text(), "t.toml", folder.path());
        for (const auto& problem : read.problems) ADD_FAILURE() << problem.message("t.toml");
        return read.spec.value_or(spec::Spec());
    }
    Results results() {
        const auto complete = spec();
        auto read = Results::read(complete);
        if (!read) ADD_FAILURE() << read.error().message();
        return std::move(*read);
    }
    Error error() {
        const auto complete = spec();
        const auto read = Results::read(complete);
        EXPECT_FALSE(read);
        return read ? Error{} : read.error();
    }
    // What the table has for a configuration given as JSON.
    std::optional<Results::Found> find(const std::string& json) {
        const auto complete = spec();
        const auto configuration = space::from_json(complete.space, json);
        if (!configuration) ADD_FAILURE() << configuration.error().message();
        return results().find(space::encode(complete.space, configuration.value_or(complete.space.defaults())));
    }

    test::TemporaryFolder folder;
    spec::SpecText text;
};

constexpr const char* k_mixed = R"(
[[parameter]]
name = "n"
type = "int"
range = [0, 10]
[[parameter]]
name = "x"
type = "float"
range = [0.0, 1.0]
step = 0.1
[[parameter]]
name = "mode"
type = "categorical"
values = ["fast", "4"]
[[parameter]]
name = "deep"
type = "bool"
when = "mode == 'fast'"
)";

TEST(ResultsTest, RowsOfOneConfigurationAreRepeats) {
    World world("level,time\n3,1.5\n4,2\n3,1.75\n");
    const auto found = world.find(R"({"level": 3})");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->failure, "");
    EXPECT_THAT(found->values, ElementsAre(ElementsAre(1.5, 1.75)));
    EXPECT_FALSE(world.find(R"({"level": 5})"));
    EXPECT_EQ(world.results().configurations(), 2U);
}

TEST(ResultsTest, ValuesAreRecognisedHoweverTheyAreWritten) {
    World world("mode,deep,x,n,time\nfast,True,0.30000000000000004,3.0,1\n4.0,whatever,1,+2,2\n");
    world.text.parameters = k_mixed;
    EXPECT_THAT(world.find(R"({"n": 3, "x": 0.3, "mode": "fast", "deep": true})")->values, ElementsAre(ElementsAre(1)));
    EXPECT_THAT(world.find(R"({"n": 2, "x": 1, "mode": "4"})")->values, ElementsAre(ElementsAre(2)));
}

TEST(ResultsTest, RowsOutsideTheSpaceAreCountedAndPassedOver) {
    World world("level,time\n3,1\n20,2\n3.5,3\n");
    EXPECT_EQ(world.results().outside(), 2U);
    EXPECT_EQ(world.results().configurations(), 1U);
    World nowhere("level,time\n33,1\n");
    EXPECT_THAT(nowhere.error().what, HasSubstr("none of its 1 rows"));
}

TEST(ResultsTest, WhatIsNoValueIsNamedWithItsPlace) {
    World parameter("level,time\n3,1\nhigh,2\n");
    EXPECT_EQ(parameter.error().where, parameter.folder.file("t.csv") + ":3:1");
    World metric("level,time\n3,1\n4,2.5s\n");
    EXPECT_EQ(metric.error().where, metric.folder.file("t.csv") + ":3:3");
    EXPECT_THAT(metric.error().what, HasSubstr("'2.5s' is no number for metric time"));
    World comma("level;time\n3;1,5\n");
    EXPECT_THAT(comma.error().remedy, HasSubstr("decimal point"));
}

TEST(ResultsTest, EmptyAndInfiniteResultsAreFailures) {
    World world("level,time\n3,\n4,inf\n5,NA\n6,1\n");
    for (const auto* const level : {"3", "4", "5"})
        EXPECT_THAT(world.find(std::string("{\"level\": ") + level + "}")->failure, HasSubstr("time is")) << level;
    EXPECT_EQ(world.find(R"({"level": 6})")->failure, "");
}

TEST(ResultsTest, AMissingColumnIsNamedWithTheNearest) {
    World world("levels,time\n3,1\n");
    EXPECT_THAT(world.error().message(), HasSubstr("no column 'level' for parameter level; perhaps 'levels' is meant"));
}

TEST(ResultsTest, TextsOfJsonAreFailuresAndArraysAreRepeats) {
    World world(R"({"tune_params_keys": ["level"], "cache": {"3": {"level": 3, "time": 2, "times": [1, 3]},
                    "4": {"level": 4, "time": "CompilationFailedConfig"}}})",
                "t.json");
    world.text.metrics = "[[metric]]\nname = \"time\"\nfrom = \"column:times\"\n";
    EXPECT_THAT(world.find(R"({"level": 3})")->values, ElementsAre(ElementsAre(1, 3)));
    world.text.metrics = "[[metric]]\nname = \"time\"\n";
    EXPECT_THAT(world.find(R"({"level": 4})")->failure, HasSubstr("result 2: time is 'CompilationFailedConfig'"));
}

TEST(ResultsTest, ATableMayRestrictTheSpace) {
    World world("level,time\n3,1\n4,2\n");
    world.text.command += "absent = \"invalid\"\n";
    auto spec = world.spec();
    ASSERT_TRUE(job::take_table(spec));
    auto configuration = spec.space.defaults();
    EXPECT_TRUE(spec.space.violated(configuration));
    configuration.values[0] = std::int64_t{4};
    EXPECT_FALSE(spec.space.violated(configuration));
    EXPECT_EQ(spec.space.constraints().back().require.text(), "is listed in t.csv");
    EXPECT_EQ(spec.space.members()->all().size(), 2U);
}

TEST(ResultsTest, WithoutAWishForItTheSpaceStaysAsItIs) {
    World world("level,time\n3,1\n");
    auto spec = world.spec();
    ASSERT_TRUE(job::take_table(spec));
    EXPECT_EQ(spec.space.members(), nullptr);
}

// Real data of auto-tuners, where it is at hand.
TEST(ResultsTest, ReadsACacheOfARealKernel) {
    const char* const shared = std::getenv("PARETOP_SHARED");
    if (shared == nullptr) GTEST_SKIP() << "PARETOP_SHARED is not set";
    const auto table = read_table(std::string(shared) + "/data/search/convolution_A100.json.gz");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->rows(), 4362U);
    std::size_t valid = 0;
    for (std::size_t row = 0; row < table->rows(); ++row) valid += numbers_in(table->cell(row, *table->find("time"))) ? 1U : 0U;
    EXPECT_EQ(valid, 4201U);
    const auto t4 = read_table(std::string(shared) + "/data/search/convolution_W6600_T4.json.gz");
    ASSERT_TRUE(t4) << t4.error().message();
    EXPECT_EQ(t4->rows(), 4362U);
    EXPECT_EQ(t4->parameters().size(), 10U);
    EXPECT_EQ(numbers_in(t4->cell(0, *t4->find("runtimes")))->size(), 32U);
}

}  // namespace
}  // namespace paretop::table
