// After a reboot or a long time the process number of a dead engine belongs to somebody else: nobody may be harmed for it.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "storage/store.h"
#include "tests/support/laboratory.h"

namespace paretop::test {
namespace {

using testing::HasSubstr;
using Protocol = Laboratory::Protocol;

// An innocent process, with the given process number where the kernel lets us choose (root), with any other elsewhere.
class Bystander {
  public:
    explicit Bystander(pid_t wanted, const std::string& trial = {}) {  // 0: any
        for (int attempt = 0; attempt < 200 && (pid_ <= 0 || (wanted != 0 && pid_ != wanted)); ++attempt) {
            end();
            if (wanted != 0) std::ofstream("/proc/sys/kernel/ns_last_pid") << wanted - 1;
            pid_ = fork();
            if (pid_ == 0) {
                if (!trial.empty()) setenv("PARETOP_TRIAL", trial.c_str(), 1);
                execl("/bin/sleep", "sleep", "1000", nullptr);
                _exit(127);
            }
            if (geteuid() != 0) break;
        }
    }
    ~Bystander() { end(); }
    Bystander(const Bystander&) = delete;
    Bystander& operator=(const Bystander&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] bool lives() const { return waitpid(pid_, nullptr, WNOHANG) == 0; }

  private:
    void end() {
        if (pid_ <= 0) return;
        kill(pid_, SIGKILL);
        wait_for(pid_);
        pid_ = -1;
    }
    pid_t pid_ = -1;
};

class StaleOwner : public testing::Test {
  protected:
    // Leaves a run that was cut off, and returns what was its engine's process number.
    pid_t cut_off() {
        laboratory_.create();
        const auto engine = laboratory_.start_engine();
        while (laboratory_.run().asked < 5) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        kill(engine, SIGKILL);
        wait_for(engine);
        return engine;
    }
    const Laboratory laboratory_{Protocol::exec, 100'000, 1, "random"};
};

TEST_F(StaleOwner, WhoGotItsNumberIsTakenForNobody) {
    const Bystander bystander(cut_off());
    EXPECT_EQ(storage::RunLock::owner(laboratory_.store_path(), 1), 0);
    EXPECT_THAT(laboratory_.paretop({"ls", "--json"}).out, HasSubstr("\"cut_off\":true"));
    EXPECT_THAT(laboratory_.paretop({"pause", "1"}).out, HasSubstr("it was cut off"));
    EXPECT_EQ(laboratory_.paretop({"stop", "1"}).code, 0);
    EXPECT_EQ(laboratory_.run().state, storage::RunState::stopped);
    EXPECT_TRUE(bystander.lives());
    EXPECT_EQ(laboratory_.paretop({"rm", "1", "--yes"}).code, 0);
    EXPECT_TRUE(bystander.lives());
}

TEST_F(StaleOwner, ResumingStartsAnEngineBesideIt) {
    const Bystander bystander(cut_off());
    const auto asked = laboratory_.run().asked;
    const auto resumed = laboratory_.paretop({"resume", "1"});
    EXPECT_EQ(resumed.code, 0) << resumed.err;
    const auto owner = storage::RunLock::owner(laboratory_.store_path(), 1);
    EXPECT_NE(owner, 0);
    EXPECT_NE(owner, bystander.pid());
    while (laboratory_.run().asked <= asked) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(laboratory_.paretop({"stop", "1"}).code, 0);
    EXPECT_TRUE(bystander.lives());
}

// Survivors of a crash are known by the trial in their environment: those of other runs and stores are none.
TEST_F(StaleOwner, TrialsOfOtherRunsAreLeftAlone) {
    const auto engine = cut_off();
    const Bystander other_run(engine, laboratory_.store_path() + ":11:3");
    const Bystander other_store(0, laboratory_.store_path() + "x:1:3");
    const Bystander survivor(0, laboratory_.store_path() + ":1:3");
    EXPECT_EQ(laboratory_.paretop({"resume", "1"}).code, 0);
    EXPECT_EQ(laboratory_.paretop({"stop", "1"}).code, 0);
    EXPECT_TRUE(other_run.lives());
    EXPECT_TRUE(other_store.lives());
    EXPECT_FALSE(survivor.lives());
}

}  // namespace
}  // namespace paretop::test
