#include "views/model/command_line.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>

namespace paretop::model {
namespace {

spec::Spec spec_with(std::vector<std::string> run) {
    space::Parameter level;
    level.name = "level";
    level.low = 1;
    level.high = 19;
    level.fallback = std::int64_t{3};
    space::Parameter text;
    text.name = "odd name";
    text.type = space::ParameterType::categorical;
    text.choices = {"plain", "it's $HOME"};
    text.fallback = std::int64_t{0};
    spec::Spec spec;
    spec.space = space::Space({level, text}, {});
    spec.directory = "/tmp";
    spec.command.run = std::move(run);
    return spec;
}

const space::Configuration k_configuration{{std::int64_t{7}, std::int64_t{1}}};

std::string output_of(const std::string& command) {
    std::string text;
    FILE* pipe = popen(command.c_str(), "r");
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) text += static_cast<char>(c);
    EXPECT_EQ(pclose(pipe), 0);
    return text;
}

TEST(CommandLine, QuotesWhatNeedsIt) {
    EXPECT_EQ(shell_quote("zstd"), "zstd");
    EXPECT_EQ(shell_quote("--fast=4"), "--fast=4");
    EXPECT_EQ(shell_quote(""), "''");
    EXPECT_EQ(shell_quote("a b"), "'a b'");
    EXPECT_EQ(shell_quote("it's"), "'it'\\''s'");
    EXPECT_EQ(shell_quote("~"), "'~'");
}

TEST(CommandLine, IsOneThatWorks) {
    const auto lines = command_lines(spec_with({"printf", "%s|", "-{level}", "{odd name}", "{dir}"}), k_configuration);
    EXPECT_EQ(output_of(lines.run), "-7|it's $HOME|/tmp|");
    EXPECT_TRUE(lines.build.empty());
    EXPECT_TRUE(lines.verify.empty());
}

TEST(CommandLine, FoldersOfTheEngineBecomeFreshOnes) {
    const auto lines = command_lines(spec_with({"touch", "{work}/out {level}"}), k_configuration);
    EXPECT_EQ(lines.run, "export work=$(mktemp -d) && cd /tmp && touch \"$work\"'/out 7'");
    EXPECT_EQ(output_of(lines.run + " && ls \"$work\" && rm -r \"$work\""), "out 7\n");
}

TEST(CommandLine, AProgramThatReadsTheEnvironmentGetsIt) {
    auto spec = spec_with({"env"});
    spec.command.environment = {{"THREADS", "1"}};
    const auto lines = command_lines(spec, k_configuration);
    const auto output = output_of(lines.run);
    EXPECT_NE(output.find("THREADS=1\n"), std::string::npos);
    EXPECT_NE(output.find("PARETOP_PARAM_LEVEL=7\n"), std::string::npos);
    EXPECT_NE(output.find("PARETOP_PARAM_ODD_NAME=it's $HOME\n"), std::string::npos);
}

TEST(CommandLine, AScriptStaysAScript) {
    auto spec = spec_with({"echo {level} > {work}/x; cat {work}/x"});
    spec.command.shell = true;
    const auto lines = command_lines(spec, k_configuration);
    EXPECT_EQ(output_of(lines.run), "7\n");
}

TEST(CommandLine, BuildsInAFolderOfItsOwn) {
    auto spec = spec_with({"{build}/program"});
    spec.command.build = {"cc", "-O{level}", "-o", "{build}/program"};
    const auto lines = command_lines(spec, k_configuration);
    EXPECT_EQ(lines.build, "export build=$(mktemp -d) && cd \"$build\" && cc -O7 -o \"$build\"/program");
}

}  // namespace
}  // namespace paretop::model
