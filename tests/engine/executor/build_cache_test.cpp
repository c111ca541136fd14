#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "executor_fixture.h"

namespace paretop::executor {
namespace {

using Kind = spec::Source::Kind;

class BuildTest : public ExecutorTest {
  protected:
    BuildTest() {
        integers({"level", "x"});
        metric(Kind::stdout_regex, "([0-9]+)");
        spec.command.shell = true;
        spec.command.build = {
            "echo {level} >> {dir}/built; echo {level} > {build}/out; echo $PARETOP_PARAM_LEVEL$PARETOP_PARAM_X"};
        spec.command.run = {"cat {build}/out"};
    }
    [[nodiscard]] std::size_t builds_kept() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(options.builds)) count += entry.is_directory() ? 1U : 0U;
        return count;
    }
    [[nodiscard]] std::string lock_path() const {
        for (const auto& entry : std::filesystem::directory_iterator(options.builds))
            if (entry.path().extension() == ".lock") return entry.path().string();
        return {};
    }
};

TEST_F(BuildTest, BuildsOnceForWhatTheCommandMentions) {
    EXPECT_EQ(values(evaluate({3, 1})), std::vector<double>{3});
    EXPECT_EQ(values(evaluate({3, 2})), std::vector<double>{3});
    EXPECT_EQ(values(evaluate({4, 2})), std::vector<double>{4});
    EXPECT_EQ(read("built"), "3\n4\n");
    EXPECT_EQ(results[0].executions.at(0).phase, storage::Phase::build);
    EXPECT_EQ(results[1].executions.size(), 1U);
    executor.reset();  // another run finds them
    EXPECT_EQ(values(evaluate({3, 5})), std::vector<double>{3});
    EXPECT_EQ(read("built"), "3\n4\n");
}

TEST_F(BuildTest, AChangedSourceIsBuiltAgain) {
    write("source.c", "1");
    spec.command.build = {"cp {dir}/source.c {build}/out; echo b >> {dir}/built"};
    EXPECT_EQ(values(evaluate({3, 1})), std::vector<double>{1});
    write("source.c", "22");
    executor.reset();
    EXPECT_EQ(values(evaluate({3, 1})), std::vector<double>{22});
    EXPECT_EQ(read("built"), "b\nb\n");
}

TEST_F(BuildTest, TrialsThatNeedTheSameBuildShareIt) {
    spec.search.builds = 2;
    spec.command.build = {"echo {level} >> {dir}/built; sleep 0.1; echo {level} > {build}/out"};
    ASSERT_TRUE(prepare());
    EXPECT_EQ(executor->capacity(), 3);
    submit(0, {1, 0});
    submit(1, {1, 1});
    submit(2, {2, 0});
    run_until([&] { return results.size() == 3; });
    EXPECT_EQ(values(results[0]), std::vector<double>{1});
    EXPECT_EQ(values(results[1]), std::vector<double>{1});
    EXPECT_EQ(values(results[2]), std::vector<double>{2});
    EXPECT_EQ(read("built").size(), 4U);
}

TEST_F(BuildTest, AFailedBuildFailsItsTrialsAndIsNotKept) {
    spec.command.build = {"test -e {dir}/ok || {{ echo nothing to build >&2; exit 2; }}; echo 5 > {build}/out"};
    const auto& failed = evaluate({1, 0});
    EXPECT_EQ(failed.reason, "build: exit code 2: nothing to build");
    EXPECT_EQ(failed.log, "nothing to build\n");
    write("ok", "");
    EXPECT_EQ(values(evaluate({1, 0})), std::vector<double>{5});
}

TEST_F(BuildTest, AHalfDoneBuildIsNeverUsed) {
    evaluate({3, 1});
    executor.reset();
    std::filesystem::resize_file(lock_path(), 0);
    EXPECT_EQ(values(evaluate({3, 1})), std::vector<double>{3});
    EXPECT_EQ(read("built"), "3\n3\n");
}

TEST_F(BuildTest, ABuildThatRunsOutOfMemorySaysSo) {
    spec.command.shell = false;
    spec.command.limits.memory = 64 << 20;
    spec.command.build = {"/bin/sh", "-c", "kill -KILL $$"};
    spec.command.run = {"true"};
    EXPECT_EQ(evaluate({1, 0}).reason, "build: killed by SIGKILL (memory limit 64 MiB)");
}

TEST_F(BuildTest, ACancelledBuildIsEndedAndCanBeAskedForAgain) {
    spec.command.build = {"test -e {dir}/quick || {{ touch {dir}/quick; sleep 30; }}; echo 5 > {build}/out"};
    ASSERT_TRUE(prepare());
    submit(0, {1, 0});
    run_until([&] { return std::filesystem::exists(path("quick")); });
    executor->cancel(0);
    EXPECT_TRUE(wait_for(0).cancelled);
    submit(1, {1, 0});
    EXPECT_EQ(values(wait_for(1)), std::vector<double>{5});
}

TEST_F(BuildTest, WaitsForTheBuildOfAnotherEngine) {
    evaluate({3, 1});
    executor.reset();
    results.clear();
    const int lock = ::open(lock_path().c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);  // as if the other engine built
    ASSERT_TRUE(prepare());
    submit(0, {3, 1});
    loop.restart();
    loop.run_for(std::chrono::milliseconds(250));
    EXPECT_TRUE(results.empty());
    ::close(lock);
    EXPECT_EQ(values(wait_for(0)), std::vector<double>{3});
    EXPECT_EQ(read("built"), "3\n");
}

TEST_F(BuildTest, OldBuildsAreRemoved) {
    spec.command.shell = false;
    spec.command.build = {"touch", "{build}/{level}"};
    spec.command.run = {"echo", "1"};
    for (std::int64_t i = 0; i < 262; ++i) evaluate({i, 0});
    EXPECT_LE(builds_kept(), 257U);
    EXPECT_GE(builds_kept(), 256U);
}

}  // namespace
}  // namespace paretop::executor
