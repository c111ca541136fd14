// The experiments that come with paretop are valid, and what they name is there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "engine/search/random.h"
#include "engine/space/space.h"
#include "engine/spec/spec.h"

namespace paretop {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> experiment_files() {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(PARETOP_ASSETS "/experiments"))
        if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

class ExperimentsTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        const auto read = spec::read_spec_file(GetParam());
        for (const auto& problem : read.problems) ADD_FAILURE() << problem.message(GetParam());
        ASSERT_TRUE(read.spec);
        spec_ = *read.spec;
    }
    spec::Spec spec_;
};

TEST_P(ExperimentsTest, ExplainsItselfAndHasTwoObjectives) {
    EXPECT_FALSE(spec_.about.empty());
    EXPECT_GE(spec_.objectives.size(), 2U);
}

TEST_P(ExperimentsTest, ItsBaselineSatisfiesItsConstraints) {
    const auto defaults = spec_.space.defaults();
    EXPECT_TRUE(spec_.space.check(defaults));
    EXPECT_FALSE(spec_.space.violated(defaults));
}

TEST_P(ExperimentsTest, AFairShareOfItsSpaceSatisfiesItsConstraints) {
    const std::size_t dimensions = space::unit_dimensions(spec_.space);
    int good = 0;
    for (std::uint64_t trial = 0; trial < 200; ++trial) {
        search::Random random(1, trial, 0);
        std::vector<double> point(dimensions);
        for (double& coordinate : point) coordinate = random.uniform();
        good += spec_.space.violated(space::from_unit(spec_.space, point)) ? 0 : 1;
    }
    EXPECT_GE(good, 40);
}

TEST_P(ExperimentsTest, TheFilesItNamesExist) {
    std::vector<std::string> arguments;
    for (const auto* command : {&spec_.command.setup, &spec_.command.build, &spec_.command.run, &spec_.command.verify})
        arguments.insert(arguments.end(), command->begin(), command->end());
    const std::regex beside(R"(\{dir\}(/[^ {}]*))");
    for (const auto& argument : arguments)
        for (std::sregex_iterator found(argument.begin(), argument.end(), beside), end; found != end; ++found)
            EXPECT_TRUE(fs::exists(spec_.directory + (*found)[1].str())) << argument;
}

std::string title(const testing::TestParamInfo<std::string>& info) {
    std::string name = fs::path(info.param).stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Assets, ExperimentsTest, testing::ValuesIn(experiment_files()), title);

}  // namespace
}  // namespace paretop
