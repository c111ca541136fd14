#include "app/trial_export.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/app/captured.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(CsvField, IsQuotedOnlyWhereItMustBe) {
    EXPECT_EQ(csv_field("plain text"), "plain text");
    EXPECT_EQ(csv_field(""), "");
    EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_field("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_field("two\rlines"), "\"two\rlines\"");
}

class Export : public testing::Test {
  protected:
    void SetUp() override {
        auto store = test::open_store(path_);
        test::SyntheticRun run;
        run.trials = 60;
        run.repeats = 3;
        test::add_run(store, run);
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.path() + "/lab.db";
};

TEST_F(Export, CsvHasOneRowATrialAndEndsLinesWithCrLf) {
    const auto exported = test::paretop({"--store", path_, "export", "1"});
    ASSERT_EQ(exported.code, 0) << exported.err;
    EXPECT_THAT(exported.out,
                StartsWith("trial,state,feasible,origin,reason,ended_ns,level,wlog,block,wall_s,bytes\r\n0,done,true,"));
    EXPECT_EQ(std::count(exported.out.begin(), exported.out.end(), '\r'), 61);
    EXPECT_THAT(exported.out, HasSubstr("\r\n49,failed,"));
}

TEST_F(Export, JsonHasEveryRepeat) {
    const auto exported = test::paretop({"--store", path_, "export", "synthetic", "--format", "json"});
    ASSERT_EQ(exported.code, 0) << exported.err;
    const auto json = nlohmann::json::parse(exported.out);
    ASSERT_EQ(json.size(), 60U);
    EXPECT_EQ(json[3]["trial"], 3);
    EXPECT_EQ(json[3]["metrics"]["wall_s"]["values"].size(), 3U);
    EXPECT_EQ(json[3]["metrics"]["wall_s"]["values"][1], test::synthetic_value(3, 0, 1));
    EXPECT_EQ(json[49]["state"], "failed");
}

// Trial 49 failed, after it had reported twelve steps in its first repeat and one in its second; trial 51 reported one.
class OnItsWay : public Export {
  protected:
    void SetUp() override {
        Export::SetUp();
        auto store = test::open_store(path_);
        std::vector<storage::IntermediateRecord> steps{{49, 0, 1, 3, 0.25}, {51, 1, 0, -2, 7}};
        for (std::int64_t step = 1; step <= 12; ++step) steps.push_back({49, 0, 0, step, 12.0 / static_cast<double>(step)});
        ASSERT_TRUE(store.write([&] { return storage::insert_intermediates(store, 1, steps); }));
    }
    static void expect_steps(const nlohmann::json& curves) {
        ASSERT_EQ(curves.size(), 2U);
        EXPECT_EQ(curves[0]["metric"], "wall_s");
        EXPECT_EQ(curves[0]["steps"], nlohmann::json({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        EXPECT_EQ(curves[0]["values"][3], 3.0);
        EXPECT_EQ(curves[1], nlohmann::json::parse(R"({"metric":"wall_s","repeat":1,"steps":[3],"values":[0.25]})"));
    }
};

TEST_F(OnItsWay, ATrialIsShownWithItsSteps) {
    const auto shown = test::paretop({"--store", path_, "show", "1/49"});
    ASSERT_EQ(shown.code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("on its way  repeat  steps  step: value\n"
                                     "wall_s           0     12  1: 12.0 s, 2: 6.00 s … 4: 3.00 s, 5: 2.40 s … 7: 1.71 s, "
                                     "8: 1.50 s … 10: 1.20 s … 12: 1.00 s\n"
                                     "wall_s           1      1  3: 0.250 s\n"));
    EXPECT_THAT(test::paretop({"--store", path_, "show", "1/50"}).out, testing::Not(HasSubstr("on its way")));
    expect_steps(nlohmann::json::parse(test::paretop({"--store", path_, "show", "1/49", "--json"}).out)["intermediates"]);
}

TEST_F(OnItsWay, JsonHasTheStepsOfTheTrialsThatHaveAny) {
    const auto json = nlohmann::json::parse(test::paretop({"--store", path_, "export", "1", "--format", "json"}).out);
    ASSERT_EQ(json.size(), 60U);
    expect_steps(json[49]["intermediates"]);
    EXPECT_EQ(json[51]["intermediates"][0]["metric"], "bytes");
    EXPECT_EQ(json[51]["intermediates"][0]["steps"][0], -2);
    for (const auto none : {0U, 48U, 50U, 59U}) EXPECT_EQ(json[none]["intermediates"], nlohmann::json::array()) << none;
}

}  // namespace
}  // namespace paretop::app
