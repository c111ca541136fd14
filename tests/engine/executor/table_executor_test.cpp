#include "engine/executor/table_executor.h"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "tests/engine/spec/spec_text.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::executor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class TableExecutorTest : public testing::Test {
  protected:
    void open(const std::string& table, const std::string& metrics) {
        test::write_bytes(folder_.file("t.csv"), table);
        spec::SpecText text;
        text.command = "[command]\ntable = \"t.csv\"\n";
        text.metrics = metrics;
        text.objectives = "[[objective]]\nmetric = \"time\"\ngoal = \"minimize\"\n";
        auto read = spec::read_spec(text.text(), "t.toml", folder_.path());
        for (const auto& problem : read.problems) ADD_FAILURE() << problem.message("t.toml");
        spec_ = std::move(*read.spec);
        auto results = table::Results::read(spec_);
        ASSERT_TRUE(results) << results.error().message();
        executor_ =
            make_table_executor(loop_, system_clock(), spec_, std::make_shared<const table::Results>(std::move(*results)), 2);
        bool ready = false;
        executor_->prepare([&](const Result<void>& result) { ready = result.has_value(); });
        loop_.run();
        loop_.restart();
        EXPECT_TRUE(ready);
    }
    void submit(std::int64_t number, std::int64_t level) {
        space::Configuration configuration{{level}};
        executor_->submit({number, configuration, space::to_json(spec_.space, configuration)},
                          [this](Evaluation evaluation) { done_.push_back(std::move(evaluation)); });
    }
    const std::vector<Evaluation>& finish() {
        EXPECT_TRUE(done_.empty());  // never from inside submit()
        loop_.run();
        loop_.restart();
        return done_;
    }
    // [repeat, value] of a metric.
    static std::vector<std::pair<std::int64_t, double>> values(const Evaluation& evaluation, std::int64_t metric) {
        std::vector<std::pair<std::int64_t, double>> out;
        for (const auto& m : evaluation.measurements)
            if (m.metric == metric) out.emplace_back(m.repeat, m.value);
        return out;
    }

    test::TemporaryFolder folder_;
    boost::asio::io_context loop_;
    spec::Spec spec_;
    std::unique_ptr<Executor> executor_;
    std::vector<Evaluation> done_;
};

TEST_F(TableExecutorTest, AnswersInTheOrderOfSubmission) {
    open("level,time\n3,1.5\n4,2.5\n", "[[metric]]\nname = \"time\"\n");
    submit(7, 4);
    submit(8, 3);
    const auto& done = finish();
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[0].number, 7);
    EXPECT_THAT(values(done[0], 0), ElementsAre(std::pair(0, 2.5)));
    EXPECT_THAT(values(done[1], 0), ElementsAre(std::pair(0, 1.5)));
    EXPECT_FALSE(done[0].failed);
    EXPECT_LE(done[0].started_ns, done[0].ended_ns);
    EXPECT_EQ(executor_->capacity(), 2);
}

TEST_F(TableExecutorTest, RepeatsAndFormulas) {
    open("level,t,bytes\n3,1,100\n3,2,100\n",
         "[[metric]]\nname = \"time\"\nfrom = \"column:t\"\n[[metric]]\nname = \"rate\"\nfrom = \"expression:bytes / time\"\n"
         "[[metric]]\nname = \"bytes\"\n");
    submit(0, 3);
    const auto& done = finish();
    EXPECT_THAT(values(done[0], 0), ElementsAre(std::pair(0, 1.0), std::pair(1, 2.0)));
    EXPECT_THAT(values(done[0], 1), ElementsAre(std::pair(0, 100.0), std::pair(1, 50.0)));
}

TEST_F(TableExecutorTest, AMetricHasNoMoreRepeatsThanNumbers) {
    open("level,time,bytes\n3,\"[1,2,4]\",100\n", "[[metric]]\nname = \"time\"\n[[metric]]\nname = \"bytes\"\n");
    submit(0, 3);
    const auto& done = finish();
    EXPECT_EQ(values(done[0], 0).size(), 3U);
    EXPECT_THAT(values(done[0], 1), ElementsAre(std::pair(0, 100.0)));
}

TEST_F(TableExecutorTest, WhatIsNotThereFailsAndSaysSo) {
    open("level,time\n3,1\n4,\n", "[[metric]]\nname = \"time\"\n");
    submit(0, 5);
    submit(1, 4);
    const auto& done = finish();
    EXPECT_TRUE(done[0].failed);
    EXPECT_EQ(done[0].reason, folder_.file("t.csv") + " has no row for this configuration");
    EXPECT_TRUE(done[1].failed);
    EXPECT_THAT(done[1].reason, HasSubstr("t.csv:3:3: time is empty"));
    EXPECT_TRUE(done[1].measurements.empty());
}

TEST_F(TableExecutorTest, ACancelledTrialCountsForNothing) {
    open("level,time\n3,1\n", "[[metric]]\nname = \"time\"\n");
    submit(0, 3);
    submit(1, 3);
    executor_->cancel(0);
    const auto& done = finish();
    EXPECT_TRUE(done[0].cancelled);
    EXPECT_TRUE(done[0].measurements.empty());
    EXPECT_FALSE(done[1].cancelled);
}

}  // namespace
}  // namespace paretop::executor
