#include "app/progress_line.h"

#include <gtest/gtest.h>

#include "views/surface/text.h"

namespace paretop::app {
namespace {

RunProgress example() {
    RunProgress progress;
    progress.name = "zstd-levels";
    progress.run = 17;
    progress.finished = 212;
    progress.budget = 300;
    progress.failed = 2;
    progress.front = 14;
    progress.per_minute = 246;
    progress.left = 21'000'000'000;
    progress.best = {"wall_s 0.0310 s", "bytes 1.88 MiB"};
    return progress;
}

TEST(ProgressLine, SaysEverythingWhereThereIsRoom) {
    EXPECT_EQ(progress_line(example(), 200),
              "zstd-levels  run 17  212/300  246/min  left 21 s  front 14  wall_s 0.0310 s  bytes 1.88 MiB  failed 2");
}

TEST(ProgressLine, LeavesOutWhatMattersLeast) {
    EXPECT_EQ(progress_line(example(), 80), "run 17  212/300  246/min  left 21 s  front 14  wall_s 0.0310 s  failed 2");
    EXPECT_EQ(progress_line(example(), 40), "212/300  left 21 s  front 14  failed 2");
    EXPECT_EQ(progress_line(example(), 20), "212/300  left 21 s");
    EXPECT_EQ(progress_line(example(), 9), "212/300");
}

TEST(ProgressLine, NeverIsWiderThanTheTerminal) {
    for (int width = 1; width < 120; ++width) EXPECT_LE(views::width_of(progress_line(example(), width)), width);
}

TEST(ProgressLine, ANoteStandsInThePlaceOfTheBest) {
    auto progress = example();
    progress.note = "pausing: waiting for 1 running";
    EXPECT_EQ(progress_line(progress, 80), "run 17  212/300  left 21 s  front 14  pausing: waiting for 1 running  failed 2");
}

TEST(ProgressLine, ALongTrialStandsBeforeTheFront) {
    auto progress = example();
    progress.open = "trial 212 for 1m 40s, 5 %";
    EXPECT_EQ(progress_line(progress, 80), "run 17  212/300  left 21 s  trial 212 for 1m 40s, 5 %  front 14  failed 2");
    EXPECT_EQ(progress_line(progress, 50), "212/300  left 21 s  trial 212 for 1m 40s, 5 %");
}

TEST(ProgressLine, NamesCannotReachTheTerminal) {
    auto progress = example();
    progress.name = "evil\x1b]0;title\x07";
    EXPECT_EQ(progress_line(progress, 200).find('\x1b'), std::string::npos);
}

TEST(ProgressLine, NothingIsKnownAtTheStart) {
    RunProgress progress;
    progress.name = "a";
    progress.run = 1;
    progress.budget = 10;
    EXPECT_EQ(progress_line(progress, 80), "a  run 1  0/10  front 0");
}

}  // namespace
}  // namespace paretop::app
