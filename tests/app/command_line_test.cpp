#include "app/command_line.h"

#include <gmock/gmock.h>

namespace paretop::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <class C>
C parsed(const std::vector<std::string>& arguments) {
    const auto result = parse_command_line(arguments);
    if (result.error) ADD_FAILURE() << result.error->message();
    if (!result.command || !std::holds_alternative<C>(*result.command)) {
        ADD_FAILURE() << "another verb";
        return {};
    }
    return std::get<C>(*result.command);
}

Error refused(const std::vector<std::string>& arguments) {
    const auto result = parse_command_line(arguments);
    EXPECT_FALSE(result.command);
    return result.error.value_or(Error{});
}

TEST(CommandLine, RunTakesAFileAndOverrides) {
    const auto run = parsed<RunCommand>({"run", "a.toml", "--trials", "50", "--seed=7", "--parallel", "2", "--method", "sobol"});
    EXPECT_EQ(run.file, "a.toml");
    EXPECT_EQ(run.overrides.trials, 50);
    EXPECT_EQ(run.overrides.seed, 7);
    EXPECT_EQ(run.overrides.parallel, 2);
    EXPECT_EQ(run.overrides.method, "sobol");
    EXPECT_FALSE(run.json);
}

TEST(CommandLine, WhatIsNotSaidStaysAsTheFileSays) {
    const auto run = parsed<StartCommand>({"start", "a.toml"});
    EXPECT_FALSE(run.overrides.trials || run.overrides.seed || run.overrides.parallel || run.overrides.method);
}

TEST(CommandLine, TheStoreMayBeNamedBeforeAndAfterTheVerb) {
    EXPECT_EQ(parsed<LsCommand>({"--store", "x.db", "ls"}).store, "x.db");
    EXPECT_EQ(parsed<LsCommand>({"ls", "--store", "x.db", "--json"}).store, "x.db");
}

TEST(CommandLine, SeveralRuns) {
    const auto pause = parsed<PauseCommand>({"pause", "17", "zstd", "--no-wait"});
    EXPECT_THAT(pause.runs, ElementsAre("17", "zstd"));
    EXPECT_FALSE(pause.wait);
    EXPECT_TRUE(parsed<StopCommand>({"stop", "1"}).wait);
}

TEST(CommandLine, TagsMayBeginWithAMinus) {
    const auto tag = parsed<TagCommand>({"tag", "17", "+paper", "-draft", "-old"});
    EXPECT_EQ(tag.run, "17");
    EXPECT_THAT(tag.changes, ElementsAre("+paper", "-draft", "-old"));
}

TEST(CommandLine, ProfileTakesAFileOrAVerb) {
    EXPECT_EQ(parsed<ProfileFileCommand>({"profile", "a.toml"}).file, "a.toml");
    EXPECT_TRUE(parsed<ProfileFileCommand>({"profile", "a.toml", "--json"}).json);
    const auto run = parsed<ProfileRunCommand>({"profile", "run", "17/131", "--no-wait"});
    EXPECT_EQ(run.trial, "17/131");
    EXPECT_FALSE(run.wait);
    EXPECT_THAT(refused({"profile"}).what, HasSubstr("FILE, or a verb"));
    EXPECT_THAT(refused({"profile", "ls", "stray.toml"}).what, HasSubstr("stray.toml"));
}

TEST(CommandLine, WithoutAVerbItIsTheScreen) { EXPECT_EQ(parsed<ScreenCommand>({"--store", "x.db"}).store, "x.db"); }

TEST(CommandLine, SuggestsTheVerbThatWasMeant) {
    EXPECT_EQ(refused({"rnu", "a.toml"}).message(), "there is no verb `rnu`; did you mean `paretop run`?");
    EXPECT_EQ(refused({"--store", "x.db", "forgo"}).remedy, "`paretop --help` lists them");
}

TEST(CommandLine, SuggestsTheOptionThatWasMeant) {
    EXPECT_THAT(refused({"run", "a.toml", "--trails", "5"}).message(), HasSubstr("did you mean --trials?"));
}

TEST(CommandLine, SaysWhatIsWrongAndWhereToLook) {
    EXPECT_THAT(refused({"run"}).message(), HasSubstr("file is required; see `paretop run --help`"));
    EXPECT_THAT(refused({"run", "a.toml", "--trials", "0"}).message(), HasSubstr("--trials"));
    EXPECT_THAT(refused({"run", "a.toml", "--trials", "many"}).message(), HasSubstr("--trials"));
    EXPECT_THAT(refused({"export", "1", "--format", "xml"}).message(), HasSubstr("xml"));
    EXPECT_EQ(refused({"ls", "--colour"}).kind, ErrorKind::usage);
}

TEST(CommandLine, EveryVerbHasHelpWithAnExample) {
    for (const auto& verb : verb_names()) {
        const auto help = parse_command_line({verb, "--help"});
        EXPECT_FALSE(help.error) << verb;
        const auto example = verb == "engine" ? std::string("Usage") : "Examples:\n  paretop " + verb;
        EXPECT_THAT(help.text, HasSubstr(example)) << verb;
    }
    EXPECT_THAT(parse_command_line({"--help"}).text, HasSubstr("Exit codes"));
    EXPECT_THAT(parse_command_line({"--version"}).text, HasSubstr("paretop "));
}

}  // namespace
}  // namespace paretop::app
