// From an empty folder to a picture, as somebody does it the first time.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/support/laboratory.h"
#include "tests/support/tmux.h"

namespace paretop::test {
namespace {

using testing::HasSubstr;

TEST(FirstExperiment, InitCheckRunFrontExportPlot) {
    const Laboratory laboratory(Laboratory::Protocol::exec, 1, 1, "random");
    const auto file = laboratory.folder() + "/mine.toml";
    EXPECT_EQ(laboratory.paretop({"init", file}).code, 0);
    EXPECT_EQ(laboratory.paretop({"init", file}).code, 2);
    const auto checked = laboratory.paretop({"check", file});
    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_THAT(checked.out, HasSubstr("level"));
    const auto ran = laboratory.paretop({"run", file, "--trials", "4"});
    ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("4 of 4 trials"));
    EXPECT_EQ(ran.out.find('\r'), std::string::npos);
    EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
    const auto front = nlohmann::json::parse(laboratory.paretop({"front", "mine", "--json"}).out);
    EXPECT_GE(front.size(), 1U);
    EXPECT_TRUE(front[0]["configuration"].contains("level"));
    EXPECT_THAT(laboratory.paretop({"export", "1"}).out, HasSubstr("trial,state,"));
    const auto picture = laboratory.folder() + "/front.svg";
    EXPECT_EQ(laboratory.paretop({"plot", "1", "-o", picture}).code, 0);
    EXPECT_THAT(read_bytes(picture), HasSubstr("<svg"));
    EXPECT_THAT(laboratory.paretop({"show", "1/0"}).out, HasSubstr("baseline"));
    EXPECT_EQ(laboratory.paretop({"log", "1/0"}).code, 0);
}

TEST(Foreground, ControlCPausesAndResumeGoesOn) {
    const Laboratory laboratory(Laboratory::Protocol::exec, 100'000, 1, "random");
    Tmux terminal(std::string(PARETOP_BINARY) + " run " + laboratory.experiment() + " --store " + laboratory.store_path() +
                      "; echo code=$?; sleep 100",
                  100, 24);
    ASSERT_TRUE(terminal.shows("/100000")) << terminal.screen();
    ASSERT_TRUE(terminal.shows("front ")) << terminal.screen();
    terminal.keys("C-c");
    ASSERT_TRUE(terminal.shows("code=130")) << terminal.screen();
    EXPECT_TRUE(terminal.shows("paretop resume 1"));
    EXPECT_EQ(laboratory.run().state, storage::RunState::paused);
    EXPECT_EQ(laboratory.paretop({"resume", "1"}).code, 0);
    EXPECT_EQ(laboratory.paretop({"stop", "1"}).code, 0);
}

}  // namespace
}  // namespace paretop::test
