#include "engine/process/detach.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace paretop::process {
namespace {

class Detach : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = testing::TempDir() + "detach-" + std::to_string(getpid());
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string log() const { return folder_ + "/sub/log"; }
    static void wait_for_end(pid_t pid) {
        while (process_exists(pid)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    [[nodiscard]] std::string printed() const {
        std::ostringstream text;
        text << std::ifstream(log()).rdbuf();
        return text.str();
    }
    std::string folder_;
};

TEST_F(Detach, KeepsBothOutputsInTheLog) {
    const auto pid = spawn_detached({"/bin/sh", "-c", "echo out; echo err >&2"}, log());
    ASSERT_TRUE(pid) << pid.error().message();
    wait_for_end(*pid);
    EXPECT_EQ(printed(), "out\nerr\n");
}

TEST_F(Detach, IsASessionOfItsOwnAndNotOurChild) {
    const auto pid = spawn_detached({"/bin/sleep", "60"}, log());
    ASSERT_TRUE(pid);
    EXPECT_NE(getsid(*pid), getsid(0));
    EXPECT_NE(getpgid(*pid), getpgid(0));
    EXPECT_TRUE(process_exists(*pid));
    kill(*pid, SIGKILL);
    wait_for_end(*pid);
    EXPECT_FALSE(process_exists(*pid));
}

TEST_F(Detach, InheritsNoDescriptorNoIgnoredSignalAndNoDirectory) {
    const int leaked = open("/dev/null", O_RDONLY);
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const auto pid = spawn_detached({"/bin/sh", "-c", "ls /proc/$$/fd; grep SigIgn /proc/$$/status; pwd"}, log());
    std::signal(SIGPIPE, before);
    close(leaked);
    ASSERT_TRUE(pid);
    wait_for_end(*pid);
    EXPECT_EQ(printed(), "0\n1\n2\nSigIgn:\t0000000000000000\n/\n");
}

TEST_F(Detach, SaysWhenThereIsNoSuchProgram) {
    const auto pid = spawn_detached({"/no/such/program"}, log());
    ASSERT_FALSE(pid);
    EXPECT_EQ(pid.error().message(), "/no/such/program: cannot be started: No such file or directory");
}

}  // namespace
}  // namespace paretop::process
