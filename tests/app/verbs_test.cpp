// Verbs over a synthetic store: what they print, and the exit codes scripts depend on.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "app/exit_code.h"
#include "app/figures.h"
#include "tests/app/captured.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(ExitCode, IsDecidedByTheKindOfAnError) {
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::usage)), 2);
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::store)), 3);
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::not_found)), 4);
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::busy)), 5);
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::io)), 6);
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::child)), 6);
    EXPECT_EQ(static_cast<int>(exit_code_of(ErrorKind::internal)), 1);
    EXPECT_EQ(exit_code_of(storage::RunState::paused), ExitCode::interrupted);
    EXPECT_EQ(exit_code_of(storage::RunState::failed), ExitCode::failed);
    EXPECT_EQ(exit_code_of(storage::RunState::stopped), ExitCode::ok);
}

TEST(Figures, ScaleSuitsTheLargest) {
    const std::vector<double> sizes{512, 3.0 * 1024 * 1024};
    EXPECT_EQ(scale_of("bytes", sizes).unit, "MiB");
    EXPECT_EQ(scale_of("s", sizes).divisor, 1);
    EXPECT_EQ(quantity_text(0.112, "s"), "0.112 s");
}

class Verbs : public testing::Test {
  protected:
    void SetUp() override {
        auto store = test::open_store(path_);
        test::SyntheticRun run;
        run.trials = 60;
        run.repeats = 3;
        test::add_run(store, run);
    }
    [[nodiscard]] test::Captured paretop(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--store", path_});
        return test::paretop(arguments);
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.file("lab.db");
};

TEST_F(Verbs, LsHasAStableSchema) {
    const auto runs = json::parse(paretop({"ls", "--json"}).out);
    ASSERT_EQ(runs.size(), 1U);
    for (const char* key : {"run", "experiment", "kind", "state", "live", "cut_off", "trials", "failed", "budget", "front",
                            "hypervolume", "best", "rate_per_min", "left_s", "active_s", "created_ns", "reason"})
        EXPECT_TRUE(runs[0].contains(key)) << key;
    EXPECT_EQ(runs[0]["experiment"], "synthetic");
    EXPECT_EQ(paretop({"ls", "paused", "--json"}).out, "[]\n");
}

TEST_F(Verbs, FrontHasMediansAndConfigurations) {
    const auto front = json::parse(paretop({"front", "syn", "--json"}).out);
    ASSERT_GE(front.size(), 1U);
    EXPECT_EQ(front[0]["objectives"]["wall_s"]["repeats"], 3);
    for (const auto& row : front) {
        EXPECT_GE(row["non_dominated"], 0);
        EXPECT_LE(row["non_dominated"], 1);
    }
    EXPECT_TRUE(front[0]["configuration"].contains("level"));
}

TEST_F(Verbs, WhatIsNotThereIsNotFound) {
    EXPECT_EQ(paretop({"show", "99"}).code, 4);
    const auto trial = paretop({"show", "1/60"});
    EXPECT_EQ(trial.code, 4);
    EXPECT_THAT(trial.err, HasSubstr("its trials are 0 to 59"));
    EXPECT_EQ(paretop({"log", "1"}).code, 2);
}

TEST_F(Verbs, PausingWhatDoesNotRunSaysSo) {
    const auto paused = paretop({"pause", "1", "99"});
    EXPECT_EQ(paused.code, 4);
    EXPECT_EQ(paused.out, "run 1: not running: it is done\n");
    EXPECT_THAT(paretop({"resume", "1"}).err, HasSubstr("--trials"));
}

TEST_F(Verbs, NotesAndTagsAreKept) {
    EXPECT_EQ(paretop({"note", "1/3", "odd", "one"}).code, 0);
    EXPECT_EQ(paretop({"note", "1/3"}).out, "odd one\n");
    EXPECT_EQ(paretop({"tag", "1", "+a", "+b"}).out, "a\nb\n");
    EXPECT_EQ(paretop({"tag", "1", "-a"}).out, "b\n");
    EXPECT_EQ(json::parse(paretop({"show", "1", "--json"}).out)["tags"][0], "b");
}

TEST_F(Verbs, RemovingWantsAYesAndLeavesNothing) {
    EXPECT_EQ(paretop({"rm", "1"}).code, 2);
    EXPECT_EQ(paretop({"rm", "1", "--yes"}).out, "run 1: removed\n");
    EXPECT_EQ(paretop({"ls", "--json"}).out, "[]\n");
    EXPECT_EQ(json::parse(paretop({"check-store", "--json"}).out)["ok"], true);
}

TEST_F(Verbs, CheckTellsAllProblemsAtOnce) {
    const auto file = folder_.file("bad.toml");
    test::write_bytes(file, "[experiment]\nname = 3\nkidn = \"tune\"\n");
    const auto checked = test::paretop({"check", file, "--json"});
    EXPECT_EQ(checked.code, 2);
    EXPECT_GE(json::parse(checked.out)["problems"].size(), 2U);
    EXPECT_EQ(test::paretop({"check", folder_.file("none.toml")}).code, 2);
}

TEST_F(Verbs, TheScreenWantsATerminal) { EXPECT_EQ(paretop({}).code, 2); }

}  // namespace
}  // namespace paretop::app
