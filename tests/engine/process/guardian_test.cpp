#include "engine/process/guardian.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

#include "engine/process/counters.h"
#include "guardian_fixture.h"

namespace paretop::process {
namespace {

constexpr Nanoseconds k_ms = 1'000'000;

TEST_F(GuardianTest, ReportsHowAChildEnded) {
    const Exit exit = run_shell("exit 7");
    EXPECT_TRUE(exit.launched);
    EXPECT_EQ(exit.exit_code, 7);
    EXPECT_EQ(exit.signal, 0);
    EXPECT_FALSE(exit.timed_out || exit.leftovers || exit.frozen);
    EXPECT_GT(exit.wall_ns, 0);
    EXPECT_GT(exit.started_ns, 1'600'000'000'000'000'000);
    EXPECT_EQ(run_shell("kill -SEGV $$").signal, SIGSEGV);
}

TEST_F(GuardianTest, FindsProgramsInThePathAndSaysWhyNot) {
    EXPECT_TRUE(run(program({"true"})).launched);
    EXPECT_EQ(run(program({"no-such-program"})).error, ENOENT);
    EXPECT_EQ(run(program({"/no/such/program"})).error, ENOENT);
    EXPECT_EQ(run(program({"/etc/passwd"})).error, EACCES);
    EXPECT_EQ(run(program({""})).error, ENOENT);
    const Exit exit = run(program({"true"}, {}, "/no/such/folder"));
    EXPECT_EQ(exit.error, ENOENT);
    EXPECT_TRUE(exit.bad_directory);
    EXPECT_FALSE(exit.launched);
}

TEST_F(GuardianTest, UsesThePathItIsGiven) { EXPECT_EQ(run(program({"true"}, {"PATH=/no/such"})).error, ENOENT); }

TEST_F(GuardianTest, PassesDescriptorsDirectoryAndEnvironment) {
    ::setenv("PARETOP_TEST_BOTH", "ours", 1);
    Launch launch = shell("cat; pwd; echo $A $HOME_OF; echo err >&2");
    launch.environment = {"A=1 2", "HOME_OF=x"};
    launch.directory = "/usr";
    Pipe input, errors;
    ASSERT_EQ(::write(input.write_end, "in\n", 3), 3);
    ::close(std::exchange(input.write_end, -1));
    launch.input = input.read_end;
    launch.output = output.write_end;
    launch.errors = errors.write_end;
    ASSERT_TRUE(run(launch).launched);
    EXPECT_EQ(output.text(), "in\n/usr\n1 2 x\n");
    EXPECT_EQ(errors.text(), "err\n");
}

TEST_F(GuardianTest, ReplacesVariablesOfItsOwnEnvironment) {
    Launch launch = shell("echo \"$PATH\" | head -c 5; env | grep -c ^PATH=");
    launch.environment = {"PATH=/bin:/usr/bin"};
    launch.output = output.write_end;
    run(launch);
    EXPECT_EQ(output.text(), "/bin:1\n");
}

TEST_F(GuardianTest, InheritsNoDescriptors) {
    const int leaky = ::open("/dev/null", O_RDONLY);  // deliberately without O_CLOEXEC
    Pipe other;
    run_shell("ls /proc/self/fd | tr '\\n' ' '");
    ::close(leaky);
    EXPECT_EQ(output.text(), "0 1 2 3 ");  // 3 is the listed folder itself
}

TEST_F(GuardianTest, ResetsSignalsAndLeadsItsOwnGroup) {
    run_shell(
        "sed -n -E '/^Sig(Blk|Ign|Cgt)/p' /proc/self/status | tr -d '\\t\\n'; cut -d' ' -f5 /proc/$$/stat | grep -qx $$ && echo "
        "' leader'");
    EXPECT_EQ(output.text(), "SigBlk:0000000000000000SigIgn:0000000000000000SigCgt:0000000000000000 leader\n");
}

TEST_F(GuardianTest, LimitsMemoryFilesCpuAndDescriptors) {
    Launch launch = shell("ulimit -v; ulimit -f; ulimit -n; ulimit -t; ulimit -c");
    launch.limits = {.memory = 512 << 20, .file_size = 1 << 20, .open_files = 20, .cpu_time = 1'500'000'000};
    launch.output = output.write_end;
    ASSERT_TRUE(run(launch).launched);
    EXPECT_EQ(output.text(), "524288\n2048\n20\n2\n0\n");
}

TEST_F(GuardianTest, CpuAndFileSizeLimitsShowAsTheirSignals) {
    Launch spin = shell("while :; do :; done");
    spin.limits.cpu_time = 1;
    EXPECT_EQ(run(spin).signal, SIGXCPU);
    Launch write = shell("exec head -c 100000 /dev/zero");
    write.limits.file_size = 1000;
    char name[] = "/tmp/paretop-limit-XXXXXX";
    const int file = ::mkostemp(name, O_CLOEXEC);
    write.output = file;
    EXPECT_EQ(run(write).signal, SIGXFSZ);
    ::close(file);
    ::unlink(name);
}

TEST_F(GuardianTest, TimeoutIsTermThenKill) {
    Launch polite = shell("sleep 30");
    polite.timeout = 50 * k_ms;
    Exit exit = run(polite);
    EXPECT_TRUE(exit.timed_out);
    EXPECT_EQ(exit.signal, SIGTERM);

    Launch deaf = shell("trap '' TERM; sleep 30; sleep 30");
    deaf.timeout = 50 * k_ms;
    deaf.grace = 100 * k_ms;
    exit = run(deaf);
    EXPECT_TRUE(exit.timed_out);
    EXPECT_EQ(exit.signal, SIGKILL);
    EXPECT_LT(exit.wall_ns, 5'000 * k_ms);
}

TEST_F(GuardianTest, AStoppedChildIsFrozenAndStillTimesOut) {
    Launch stopped = shell("kill -STOP $$; sleep 30");
    stopped.timeout = 100 * k_ms;
    const Exit exit = run(stopped);
    EXPECT_TRUE(exit.frozen);
    EXPECT_TRUE(exit.timed_out);
}

TEST_F(GuardianTest, AContinuedGuardianDistrustsItsTimes) {
    std::optional<Exit> result;
    guardian->launch(shell("sleep 0.3"), [&](const Exit& exit) { result = exit; });
    ::kill(guardian->pid(), SIGSTOP);
    ::kill(guardian->pid(), SIGCONT);
    wait_for(result);
    EXPECT_EQ(result->exit_code, 0);
    // The launch may have been handled before or after the stop; a second child runs free of it.
    EXPECT_FALSE(run_shell("true").frozen);
}

TEST_F(GuardianTest, TerminateEndsTheWholeGroup) {
    std::optional<Exit> result;
    Launch launch = shell("sleep 30 & echo $!; wait");
    launch.output = output.write_end;
    const ChildId child = guardian->launch(launch, [&](const Exit& exit) { result = exit; });
    std::string text;
    while (text.empty()) text = output.text();
    guardian->terminate(child);
    wait_for(result);
    EXPECT_EQ(result->signal, SIGTERM);
    EXPECT_FALSE(result->timed_out);
    EXPECT_FALSE(alive(std::stoi(text)));
    guardian->terminate(child);  // gone already: ignored
    EXPECT_TRUE(run_shell("true").launched);
}

TEST_F(GuardianTest, KillsWhatStaysInTheBackground) {
    const Exit exit = run_shell("sleep 30 & echo $!");
    EXPECT_TRUE(exit.leftovers);
    EXPECT_EQ(exit.exit_code, 0);
    EXPECT_FALSE(alive(std::stoi(output.text())));
}

TEST_F(GuardianTest, KillsAndCountsADaemon) {
    const Exit exit = run_shell(
        "setsid sh -c 'setsid sh -c \"echo \\$\\$; i=0; while [ \\$i -lt 100000 ]; do i=\\$((i+1)); done; sleep 30\" & sleep "
        "0.4' & sleep 0.3");
    EXPECT_TRUE(exit.leftovers);
    EXPECT_FALSE(alive(std::stoi(output.text())));
    EXPECT_GT(exit.user_ns + exit.sys_ns, 10 * k_ms);
    EXPECT_LT(exit.wall_ns, 5'000 * k_ms);
}

TEST_F(GuardianTest, TellsTheDaemonsOfTwoTrialsApart) {
    std::optional<Exit> first, second;
    Launch quick = shell("setsid sleep 30 & sleep 0.1"), slow = shell("setsid sh -c 'sleep 0.3; echo alive' & sleep 0.6");
    quick.environment = {"PARETOP_TRIAL=test:1"};
    slow.environment = {"PARETOP_TRIAL=test:2"};
    slow.output = output.write_end;
    guardian->launch(slow, [&](const Exit& exit) { second = exit; });
    guardian->launch(quick, [&](const Exit& exit) { first = exit; });
    wait_for(first);
    EXPECT_TRUE(first->leftovers);
    EXPECT_FALSE(second);
    wait_for(second);
    EXPECT_FALSE(second->leftovers);
    EXPECT_EQ(output.text(), "alive\n");
}

TEST_F(GuardianTest, UsageIsThatOfTheTree) {
    const Exit exit = run_shell("sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'");
    EXPECT_GT(exit.user_ns + exit.sys_ns, 20 * k_ms);
    EXPECT_LE(exit.user_ns + exit.sys_ns, 2 * exit.wall_ns);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(GuardianTest, MemoryOfAnEngineIsNotTheChilds) {
    std::vector<char> large(300 << 20, 'x');
    const Exit exit = run(program({"/bin/true"}));
    EXPECT_GT(exit.max_rss, 500 << 10);
    EXPECT_LT(exit.max_rss, 100 << 20);  // the guardian was forked from this program as it was before
    EXPECT_EQ(large.back(), 'x');
}
#endif

TEST_F(GuardianTest, RefusesWhatDoesNotFit) {
    EXPECT_EQ(run(program({"true", std::string(std::size_t{2} << 20, 'x')})).error, E2BIG);
    EXPECT_EQ(run(program({"true", std::string(200 << 10, 'x')})).error, E2BIG);  // more than one argument may have
    EXPECT_TRUE(run(program({"true", std::string(100 << 10, 'x')})).launched);
}

TEST_F(GuardianTest, ManyLaunchesAtOnceAllComeBack) {
    int back = 0;
    for (int i = 0; i < 60; ++i)
        guardian->launch(program({"true", std::string(60'000, 'x')}), [&](const Exit& exit) { back += exit.launched ? 1 : 0; });
    loop.run();
    EXPECT_EQ(back, 60);
}

TEST_F(GuardianTest, AKilledGuardianIsReplaced) {
    std::optional<Exit> result;
    Launch launch = shell("echo $$; sleep 30");
    launch.output = output.write_end;
    guardian->launch(launch, [&](const Exit& exit) { result = exit; });
    std::string text;
    while (text.empty()) text = output.text();
    const int before = guardian->pid();
    ::kill(before, SIGKILL);
    wait_for(result);
    EXPECT_FALSE(result->launched);
    EXPECT_EQ(result->error, ECONNRESET);
    EXPECT_TRUE(result->frozen);
    EXPECT_TRUE(run_shell("true").launched);
    EXPECT_NE(guardian->pid(), before);
    for (int i = 0; i < 300 && alive(std::stoi(text)); ++i) ::usleep(10'000);
    EXPECT_FALSE(alive(std::stoi(text)));
}

TEST_F(GuardianTest, CountsEventsOfTheTree) {
    if (!perf_available("page-faults")) GTEST_SKIP() << "no perf events here";
    Launch launch = shell("true; sh -c true");
    launch.counters = {"page-faults", "no-such-event", "task-clock"};
    const Exit exit = run(launch);
    ASSERT_EQ(exit.counters.size(), 3U);
    EXPECT_GT(exit.counters[0], 50);
    EXPECT_TRUE(std::isnan(exit.counters[1]));
    EXPECT_GT(exit.counters[2], 0);
    const auto unknown = perf_available("no-such-event");
    ASSERT_FALSE(unknown);
    EXPECT_FALSE(unknown.error().remedy.empty());
}

TEST(Guardian, OutlivesItsLoopAndServesAnother) {
    auto guardian = Guardian::start().value();
    int exits = 0;
    for (int i = 0; i < 2; ++i) {
        boost::asio::io_context loop;
        guardian->attach(loop);
        guardian->launch(program({"true"}), [&](const Exit& exit) { exits += exit.launched ? 1 : 0; });
        loop.run();
    }
    EXPECT_EQ(exits, 2);
    {
        boost::asio::io_context loop;
        guardian->attach(loop);
        guardian->launch(shell("sleep 20"), [&](const Exit&) { ++exits; });  // the loop ends before the child does
    }
    guardian.reset();
    EXPECT_EQ(exits, 2);
}

// The engine's end of the socket closes with the engine, however it dies.
TEST(Guardian, NothingSurvivesAKilledEngine) {
    Pipe report;
    const pid_t engine = ::fork();
    if (engine == 0) {
        auto guardian = Guardian::start().value();
        boost::asio::io_context loop;
        guardian->attach(loop);
        Launch launch = shell("setsid sh -c 'echo $$; sleep 30' & trap '' TERM; echo $$; sleep 30; sleep 30");
        launch.output = report.write_end;
        guardian->launch(launch, [](const Exit&) {});
        loop.run();
        ::_exit(0);
    }
    std::string text;
    while (std::count(text.begin(), text.end(), '\n') < 2) text += report.text();
    ::kill(engine, SIGKILL);
    ::waitpid(engine, nullptr, 0);
    const pid_t first = std::stoi(text), second = std::stoi(text.substr(text.find('\n') + 1));
    for (int i = 0; i < 300 && (alive(first) || alive(second)); ++i) ::usleep(10'000);
    EXPECT_FALSE(alive(first));
    EXPECT_FALSE(alive(second));
}

}  // namespace
}  // namespace paretop::process
