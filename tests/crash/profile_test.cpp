// Profiles that engines make: of whole experiments, by request, of programs that fail, and of engines that are killed meanwhile.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

#include "storage/profiles.h"
#include "storage/store.h"
#include "tests/support/laboratory.h"

namespace paretop::test {
namespace {

using storage::ProfileRecord;
using storage::ProfileState;

// `x` records of the operation Work, each of x µs; what else it does stands in `more`.
std::string program(const std::string& more) {
    return "x=$1; i=0\n"
           "if [ -n \"$PARETOP_TRACE\" ]; then while [ $i -lt \"$x\" ]; do\n"
           "  echo \"SWork,$((1700000000000000000 + i * 1000000)),$((x * 1000))\"; i=$((i + 1))\n"
           "done >\"${PARETOP_TRACE}_worker_pid_$$\"; fi\n" +
           more + "echo a=$x\n";
}

std::string experiment(const std::string& kind, const std::string& more) {
    return fmt::format(
        "[experiment]\nname = \"traced\"\nkind = \"{}\"\n"
        "[[parameter]]\nname = \"x\"\ntype = \"int\"\nrange = [1, 100]\ndefault = 5\n"
        "[command]\nrun = [\"sh\", \"{{dir}}/program.sh\", \"{{x}}\"]\ntimeout = \"60s\"\n"
        "[[metric]]\nname = \"a\"\nfrom = \"stdout:/a=(\\\\d+)/\"\n[[objective]]\nmetric = \"a\"\ngoal = \"minimize\"\n{}",
        kind, more);
}

// A line of a program: goes on when there is such a file beside it, or after half a minute.
std::string waits_for(const std::string& marker) {
    return "{ n=0; while [ ! -e \"${0%/*}/" + marker + "\" ] && [ $n -lt 600 ]; do sleep 0.05; n=$((n + 1)); done; }\n";
}

class ProfileJobTest : public testing::Test {
  protected:
    void prepare(const std::string& experiment_text, const std::string& program_text) const {
        write_bytes(lab_.experiment(), experiment_text);
        write_bytes(lab_.folder() + "/program.sh", program_text);
    }
    [[nodiscard]] storage::Store open() const { return std::move(*storage::Store::open(lab_.store_path())); }
    [[nodiscard]] std::vector<ProfileRecord> profiles() const {  // oldest first
        const auto store = open();
        auto found = *storage::list_profiles(store);
        std::reverse(found.begin(), found.end());
        return found;
    }
    void tune(std::int64_t trials) const {
        const auto ended = lab_.paretop({"run", lab_.experiment(), "--trials", std::to_string(trials), "--method", "random"});
        ASSERT_EQ(ended.code, 0) << ended.err;
    }
    static bool within(std::chrono::seconds time, const std::function<bool()>& holds) {
        for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
            if (holds()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }

    Laboratory lab_{Laboratory::Protocol::exec, 3, 1, "random"};
};

TEST_F(ProfileJobTest, AnExperimentIsProfiledRunByRun) {
    prepare(experiment("profile", "[[start]]\nx = 7\n[profile]\nruns = 2\n"), program(""));
    const auto ended = lab_.paretop({"profile", lab_.experiment()});
    ASSERT_EQ(ended.code, 0) << ended.err << ended.out;
    EXPECT_NE(ended.out.find("profile 3 of trial 1/1: 7 records; `paretop profile show 3`"), std::string::npos) << ended.out;
    const auto made = profiles();
    ASSERT_EQ(made.size(), 4U);
    for (std::size_t i = 0; i < made.size(); ++i) {
        const storage::TrialKey trial{1, static_cast<std::int64_t>(i / 2)};
        EXPECT_EQ(made[i].trial, trial);
        EXPECT_EQ(made[i].state, ProfileState::complete);
        EXPECT_EQ(made[i].records, i < 2 ? 5 : 7);
        EXPECT_EQ(made[i].name, fmt::format("traced/{} #{}", i / 2, i % 2 + 1));
    }
    const auto store = open();
    EXPECT_EQ(storage::list_operations(store, made[2].id)->at(0).mean_ns, 7000);
    EXPECT_EQ(lab_.run().done, 2);
    EXPECT_EQ(lab_.paretop({"check-store"}).code, 0);
}

// Builds may run ahead of measurements; what a program writes belongs to the trial it is run for all the same.
TEST_F(ProfileJobTest, EveryTraceBelongsToItsTrialWhereThereIsABuild) {
    auto text = experiment("profile", "[[start]]\nx = 7\n[[start]]\nx = 9\n[[start]]\nx = 11\n");
    text.insert(text.find("timeout"), "build = [\"sh\", \"-c\", \"sleep 0.4; echo {x} > {build}/out\"]\n");
    prepare(text, program(""));
    const auto ended = lab_.paretop({"profile", lab_.experiment()});
    ASSERT_EQ(ended.code, 0) << ended.err << ended.out;
    const auto made = profiles();
    ASSERT_EQ(made.size(), 4U);
    for (std::size_t i = 0; i < made.size(); ++i) {
        const storage::TrialKey trial{1, static_cast<std::int64_t>(i)};
        EXPECT_EQ(made[i].trial, trial);
        EXPECT_EQ(made[i].records, 5 + 2 * trial.number);
        EXPECT_EQ(made[i].state, ProfileState::complete);
        EXPECT_TRUE(made[i].remarks.empty()) << made[i].remarks.front();
    }
    EXPECT_EQ(lab_.paretop({"check-store"}).code, 0);

    const auto refused = lab_.paretop({"run", lab_.experiment(), "--parallel", "2"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("profiles are made one at a time"), std::string::npos) << refused.err;
}

TEST_F(ProfileJobTest, AProgramThatRemovesItsTraceLeavesWhatWasReadOfIt) {
    prepare(experiment("tune", ""),
            program("if [ -n \"$PARETOP_TRACE\" ]; then " + waits_for("go") + "rm ${PARETOP_TRACE}_*; fi\n"));
    tune(1);
    ASSERT_EQ(lab_.paretop({"profile", "run", "1/0", "--no-wait"}).code, 0);
    ASSERT_TRUE(within(std::chrono::seconds(20), [&] { return !profiles().empty() && profiles()[0].records == 5; }));
    write_bytes(lab_.folder() + "/go", "");
    ASSERT_TRUE(within(std::chrono::seconds(20), [&] { return profiles()[0].state == ProfileState::complete; }));
    const auto made = profiles();
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].records, 5);
    ASSERT_EQ(made[0].remarks.size(), 1U);
    EXPECT_TRUE(made[0].remarks[0].starts_with("cut off: ")) << made[0].remarks[0];
    EXPECT_TRUE(within(std::chrono::seconds(20), [&] { return storage::RunLock::owner(lab_.store_path(), 1) == 0; }));
    EXPECT_EQ(lab_.paretop({"check-store"}).code, 0);
}

// The setup is run for the run and for the profile, one after the other; who ends the engine meanwhile gets no profile yet.
TEST_F(ProfileJobTest, AnEngineThatIsToldToEndDuringASetupLeavesTheRequestOpen) {
    auto text = experiment("tune", "");
    text.insert(text.find("timeout"), "setup = [\"sh\", \"{dir}/setup.sh\"]\n");
    prepare(text, program(""));
    write_bytes(lab_.folder() + "/setup.sh", "");
    tune(1);
    write_bytes(lab_.folder() + "/setup.sh",
                "mkdir ${0%/*}/busy || echo >${0%/*}/overlap\n"
                "if [ -e ${0%/*}/first ]; then echo >${0%/*}/second; " +
                    waits_for("go") +
                    "fi\n"
                    "echo >${0%/*}/first; sleep 0.3; rmdir ${0%/*}/busy\n");
    const auto exists = [&](const char* name) { return access((lab_.folder() + "/" + name).c_str(), F_OK) == 0; };
    ASSERT_EQ(lab_.paretop({"profile", "run", "1/0", "--no-wait"}).code, 0);
    ASSERT_TRUE(within(std::chrono::seconds(20), [&] { return exists("second"); }));
    EXPECT_FALSE(exists("overlap"));
    const auto engine = storage::RunLock::owner(lab_.store_path(), 1);
    ASSERT_GT(engine, 0);
    kill(static_cast<pid_t>(engine), SIGTERM);
    ASSERT_TRUE(within(std::chrono::seconds(20), [&] { return lab_.run().reason.find("waiting for 1") != std::string::npos; }));
    write_bytes(lab_.folder() + "/go", "");
    EXPECT_TRUE(within(std::chrono::seconds(20), [&] { return storage::RunLock::owner(lab_.store_path(), 1) == 0; }));
    EXPECT_TRUE(profiles().empty());

    ASSERT_TRUE(ends_within(lab_.start_engine(), std::chrono::seconds(60)));
    ASSERT_EQ(profiles().size(), 1U);
    EXPECT_EQ(profiles()[0].records, 5);
}

TEST_F(ProfileJobTest, ATrialIsProfiledByRequestAndNothingElseChanges) {
    prepare(experiment("tune", ""), program(""));
    tune(3);
    const auto before = lab_.history();
    const auto ended = lab_.paretop({"profile", "run", "1/0"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "profile 1 of trial 1/0: 5 records; `paretop profile show 1`\n");
    ASSERT_EQ(profiles().size(), 1U);
    EXPECT_EQ(lab_.history(), before);
    EXPECT_EQ(lab_.run().state, storage::RunState::done);
    EXPECT_EQ(lab_.paretop({"check-store"}).code, 0);
}

TEST_F(ProfileJobTest, AProgramThatFailsLeavesTheProfileOfWhatItDid) {
    prepare(experiment("tune", "[profile]\nrun = [\"sh\", \"{dir}/program.sh\", \"{x}\", \"fail\"]\n"),
            program("[ -z \"$2\" ] || { echo out of luck >&2; exit 3; }\n"));
    tune(1);
    const auto ended = lab_.paretop({"profile", "run", "1/0"});
    EXPECT_EQ(ended.code, 6);
    EXPECT_NE(ended.err.find("exit code 3: out of luck"), std::string::npos) << ended.err;
    ASSERT_EQ(profiles().size(), 1U);
    EXPECT_EQ(profiles()[0].records, 5);
    EXPECT_EQ(profiles()[0].remarks, std::vector<std::string>{"cut off: exit code 3: out of luck"});
}

TEST_F(ProfileJobTest, WhatCannotBeProfiledIsSaid) {
    prepare(experiment("tune", ""), "echo a=$1\n");
    tune(1);
    auto ended = lab_.paretop({"profile", "run", "1/0"});
    EXPECT_NE(ended.err.find("it has written no trace; build the program with assets/adapters/cpp"), std::string::npos)
        << ended.err;
    ended = lab_.paretop({"profile", lab_.experiment()});
    EXPECT_EQ(ended.code, 2);
    EXPECT_NE(ended.err.find("it is of kind tune; write kind = \"profile\""), std::string::npos) << ended.err;
    EXPECT_TRUE(profiles().empty());

    const Laboratory workers(Laboratory::Protocol::serve, 3, 1, "random");
    EXPECT_EQ(workers.paretop({"run", workers.experiment()}).code, 0);
    ended = workers.paretop({"profile", "run", "1/0"});
    EXPECT_NE(ended.err.find("write in [profile] which program is profiled"), std::string::npos) << ended.err;
}

// The trace is in the store while it grows; a killed engine leaves it there, and the next one profiles the trial again.
TEST_F(ProfileJobTest, AKilledEngineLeavesWhatItHadAndTheNextOneStartsOver) {
    prepare(experiment("tune", ""), program("[ -z \"$PARETOP_TRACE\" ] || " + waits_for("go")));
    tune(1);
    ASSERT_EQ(lab_.paretop({"profile", "run", "1/0", "--no-wait"}).code, 0);
    ASSERT_TRUE(within(std::chrono::seconds(20), [&] { return !profiles().empty() && profiles()[0].records == 5; }));
    EXPECT_EQ(profiles()[0].state, ProfileState::growing);
    const auto engine = storage::RunLock::owner(lab_.store_path(), 1);
    ASSERT_GT(engine, 0);
    kill(static_cast<pid_t>(engine), SIGKILL);
    EXPECT_TRUE(within(std::chrono::seconds(20), [&] { return storage::RunLock::owner(lab_.store_path(), 1) == 0; }));
    EXPECT_EQ(lab_.paretop({"check-store"}).code, 0);

    write_bytes(lab_.folder() + "/go", "");
    ASSERT_TRUE(ends_within(lab_.start_engine(), std::chrono::seconds(60)));
    const auto made = profiles();
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].state, ProfileState::complete);
    EXPECT_EQ(made[0].remarks, std::vector<std::string>{"cut off: the engine that followed it was killed"});
    EXPECT_EQ(made[1].state, ProfileState::complete);
    EXPECT_EQ(made[1].records, 5);
    EXPECT_EQ(lab_.paretop({"check-store"}).code, 0);
    EXPECT_EQ(lab_.leftovers(), 0);
}

}  // namespace
}  // namespace paretop::test
