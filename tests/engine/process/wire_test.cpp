#include "engine/process/wire.h"

#include <gtest/gtest.h>

namespace paretop::process {
namespace {

Launch full_launch() {
    Launch launch;
    launch.arguments = {"a", "", "c d"};
    launch.environment = {"X=1"};
    launch.counters = {"cycles"};
    launch.directory = "/tmp";
    launch.limits = {.memory = 1, .file_size = 2, .open_files = 3, .cpu_time = 1'000'000'001};
    launch.timeout = 5;
    launch.grace = 6;
    launch.output = 4;
    return launch;
}

TEST(Wire, LaunchComesBackAsItWas) {
    std::string packet;
    encode_launch(packet, 42, full_launch());
    LaunchView view;
    const auto message = decode_message(packet, view);
    ASSERT_TRUE(message && message->launch);
    EXPECT_EQ(view.id, 42U);
    ASSERT_EQ(view.arguments.size(), 4U);
    EXPECT_STREQ(view.arguments[0], "a");
    EXPECT_STREQ(view.arguments[1], "");
    EXPECT_STREQ(view.arguments[2], "c d");
    EXPECT_EQ(view.arguments[3], nullptr);
    EXPECT_STREQ(view.environment.at(0), "X=1");
    EXPECT_STREQ(view.counters.at(0), "cycles");
    EXPECT_STREQ(view.directory, "/tmp");
    EXPECT_EQ(view.memory, 1);
    EXPECT_EQ(view.file_size, 2);
    EXPECT_EQ(view.open_files, 3);
    EXPECT_EQ(view.cpu_seconds, 2);  // rounded up
    EXPECT_EQ(view.timeout, 5);
    EXPECT_EQ(view.grace, 6);
    EXPECT_EQ(view.passed, (std::array{false, true, false}));
}

TEST(Wire, ACutPacketIsNotALaunch) {
    std::string packet;
    encode_launch(packet, 1, full_launch());
    LaunchView view;
    for (std::size_t size = 0; size < packet.size(); ++size) EXPECT_FALSE(decode_message({packet.data(), size}, view)) << size;
}

TEST(Wire, TerminateNamesItsChild) {
    LaunchView view;
    const auto message = decode_message(encode_terminate(9), view);
    ASSERT_TRUE(message);
    EXPECT_FALSE(message->launch);
    EXPECT_EQ(message->id, 9U);
}

TEST(Wire, ExitComesBackAsItWas) {
    Exit exit;
    exit.launched = exit.timed_out = exit.frozen = true;
    exit.exit_code = 3;
    exit.signal = 9;
    exit.wall_ns = 10;
    exit.user_ns = 11;
    exit.sys_ns = 12;
    exit.max_rss = 13;
    exit.counters = {1.5, 2.5};
    std::string packet;
    encode_exit(packet, 8, exit);
    Exit back;
    ASSERT_EQ(decode_exit(packet, back), 8U);
    EXPECT_TRUE(back.launched && back.timed_out && back.frozen);
    EXPECT_FALSE(back.leftovers || back.bad_directory);
    EXPECT_EQ(back.exit_code, 3);
    EXPECT_EQ(back.signal, 9);
    EXPECT_EQ(back.wall_ns + back.user_ns + back.sys_ns + back.max_rss, 46);
    EXPECT_EQ(back.counters, exit.counters);
    EXPECT_FALSE(decode_exit({packet.data(), packet.size() - 1}, back));
}

}  // namespace
}  // namespace paretop::process
