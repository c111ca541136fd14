#include <csignal>
#include <thread>

#include "executor_fixture.h"

namespace paretop::executor {
namespace {

using Kind = spec::Source::Kind;
using ExecTest = ExecutorTest;

TEST_F(ExecTest, MeasuresEveryRepeatAndKeepsWarmUpsApart) {
    metric(Kind::stdout_regex, "value ([0-9]+)");
    metric(Kind::wall, "", "wall");
    shell("echo value {x}1; echo more >&2");
    spec.command.warmups = 2;
    spec.command.repeats = {3, 3, 0};
    const auto& evaluation = evaluate({7});
    EXPECT_FALSE(evaluation.failed) << evaluation.reason;
    EXPECT_EQ(values(evaluation), (std::vector<double>{71, 71, 71}));
    ASSERT_EQ(evaluation.measurements.size(), 10U);
    EXPECT_EQ(evaluation.measurements.front().repeat, -2);
    EXPECT_GT(values(evaluation, 1)[0], 0);
    ASSERT_EQ(evaluation.executions.size(), 5U);
    EXPECT_EQ(evaluation.executions[1].phase, storage::Phase::warmup);
    EXPECT_EQ(evaluation.executions[4].phase, storage::Phase::run);
    EXPECT_EQ(evaluation.executions[4].sequence, 4);
    EXPECT_EQ(evaluation.started_ns, evaluation.executions[0].started_ns);
    EXPECT_GE(evaluation.ended_ns, evaluation.started_ns);
    EXPECT_EQ(evaluation.log_total, 5 * static_cast<std::int64_t>(std::string("value 71\nmore\n").size()));
}

TEST_F(ExecTest, RepeatsUntilTheIntervalIsNarrow) {
    metric(Kind::stdout_regex, "([0-9.]+)");
    spec.objectives.push_back({0, spec::Goal::minimize, {}, {}});
    shell("echo 5");
    spec.command.repeats = {3, 20, 0.01};
    EXPECT_EQ(values(evaluate()).size(), 3U);
    executor.reset();
    shell("n=$(cat {dir}/n 2>/dev/null || echo 0); echo $((n+1)) >{dir}/n; echo $((n % 2 * 100 + 1))");
    EXPECT_EQ(values(evaluate()).size(), 20U);
}

TEST_F(ExecTest, TheProgramFindsItsConfiguration) {
    integers({"x", "odd name"});
    metric(Kind::stdout_regex, "sum ([0-9]+)");
    spec.command.environment = {{"OWN", "own {x}"}};
    shell("cat $PARETOP_CONFIG; echo $PARETOP_TRIAL; echo $OWN; echo sum $((PARETOP_PARAM_X + PARETOP_PARAM_ODD_NAME))");
    const auto& evaluation = evaluate({3, 4});
    EXPECT_EQ(values(evaluation), std::vector<double>{7}) << evaluation.reason;
    const auto line = [](std::string json) { return json.append(63 - json.size(), ' ') + "\n"; };
    EXPECT_EQ(evaluation.log, line("{\"odd name\":4,\"x\":3}") + folder + ":1:0\nown 3\nsum 7\n");
    EXPECT_TRUE(evaluate({300, 4}).log.starts_with(line("{\"odd name\":4,\"x\":300}")));
    EXPECT_TRUE(evaluate({1, 4}).log.starts_with(line("{\"odd name\":4,\"x\":1}")));
}

TEST_F(ExecTest, EveryRunStartsWithAnEmptyWorkFolder) {
    metric(Kind::file_size, "{work}/out");
    shell("test -z \"$(ls -A {work})\" && head -c {x} /dev/zero > {work}/out && mkdir -p {work}/a/b && touch {work}/a/b/c");
    spec.command.repeats = {2, 2, 0};
    EXPECT_EQ(values(evaluate({5})), (std::vector<double>{5, 5}));
    EXPECT_EQ(values(evaluate({6})), (std::vector<double>{6, 6}));
    executor.reset();
    shell("rm -rf {work}");
    EXPECT_EQ(evaluate().reason, "metric m: no file " + options.scratch + "/slot0/work/out: No such file or directory");
    executor.reset();
    shell("chmod 0 {work}; exit 1");
    evaluate();
    EXPECT_EQ(evaluate().reason, "exit code 1");
}

TEST_F(ExecTest, ReportsBecomeMetricsStepsAndStatus) {
    metric(Kind::report, "loss");
    write("report.txt", R"({"status":"epoch 1/2","progress":0.5}
{"metric":"loss","value":3,"step":1}
{"metric":"loss","value":2.5,"step":2}
{"metric":"other","value":1}
{"op":"Resize","start_ns":1,"dur_ns":2}
{"realised":{"b":1}}
{"realised":{"a":2}}
this is no JSON
{"metric":"loss"})");
    spec.command.run = {"/bin/sh", "-c", "cat report.txt > $PARETOP_REPORT; sleep 0.4"};
    std::vector<Progress> said;
    options.progress = [&](const Progress& progress) { said.push_back(progress); };
    const auto& evaluation = evaluate();
    EXPECT_EQ(values(evaluation), std::vector<double>{2.5}) << evaluation.reason;
    ASSERT_EQ(evaluation.intermediates.size(), 2U);
    EXPECT_EQ(evaluation.intermediates[1].step, 2);
    EXPECT_EQ(evaluation.realised, R"({"a":2,"b":1})");
    EXPECT_NE(evaluation.log.find("2 malformed lines"), std::string::npos) << evaluation.log;
    ASSERT_EQ(said.size(), 2U);
    EXPECT_TRUE(said[0].running);
    EXPECT_EQ(said[1].status, "epoch 1/2");
    EXPECT_EQ(said[1].fraction, 0.5);
}

TEST_F(ExecTest, AMissingOrInfiniteValueFailsTheTrialAndIsNamed) {
    metric(Kind::report, "loss", "quality");
    shell("true");
    EXPECT_EQ(evaluate().reason, "metric quality: nothing was written to $PARETOP_REPORT for 'loss'");
    executor.reset();
    shell("echo '{{\"metric\":\"loss\",\"value\":NaN}}' > $PARETOP_REPORT");
    EXPECT_EQ(evaluate().reason, "metric quality: the value is nan");
    executor.reset();
    shell("echo '{{\"metric\":\"loss\",\"value\":much}}' > $PARETOP_REPORT");
    EXPECT_TRUE(evaluate().reason.starts_with("metric quality: no report of 'loss'; a line of $PARETOP_REPORT is not a JSON"));
    executor.reset();
    shell("echo '{{\"metric\":\"loss\",\"value\":\"inf\"}}' > $PARETOP_REPORT");
    EXPECT_EQ(evaluate().reason, "metric quality: the value is inf");
}

TEST_F(ExecTest, AReportThatDoesNotEndIsCutAndThatIsSaid) {
    metric(Kind::report, "loss");
    shell("echo '{{\"metric\":\"loss\",\"value\":2}}' > $PARETOP_REPORT; truncate -s 200M $PARETOP_REPORT");
    const auto& evaluation = evaluate();
    EXPECT_EQ(values(evaluation), std::vector<double>{2});
    EXPECT_NE(evaluation.log.find("bytes of $PARETOP_REPORT were not read: 64 MiB are"), std::string::npos) << evaluation.log;
}

TEST_F(ExecTest, FailuresSayWhatHappened) {
    metric(Kind::wall);
    spec.command.run = {"no-such-program-here"};
    EXPECT_EQ(evaluate().reason, "cannot run no-such-program-here: No such file or directory, not in PATH");
    executor.reset();
    shell("printf 'first\\n\\033[31mcannot open \\001input\\033[0m\\n\\n' >&2; exit 3");
    EXPECT_EQ(evaluate().reason, "exit code 3: cannot open input");
    executor.reset();
    shell("kill -SEGV $$");
    EXPECT_EQ(evaluate().reason, "killed by SIGSEGV");
    executor.reset();
    spec.command.directory = "nowhere";
    EXPECT_EQ(evaluate().reason, "cannot enter " + folder + "/nowhere: No such file or directory");
}

TEST_F(ExecTest, LimitsAreNamedWhenTheyStrike) {
    metric(Kind::wall);
    spec.command.timeout = 100'000'000;
    shell("sleep 20");
    EXPECT_EQ(evaluate().reason, "timeout after 100 ms");
    executor.reset();
    spec.command.timeout = 0;
    spec.command.limits.cpu_time = 1'000'000'000;
    spec.command.limits.file_size = 2048;
    shell("while :; do :; done");
    EXPECT_EQ(evaluate().reason, "cpu limit of 1 s reached");
    executor.reset();
    shell("exec head -c 100000 /dev/zero >{work}/large");
    EXPECT_EQ(evaluate().reason, "file size limit of 2 KiB reached");
}

TEST_F(ExecTest, AnExitCodeThatIsAMetricIsNoFailure) {
    metric(Kind::exit_code);
    shell("exit 3");
    EXPECT_EQ(values(evaluate()), std::vector<double>{3});
}

TEST_F(ExecTest, AWrongAnswerIsAFailedTrial) {
    metric(Kind::wall);
    shell("echo {x} > {work}/out");
    spec.command.verify = {"grep -qx 1 {work}/out || {{ echo wrong >&2; exit 1; }}"};
    EXPECT_EQ(evaluate({2}).reason, "verify: exit code 1: wrong");
    const auto& right = evaluate({1});
    EXPECT_FALSE(right.failed) << right.reason;
    EXPECT_EQ(right.executions.at(1).phase, storage::Phase::verify);
}

TEST_F(ExecTest, OutputIsBounded) {
    metric(Kind::stdout_regex, "end ([0-9]+)");
    spec.command.limits.output = 4096;
    shell("echo start; head -c 50000000 /dev/zero | tr '\\0' 'x'; echo; echo end 42");
    const auto& evaluation = evaluate();
    EXPECT_EQ(values(evaluation), std::vector<double>{42}) << evaluation.reason;
    EXPECT_GT(evaluation.log_total, 50'000'000);
    EXPECT_LT(evaluation.log.size(), 5000U);
    EXPECT_TRUE(evaluation.log.starts_with("start\nxxx"));
    EXPECT_NE(evaluation.log.find("bytes left out"), std::string::npos);
    EXPECT_NE(evaluation.log.find("kept part of the output"), std::string::npos);
}

TEST_F(ExecTest, TheLiveLogGrowsAndGoesAway) {
    metric(Kind::wall);
    shell("echo hello; sleep 0.6; echo world");
    ASSERT_TRUE(prepare());
    submit(4);
    const auto live = live_log_path(options.scratch, 4);
    std::string seen;
    run_until([&] {
        if (std::ifstream file(live); file && seen.empty()) std::getline(file, seen);
        return results.contains(4);
    });
    EXPECT_EQ(seen, "hello");
    EXPECT_FALSE(std::filesystem::exists(live));
    EXPECT_EQ(results[4].log, "hello\nworld\n");
}

TEST_F(ExecTest, MeasurementsDoNotOverlapUnlessTold) {
    metric(Kind::wall);
    shell("mkdir {dir}/lock && sleep 0.05 && rmdir {dir}/lock");
    ASSERT_TRUE(prepare());
    EXPECT_EQ(executor->capacity(), 1);
    for (TrialNumber i = 0; i < 4; ++i) submit(i);
    run_until([&] { return results.size() == 4; });
    for (const auto& [number, evaluation] : results) EXPECT_FALSE(evaluation.failed) << evaluation.reason;
    EXPECT_EQ(order, (std::vector<TrialNumber>{0, 1, 2, 3}));
}

TEST_F(ExecTest, CancelledTrialsEndAtOnce) {
    metric(Kind::wall);
    shell("sleep 30");
    ASSERT_TRUE(prepare());
    submit(0);
    submit(1);
    executor->cancel(1);
    EXPECT_FALSE(results.contains(1));  // not from inside
    EXPECT_TRUE(wait_for(1).cancelled);
    executor->cancel(0);
    EXPECT_TRUE(wait_for(0).cancelled);
    EXPECT_FALSE(results[0].failed);
    executor->cancel(0);
    executor->cancel(17);
}

TEST_F(ExecTest, ARunThatWasStoppedIsMeasuredAgain) {
    metric(Kind::wall);
    shell("test -e {dir}/second || {{ touch {dir}/second; (sleep 0.2; kill -CONT $$) & kill -STOP $$; wait; }}");
    const auto& evaluation = evaluate();
    EXPECT_FALSE(evaluation.failed) << evaluation.reason;
    EXPECT_EQ(evaluation.executions.size(), 1U);
    EXPECT_LT(values(evaluation)[0], 0.15);
    EXPECT_NE(evaluation.log.find("measured again"), std::string::npos);
}

TEST_F(ExecTest, AProgramThatStopsItselfForEverFailsInTheEnd) {
    metric(Kind::wall);
    shell("kill -STOP $$");
    spec.command.timeout = 50'000'000;
    EXPECT_EQ(evaluate().reason, "it was stopped or suspended in 5 runs one after the other");
}

TEST_F(ExecTest, ALostGuardianCostsARepeatOnly) {
    metric(Kind::wall);
    shell("test -e {dir}/second || {{ touch {dir}/second; sleep 30; }}");
    ASSERT_TRUE(prepare());
    submit(0);
    while (!std::filesystem::exists(path("second"))) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ::kill(guardian->pid(), SIGKILL);
    EXPECT_FALSE(wait_for(0).failed) << results[0].reason;
}

TEST_F(ExecTest, LeftoversAreEndedAndMentioned) {
    metric(Kind::wall);
    shell("sleep 30 & echo $!");
    const auto& evaluation = evaluate();
    EXPECT_FALSE(evaluation.failed);
    EXPECT_NE(evaluation.log.find("left processes behind"), std::string::npos);
    EXPECT_NE(::kill(std::stoi(evaluation.log), 0), 0);
}

TEST_F(ExecTest, SetupRunsOnceAndItsFailureEndsTheRun) {
    metric(Kind::wall);
    shell("test -e made");
    spec.command.setup = {"sh", "-c", "echo x >> made"};
    EXPECT_FALSE(evaluate().failed);
    EXPECT_FALSE(evaluate().failed);
    EXPECT_EQ(read("made"), "x\n");
    spec.command.setup = {"sh", "-c", "echo 'no corpus' >&2; exit 4"};
    const auto ready = prepare();
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().what, "setup: exit code 4: no corpus");
}

TEST_F(ExecTest, LeftoversOfADeadEngineAreFoundByTheirIdentity) {
    std::optional<process::Exit> ended;
    process::Launch launch;
    launch.arguments = {"sleep", "30"};
    launch.environment = {"PARETOP_TRIAL=" + options.identity + ":3"};
    guardian->launch(launch, [&](const process::Exit& exit) { ended = exit; });
    std::int64_t killed = 0;
    while (killed == 0) killed = kill_leftovers(options.identity);
    run_until([&] { return ended.has_value(); });
    EXPECT_EQ(killed, 1);
    EXPECT_EQ(ended->signal, SIGKILL);
    EXPECT_EQ(kill_leftovers(options.identity), 0);
}

}  // namespace
}  // namespace paretop::executor
