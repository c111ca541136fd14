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

}  // namespace
}  // namespace paretop::app
