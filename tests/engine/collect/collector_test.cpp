// Collectors tried for real, where they are installed and allowed, on a shell script that keeps to the contract.
#include "engine/collect/collector.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <filesystem>

#include "engine/collect/control.h"
#include "engine/functions/map.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::collect {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* k_script = R"(
case $PARETOP_MAP_OPERATION in Count) ;; *) echo "known operations: Count" >&2; exit 64 ;; esac
say() { echo "$1" >"$PARETOP_MAP_CONTROL"; read -r answer <"$PARETOP_MAP_ACK"; }
count() { i=0; while [ $i -lt "$1" ]; do i=$((i + 1)); done; }
j=0; while [ $j -lt "$PARETOP_MAP_WARMUPS" ]; do count 10; j=$((j + 1)); done
say enable
count 3000
say disable
)";

Mapped shell(const std::string& script) {
    Mapped program;
    program.command = {"/bin/sh", "-c", script};
    program.timeout = 20'000'000'000;
    return program;
}

class CollectorTest : public testing::Test {
  protected:
    CollectorTest() : guardian(process::Guardian::start().value()), programs(*guardian) {}
    std::unique_ptr<process::Guardian> guardian;
    Programs programs;
};

#define NEEDS(collector)                                    \
    if (const auto ready = (collector).prepare(); !ready) { \
        GTEST_SKIP() << ready.error().message();            \
    }

TEST_F(CollectorTest, PerfSamplesTheCallThatCounts) {
    const auto perf = perf_collector(programs);
    NEEDS(*perf);
    auto program = shell(k_script);
    program.command[2].replace(program.command[2].find("3000"), 4, "300000");
    const auto table = perf->collect(program, "Count");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_GT(table->total(functions::k_samples), 10);
    EXPECT_GT(table->total(functions::k_cpu_s), 0);
    const bool counted = table->metric(functions::k_clockticks).has_value();
    EXPECT_EQ(perf->remarks().empty(), counted) << "what is missing is said";
    EXPECT_TRUE(std::any_of(table->rows.begin(), table->rows.end(), [](const auto& row) {
        return row.key.find("|dash") != std::string::npos || row.key.find("|bash") != std::string::npos;
    }));
}

TEST_F(CollectorTest, CallgrindCountsTheCallThatCounts) {
    const auto callgrind = callgrind_collector(programs);
    NEEDS(*callgrind);
    const auto table = callgrind->collect(shell(k_script), "Count");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_TRUE(table->simulated);
    const auto many = table->total("Ir");
    auto program = shell(k_script);
    program.command[2].replace(program.command[2].find("3000"), 4, "1000");
    const auto fewer = callgrind->collect(program, "Count");
    ASSERT_TRUE(fewer) << fewer.error().message();
    EXPECT_GT(many, 2 * fewer->total("Ir")) << "warm-ups and the start of the program are left out";
    EXPECT_GT(fewer->total("Ir"), 10'000);
    EXPECT_THAT(callgrind->remarks(), testing::ElementsAre(HasSubstr("simulated")));
}

// What switches collection off may then still run, and end in the next run.
TEST_F(CollectorTest, AProgramNeedNotWaitForTheLastAnswer) {
    const auto callgrind = callgrind_collector(programs);
    NEEDS(*callgrind);
    auto program = shell(k_script);
    program.command[2].replace(program.command[2].find("say disable"), 11, "echo disable >\"$PARETOP_MAP_CONTROL\"");
    program.command[2].replace(program.command[2].find("3000"), 4, "300");
    for (int run = 0; run < 2; ++run) {
        const auto table = callgrind->collect(program, "Count");
        ASSERT_TRUE(table) << table.error().message();
        EXPECT_GT(table->total("Ir"), 10'000);
    }
    process::Launch launch;
    launch.arguments = {"sleep", "0.2"};
    EXPECT_THAT(programs.run(launch).failure, IsEmpty());
}

TEST_F(CollectorTest, WhatAProgramPrintsIsNotTakenForPerfsWords) {
    const auto perf = perf_collector(programs);
    NEEDS(*perf);
    const auto liar = perf->collect(shell("echo Events enabled; echo Events enabled >&2"), "Count");
    ASSERT_FALSE(liar);
    EXPECT_THAT(liar.error().message(), HasSubstr("ended without asking for collection"));
    const std::string chatter = "head -c 200000 /dev/zero | tr '\\0' x; head -c 200000 /dev/zero | tr '\\0' x >&2\n";
    const auto chatty = perf->collect(shell(chatter + k_script + chatter), "Count");
    EXPECT_TRUE(chatty) << chatty.error().message();
}

TEST_F(CollectorTest, AProgramWithoutTheOperationOrTheContractIsToldSo) {
    const auto perf = perf_collector(programs);
    NEEDS(*perf);
    const auto unknown = perf->collect(shell(k_script), "Sort");
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message(), HasSubstr("has no operation Sort: known operations: Count"));
    const auto deaf = perf->collect(shell("exit 0"), "Count");
    ASSERT_FALSE(deaf);
    EXPECT_THAT(deaf.error().message(), HasSubstr("ended without asking for collection"));
    const auto broken = perf->collect(shell("echo wrong >&2; exit 3"), "Count");
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().message(), HasSubstr("exit code 3: wrong"));
}

TEST_F(CollectorTest, ScratchFoldersAreRemoved) {
    std::string path;
    {
        const auto scratch = Scratch::create();
        ASSERT_TRUE(scratch) << scratch.error().message();
        path = scratch->path();
        test::write_bytes(scratch->file("x"), "y");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(CollectorTest, ScratchFoldersOfKilledProcessesAreRemoved) {
    const test::TemporaryFolder folder;
    const auto dead = ::fork();
    if (dead == 0) ::_exit(0);
    ASSERT_EQ(::waitpid(dead, nullptr, 0), dead);
    const auto left = folder.file("paretop-map-" + std::to_string(dead) + "-abcdef");
    const auto alive = folder.file("paretop-map-" + std::to_string(::getpid()) + "-abcdef");
    const auto strange = folder.file("paretop-map-abcdef");
    for (const auto& path : {left, alive, strange}) std::filesystem::create_directory(path);
    test::write_bytes(left + "/data", "x");
    const auto* before = ::getenv("TMPDIR");
    const std::string old = before == nullptr ? "/tmp" : before;
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    const auto scratch = Scratch::create();
    ::setenv("TMPDIR", old.c_str(), 1);
    ASSERT_TRUE(scratch) << scratch.error().message();
    EXPECT_THAT(scratch->path(), HasSubstr("paretop-map-" + std::to_string(::getpid()) + "-"));
    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_TRUE(std::filesystem::exists(alive) && std::filesystem::exists(strange));
}

TEST_F(CollectorTest, ProgramsAnswerWhatAChildPrintedAndHowItFailed) {
    process::Launch launch;
    launch.arguments = {"/bin/sh", "-c", "echo out; echo err >&2; exit 4"};
    const auto mixed = programs.run(launch);
    EXPECT_EQ(mixed.printed, "out\nerr\n");
    EXPECT_EQ(mixed.failure, "exit code 4: err");
    const test::TemporaryFolder folder;
    const auto apart = programs.run(launch, folder.file("out"));
    EXPECT_EQ(apart.printed, "err\n");
    EXPECT_EQ(test::read_bytes(folder.file("out")), "out\n");
    const auto both = programs.run_apart(launch);
    EXPECT_EQ(both.printed, "out\n");
    EXPECT_EQ(both.said, "err\n");
    EXPECT_EQ(both.failure, "exit code 4: err");
    launch.arguments = {"/no/such/program"};
    EXPECT_THAT(programs.run(launch).failure, HasSubstr("cannot run /no/such/program"));
    launch.arguments = {"true"};
    EXPECT_THAT(programs.run(launch).failure, IsEmpty());
}

TEST_F(CollectorTest, AnInterruptEndsTheChildAndAllAfterIt) {
    boost::asio::steady_timer soon(programs.loop());
    soon.expires_after(std::chrono::milliseconds(50));
    soon.async_wait([](const auto&) { ::raise(SIGTERM); });
    process::Launch launch;
    launch.arguments = {"sleep", "100"};
    EXPECT_EQ(programs.run(launch).failure, "interrupted");
    EXPECT_TRUE(programs.interrupted());
    EXPECT_EQ(programs.run(launch).failure, "interrupted");
}

TEST_F(CollectorTest, AControlThatIsGoneHearsNothing) {
    const test::TemporaryFolder folder;
    int heard = 0;
    {
        auto control = Control::create(folder.path());
        ASSERT_TRUE(control) << control.error().message();
        ASSERT_TRUE(control->serve(programs.loop(), [&](const std::string&) { ++heard; }));
        test::write_bytes(control->control_path(), "enable\n");
        boost::asio::post(programs.loop(), [] {});
        programs.loop().run_one();  // the reading is done perhaps, and its end queued
    }
    process::Launch launch;
    launch.arguments = {"true"};
    EXPECT_THAT(programs.run(launch).failure, IsEmpty());
    EXPECT_LE(heard, 1);
}

TEST_F(CollectorTest, ControlHearsWordsAndAnswers) {
    const test::TemporaryFolder folder;
    auto control = Control::create(folder.path());
    ASSERT_TRUE(control) << control.error().message();
    std::vector<std::string> heard;
    ASSERT_TRUE(control->serve(programs.loop(), [&](const std::string& word) {
        heard.push_back(word);
        control->answer();
    }));
    process::Launch launch;
    launch.arguments = {"/bin/sh", "-c",
                        "echo enable >control; read a <ack; printf 'dis\\0able\\n' >control; read b <ack; echo $a $b"};
    launch.directory = folder.path();
    EXPECT_EQ(programs.run(launch).printed, "ack ack\n");
    EXPECT_THAT(heard, testing::ElementsAre("enable", "disable"));
    EXPECT_FALSE(Control::create("/no/such/folder"));
}

}  // namespace
}  // namespace paretop::collect
