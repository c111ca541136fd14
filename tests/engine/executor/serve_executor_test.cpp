#include <fmt/format.h>

#include "executor_fixture.h"

namespace paretop::executor {
namespace {

using Kind = spec::Source::Kind;

// Workers are small shell programs: `id` is the request's, `x` the configuration's.
class ServeTest : public ExecutorTest {
  protected:
    ServeTest() {
        spec.command.protocol = spec::Protocol::serve;
        spec.command.in_flight = 4;
        metric(Kind::report, "m");
    }
    void worker(const std::string& body) {
        spec.command.shell = true;
        spec.command.run = {"while read -r line; do id=${{line#*:}}; id=${{id%%,*}}; x=${{line#*\\\"x\\\":}}; x=${{x%%\\}}*}}; " +
                            braces(body) + "; done"};
    }
    static std::string braces(const std::string& text) {  // doubled: they are no placeholders
        std::string doubled;
        for (const char c : text) doubled.append(c == '{' || c == '}' ? 2 : 1, c);
        return doubled;
    }
    static constexpr auto k_answer = R"(echo "{\"id\":$id,\"metrics\":{\"m\":$x.5}}")";
};

TEST_F(ServeTest, OneWorkerAnswersMany) {
    worker(std::string("echo $$ >> pids; ") + k_answer);
    ASSERT_TRUE(prepare());
    EXPECT_EQ(executor->capacity(), 4);
    for (TrialNumber i = 0; i < 10; ++i) submit(i, {i * 10});
    run_until([&] { return results.size() == 10; });
    for (TrialNumber i = 0; i < 10; ++i) {
        EXPECT_FALSE(results[i].failed) << results[i].reason;
        EXPECT_EQ(values(results[i]), std::vector<double>{static_cast<double>(i) * 10 + 0.5});
        EXPECT_GT(results[i].started_ns, 0);
    }
    const auto pids = read("pids");
    EXPECT_EQ(pids.size(), 10 * (pids.find('\n') + 1));
}

TEST_F(ServeTest, RepeatsAreAskedForOneByOneOrComeTogether) {
    spec.command.warmups = 1;
    spec.command.repeats = {3, 3, 0};
    worker(k_answer);
    EXPECT_EQ(values(evaluate({1})), (std::vector<double>{1.5, 1.5, 1.5}));
    EXPECT_EQ(results[0].measurements.front().repeat, -1);
    executor.reset();
    spec.command.warmups = 0;
    worker(R"(echo "{\"id\":$id,\"metrics\":{\"m\":[1,2,4]},\"realised\":{\"x\":3}}")");
    EXPECT_EQ(values(evaluate({1})), (std::vector<double>{1, 2, 4}));
    EXPECT_EQ(results[1].realised, R"({"x":3})");
}

TEST_F(ServeTest, WallTimePointersAndErrors) {
    metric(Kind::wall, "", "wall");
    metric(Kind::json, "/deep/0", "deep");
    worker(R"(sleep 0.05; echo "{\"id\":$id,\"metrics\":{\"m\":1},\"deep\":[7]}")");
    evaluate({1});
    EXPECT_GT(values(results[0], 1).at(0), 0.04);
    EXPECT_EQ(values(results[0], 2), std::vector<double>{7});
    executor.reset();
    worker(R"(echo "{\"id\":$id,\"error\":\"no such x\"}")");
    EXPECT_EQ(evaluate({1}).reason, "worker: no such x");
    executor.reset();
    worker(R"(echo "{\"id\":$id,\"metrics\":{\"other\":1}}")");
    EXPECT_EQ(evaluate({1}).reason, "metric m: the answer has no metric 'm'");
}

TEST_F(ServeTest, StatusIsPassedOn) {
    worker(std::string(R"(echo "{\"id\":$id,\"status\":\"half\",\"progress\":0.5}"; )") + k_answer);
    std::vector<Progress> said;
    options.progress = [&](const Progress& progress) { said.push_back(progress); };
    EXPECT_FALSE(evaluate({1}).failed);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[1].status, "half");
}

TEST_F(ServeTest, TheOneAtTheFrontIsTheSuspectAndTheOthersGoOn) {
    worker(std::string("test $x = 2 && exit 3; ") + k_answer);
    ASSERT_TRUE(prepare());
    for (TrialNumber i = 0; i < 8; ++i) submit(i, {i});
    run_until([&] { return results.size() == 8; });
    for (TrialNumber i = 0; i < 8; ++i) EXPECT_EQ(results[i].failed, i == 2) << results[i].reason;
    EXPECT_EQ(results[2].reason, "worker: exit code 3 (tried 3 times)");
}

TEST_F(ServeTest, ACrashThatHappensOnceIsForgiven) {
    worker(std::string("test -e crashed || { touch crashed; kill -SEGV $$; }; ") + k_answer);
    EXPECT_FALSE(evaluate({1}).failed) << results[0].reason;
}

TEST_F(ServeTest, AWorkerThatHangsIsReplaced) {
    spec.command.timeout = 150'000'000;
    worker(std::string("test $x = 1 && { trap '' TERM; sleep 20; }; ") + k_answer);
    ASSERT_TRUE(prepare());
    submit(0, {1});
    submit(1, {2});
    run_until([&] { return results.size() == 2; });
    EXPECT_EQ(results[0].reason, "worker: no answer within 150 ms (tried 3 times)");
    EXPECT_FALSE(results[1].failed) << results[1].reason;
}

TEST_F(ServeTest, GarbageAndAnswersOutOfTurnEndAWorker) {
    worker("echo hello");
    EXPECT_EQ(evaluate({1}).reason, "worker: it wrote no JSON object: hello (tried 3 times)");
    executor.reset();
    worker(R"(echo "{\"id\":99,\"metrics\":{\"m\":1}}")");
    EXPECT_EQ(evaluate({1}).reason, "worker: it answered request 99, which is not open (tried 3 times)");
    executor.reset();
    worker(R"(echo "{\"id\":$id,\"metrics\":{\"m\":\"many\"}}")");
    EXPECT_TRUE(evaluate({1}).reason.starts_with("worker: it wrote an answer whose metrics are no numbers"));
}

TEST_F(ServeTest, AValueThatIsNotFiniteFailsItsTrialAndKeepsTheWorker) {
    worker(R"(echo $$ >> pids; set -- 1e999 -Infinity NaN 1e-999; shift $x; echo "{\"id\":$id,\"metrics\":{\"m\":$1}}")");
    EXPECT_EQ(evaluate({0}).reason, "metric m: the value is inf");
    EXPECT_EQ(evaluate({1}).reason, "metric m: the value is -inf");
    EXPECT_EQ(evaluate({2}).reason, "metric m: the value is nan");
    EXPECT_EQ(values(evaluate({3})), std::vector<double>{0});
    const auto pids = read("pids");
    EXPECT_EQ(pids.size(), 4 * (pids.find('\n') + 1));
    EXPECT_EQ(pids.substr(0, pids.size() / 4), pids.substr(pids.size() * 3 / 4));
}

TEST_F(ServeTest, AWorkerThatCannotStartFailsItsTrials) {
    spec.command.run = {"/no/such/worker"};
    EXPECT_EQ(evaluate({1}).reason, "worker: cannot run /no/such/worker: No such file or directory (tried 3 times)");
}

TEST_F(ServeTest, SeveralWorkersShareTheWork) {
    options.parallel = 3;
    spec.command.in_flight = 1;
    worker(std::string("echo $$ >> pids; sleep 0.05; ") + k_answer);
    ASSERT_TRUE(prepare());
    EXPECT_EQ(executor->capacity(), 3);
    for (TrialNumber i = 0; i < 3; ++i) submit(i, {i});
    run_until([&] { return results.size() == 3; });
    std::istringstream pids(read("pids"));
    std::set<std::string> distinct{std::istream_iterator<std::string>(pids), {}};
    EXPECT_EQ(distinct.size(), 3U);
}

TEST_F(ServeTest, CancelledTrialsComeBackAtOnceAndOthersStay) {
    worker(std::string("test $x = 1 && sleep 0.2; ") + k_answer);
    ASSERT_TRUE(prepare());
    submit(0, {1});
    submit(1, {2});
    executor->cancel(0);
    EXPECT_TRUE(wait_for(0).cancelled);
    EXPECT_FALSE(wait_for(1).failed);
    submit(2, {1});
    executor->cancel(2);
    EXPECT_TRUE(wait_for(2).cancelled);
    submit(3, {3});
    EXPECT_EQ(values(wait_for(3)), std::vector<double>{3.5}) << results[3].reason;
}

TEST_F(ServeTest, StderrGoesIntoTheLogOfTheTrialBeingWorkedAt) {
    worker(std::string("echo thinking >&2; sleep 0.05; ") + k_answer);
    EXPECT_EQ(evaluate({1}).log, "thinking\n");
}

TEST_F(ServeTest, LongConfigurationsAndManyRequestsFitThroughThePipe) {
    spec.command.in_flight = 2000;
    worker(k_answer);
    ASSERT_TRUE(prepare());
    for (TrialNumber i = 0; i < 2000; ++i) submit(i, {i % 1000});
    run_until([&] { return results.size() == 2000; });
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(ServeTest, AWorkerThatIsRetiredHasAMomentToEnd) {
    worker(k_answer);
    spec.command.run[0] += "; sleep 0.05; echo bye > bye";
    EXPECT_EQ(values(evaluate({1})), std::vector<double>{1.5});
    executor->retire();
    EXPECT_EQ(read("bye"), "bye\n");
    executor.reset();
    worker("sleep 100");  // this one does not listen: it is not waited for
    ASSERT_TRUE(prepare());
    submit(7, {1});
    executor->retire();
    EXPECT_FALSE(results.contains(7));
}

// --- intermediate values ----------------------------------------------------------------------------------------------------

// A value of 100 and more is not worth going on with; the worker's first step is x.
class ServeStepsTest : public ServeTest {
  protected:
    ServeStepsTest() {
        spec.command.in_flight = 1;
        adapt = [this](Job& job) {
            job.watch = [this](auto steps) {
                for (const auto& step : steps) {
                    ++asked;
                    if (step.value >= 100) return fmt::format("pruned at step {}", step.step);
                }
                return std::string();
            };
        };
    }
    // `worthless` is what it does after such a step; a line that stops something it has answered already is passed over.
    void stepping(const std::string& worthless) {
        worker(R"(case $line in *stop*) echo "$line" >> late; continue;; esac; echo $$ >> pids; )"
               R"(echo "{\"id\":$id,\"metric\":\"m\",\"value\":$x,\"step\":1}"; )"
               "if [ $x -ge 100 ]; then " +
               worthless + "; else " + k_answer + "; fi");
    }
    void expect_pruned_and_next() {
        ASSERT_TRUE(prepare());
        submit(0, {100});
        submit(1, {2});
        run_until([&] { return results.size() == 2; });
        EXPECT_EQ(order, (std::vector<TrialNumber>{0, 1}));
        EXPECT_EQ(results[0].reason, "pruned at step 1");
        EXPECT_TRUE(results[0].failed);
        ASSERT_EQ(results[0].intermediates.size(), 1U);
        EXPECT_EQ(results[0].intermediates[0].value, 100);
        EXPECT_EQ(values(results[1]), std::vector<double>{2.5}) << results[1].reason;
    }
    std::set<std::string> pids() {
        std::istringstream all(read("pids"));
        return {std::istream_iterator<std::string>(all), {}};
    }
    int asked = 0;
};

TEST_F(ServeStepsTest, AreKeptByRepeat) {
    spec.command.repeats = {2, 2, 0};
    stepping("true");
    const auto& made = evaluate({7});
    EXPECT_EQ(values(made), (std::vector<double>{7.5, 7.5})) << made.reason;
    ASSERT_EQ(made.intermediates.size(), 2U);
    EXPECT_EQ(made.intermediates[1], (storage::IntermediateRecord{0, 0, 1, 1, 7}));
    EXPECT_EQ(asked, 2);
}

TEST_F(ServeStepsTest, AWorkerIsToldToStopAndStaysUp) {
    stepping(R"(read -r word; echo "$word" >> stops; echo "{\"id\":$id,\"error\":\"stopped\"}")");
    expect_pruned_and_next();
    EXPECT_EQ(read("stops"), "{\"stop\":1}\n");
    EXPECT_EQ(pids().size(), 1U);
}

TEST_F(ServeStepsTest, AWorkerMayGoOnAndAnswer) {
    stepping(std::string("sleep 0.05; ") + k_answer);
    expect_pruned_and_next();
    EXPECT_EQ(pids().size(), 1U);
    EXPECT_EQ(read("late"), "{\"stop\":1}\n");
}

// Whatever is measured when the trial is over has the machine for itself.
TEST_F(ServeStepsTest, ATrialIsOverWhenItsWorkerIsIdle) {
    options.parallel = 2;
    stepping(std::string("read -r word; sleep 0.05; echo idle >> idle; ") + k_answer);
    ASSERT_TRUE(prepare());
    submit(0, {100});
    EXPECT_TRUE(wait_for(0).failed);
    EXPECT_EQ(read("idle"), "idle\n");
    EXPECT_TRUE(values(results[0]).empty());
}

TEST_F(ServeStepsTest, OneThatDiesInsteadOfStoppingIsNoLoss) {
    stepping("read -r word; exit 3");
    expect_pruned_and_next();
    EXPECT_EQ(pids().size(), 2U);
}

TEST_F(ServeStepsTest, AStepAfterTheStopIsNotKept) {
    stepping(R"(read -r word; echo "{\"id\":$id,\"metric\":\"m\",\"value\":900,\"step\":2}"; )" + std::string(k_answer));
    expect_pruned_and_next();
}

TEST_F(ServeStepsTest, OneThatNeverAnswersIsReplacedWhenItsTimeIsOver) {
    spec.command.timeout = 150'000'000;
    stepping("sleep 20");
    expect_pruned_and_next();
    EXPECT_EQ(pids().size(), 2U);
}

TEST_F(ServeStepsTest, WarmUpsAreNotJudged) {
    spec.command.warmups = 1;
    stepping(std::string("read -r word; ") + k_answer);
    ASSERT_TRUE(prepare());
    submit(0, {7});
    EXPECT_EQ(values(wait_for(0)), std::vector<double>{7.5});
    EXPECT_EQ(asked, 1);
}

TEST_F(ServeStepsTest, OfWhatIsNoMetricOrNoNumberAreLeftOut) {
    worker(R"(echo "{\"id\":$id,\"metric\":\"other\",\"value\":900,\"step\":1}"; )"
           R"(echo "{\"id\":$id,\"metric\":\"m\",\"value\":\"inf\",\"step\":2}"; )" +
           std::string(k_answer));
    EXPECT_EQ(values(evaluate({1})), std::vector<double>{1.5}) << results[0].reason;
    EXPECT_TRUE(results[0].intermediates.empty());
}

TEST_F(ServeStepsTest, GarbledOnesEndAWorker) {
    for (const char* const step :
         {R"(\"value\":1)", R"(\"value\":1,\"step\":1.5)", R"(\"step\":1)", R"(\"value\":\"much\",\"step\":1)"}) {
        executor.reset();
        worker(fmt::format(R"(echo "{{\"id\":$id,\"metric\":\"m\",{}}}")", step));
        const auto& made = evaluate({1});
        EXPECT_TRUE(made.reason.starts_with("worker: it wrote a step without a number")) << made.reason;
        results.clear();
    }
    executor.reset();
    worker(R"(echo "{\"id\":99,\"metric\":\"m\",\"value\":1,\"step\":1}")");
    EXPECT_EQ(evaluate({1}).reason, "worker: it answered request 99, which is not open (tried 3 times)");
}

}  // namespace
}  // namespace paretop::executor
