#include "views/model/log_text.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/storage/temporary_folder.h"

namespace paretop::model {
namespace {

using Lines = std::vector<std::string>;

TEST(LogText, TakesOutWhatWasMeantForATerminal) {
    LogText log;
    log.set("\033[31mred\033[0m and \033]0;title\007plain\n10 %\r50 %\r100 %\ntab\there\r\n\033[2Jcleared", 100);
    EXPECT_EQ(log.lines(), (Lines{"red and plain", "100 %", "tab     here", "cleared"}));
    EXPECT_GT(log.omitted(), 0);
}

TEST(LogText, EndsInTheMiddleOfAnEscape) {
    LogText log;
    log.set("a\033", 2);
    EXPECT_EQ(log.lines(), Lines{"a"});
    log.set("a\033[3", 4);
    EXPECT_EQ(log.lines(), Lines{"a"});
    log.set("", 0);
    EXPECT_TRUE(log.lines().empty());
}

TEST(LogText, FollowsAFileThatGrows) {
    test::TemporaryFolder folder;
    const auto path = folder.file("log");
    LogText log;
    EXPECT_FALSE(*log.follow(path)) << "nothing was printed yet";
    std::ofstream out(path);
    out << "first\nsec" << std::flush;
    EXPECT_TRUE(*log.follow(path));
    EXPECT_EQ(log.lines(), (Lines{"first", "sec"}));
    EXPECT_FALSE(*log.follow(path));
    out << "ond\nthird\n" << std::flush;
    EXPECT_TRUE(*log.follow(path));
    EXPECT_EQ(log.lines(), (Lines{"first", "second", "third"}));
}

TEST(LogText, OfALongFileOnlyTheEndIsRead) {
    test::TemporaryFolder folder;
    const auto path = folder.file("log");
    std::ofstream out(path);
    for (int i = 0; i < 100000; ++i) out << "line " << i << '\n';
    out.flush();
    LogText log;
    EXPECT_TRUE(*log.follow(path));
    EXPECT_EQ(log.lines().back(), "line 99999");
    EXPECT_LT(log.lines().size(), 40000U);
    EXPECT_GT(log.omitted(), 0);
}

TEST(LogText, BeginsAnewWithAnotherFile) {
    test::TemporaryFolder folder;
    const auto path = folder.file("log");
    LogText log;
    std::ofstream(path) << "a long first log\n";
    EXPECT_TRUE(*log.follow(path));
    std::ofstream(path) << "new\n";
    EXPECT_TRUE(*log.follow(path));
    EXPECT_EQ(log.lines(), Lines{"new"});
}

TEST(LogText, SearchGoesRound) {
    LogText log;
    log.set("alpha\nbeta\nGamma\nbeta 2\n", 24);
    EXPECT_EQ(log.find("BETA", 0, true), 1);
    EXPECT_EQ(log.find("beta", 2, true), 3);
    EXPECT_EQ(log.find("alpha", 1, true), 0);
    EXPECT_EQ(log.find("beta", 0, false), 3);
    EXPECT_EQ(log.find("delta", 0, true), -1);
    EXPECT_EQ(LogText().find("x", 0, true), -1);
}

}  // namespace
}  // namespace paretop::model
