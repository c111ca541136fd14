// Collectors tried for real, where they are installed and allowed, on a shell script that keeps to the contract.
#include "engine/collect/collector.h"

#include <gmock/gmock.h>

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
