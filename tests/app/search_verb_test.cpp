// `paretop search list`, and methods named on the command line.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "app/command_line.h"
#include "engine/search/searcher.h"
#include "tests/app/captured.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using testing::HasSubstr;

TEST(SearchVerb, ListsEveryMethodAndWhatItIsGoodFor) {
    const auto printed = test::paretop({"search", "list"});
    EXPECT_EQ(printed.code, 0);
    EXPECT_EQ(printed.err, "");
    for (const auto& method : search::methods()) {
        EXPECT_THAT(printed.out, HasSubstr("\n" + std::string(method.name) + " "));
        EXPECT_THAT(printed.out, HasSubstr(std::string(method.about)));
    }
}

TEST(SearchVerb, ListsForPrograms) {
    const auto listed = nlohmann::json::parse(test::paretop({"search", "list", "--json"}).out);
    ASSERT_EQ(listed.size(), search::methods().size());
    EXPECT_EQ(listed[0]["name"], "auto");
    EXPECT_EQ(listed[0]["about"], search::methods()[0].about);
}

TEST(SearchVerb, KnowsNoOtherAction) {
    const auto printed = test::paretop({"search", "lits"});
    EXPECT_EQ(printed.code, 2);
    EXPECT_THAT(printed.err, HasSubstr("lits"));
}

TEST(SearchVerb, HelpOfRunNamesEveryMethod) {
    for (const char* verb : {"run", "start"}) {
        const auto help = parse_command_line({verb, "--help"}).text;
        for (const auto& method : search::methods()) EXPECT_THAT(help, HasSubstr(std::string(method.name))) << verb;
        EXPECT_THAT(help, HasSubstr("--method bandit"));
    }
}

// 18 configurations: refused before a run is made of it.
TEST(SearchVerb, AGridThatTheTrialsDoNotCoverMakesNoRun) {
    const test::TemporaryFolder folder;
    const auto file = folder.file("levels.toml"), store = folder.file("lab.db");
    ASSERT_EQ(test::paretop({"init", file}).code, 0);
    const auto refused = test::paretop({"run", file, "--method", "grid", "--trials", "10", "--store", store});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("a grid of this space needs 18 trials, and the run has 10"));
    EXPECT_EQ(nlohmann::json::parse(test::paretop({"ls", "--json", "--store", store}).out).size(), 0U);
}

}  // namespace
}  // namespace paretop::app
