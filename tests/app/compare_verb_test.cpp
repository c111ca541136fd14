// `paretop compare` over a synthetic run with three repeats a trial.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/measure/rounds.h"
#include "storage/requests.h"
#include "tests/app/captured.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class CompareVerb : public testing::Test {
  protected:
    CompareVerb() : store_(test::open_store(path_)) {
        test::SyntheticRun run;
        run.trials = 20;
        run.repeats = 3;
        run.fail_every = 0;
        test::add_run(store_, run);
        test::add_run(store_, run);
    }
    [[nodiscard]] test::Captured paretop(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "compare");
        arguments.insert(arguments.end(), {"--store", path_});
        return test::paretop(arguments);
    }
    [[nodiscard]] json parsed(std::vector<std::string> arguments) const {
        arguments.emplace_back("--json");
        return json::parse(paretop(std::move(arguments)).out);
    }
    void insert(const std::vector<storage::MeasurementRecord>& measurements, storage::RunId run = 1) {
        ASSERT_TRUE(store_.write([&] { return storage::insert_measurements(store_, run, measurements); }));
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.file("lab.db");
    storage::Store store_;
};

TEST_F(CompareVerb, SetsTwoTrialsSideBySide) {
    const auto printed = paretop({"1/3", "7"});
    EXPECT_EQ(printed.code, 0) << printed.err;
    EXPECT_THAT(printed.out, HasSubstr("A  synthetic 1/3"));
    EXPECT_THAT(printed.out, HasSubstr("B  synthetic 1/7"));
    EXPECT_THAT(printed.out, HasSubstr("wall_s, s"));
    EXPECT_THAT(printed.out, HasSubstr(" is better"));
}

TEST_F(CompareVerb, SaysTheSameToPrograms) {
    const auto report = parsed({"1/3", "1/7"});
    EXPECT_EQ(report["a"]["trial"], 3);
    EXPECT_EQ(report["b"]["run"], 1);
    ASSERT_EQ(report["metrics"].size(), 2U);
    const auto& wall = report["metrics"][0];
    EXPECT_EQ(wall["name"], "wall_s");
    EXPECT_EQ(wall["a"]["repeats"], 3);
    const bool less = test::synthetic_value(7, 0, 0) < test::synthetic_value(3, 0, 0);
    EXPECT_EQ(wall["better"], less ? "b" : "a");
    EXPECT_EQ(wall["difference"]["low"] > 0, !less);
    EXPECT_EQ(wall["difference"]["in_turns"], false);
}

TEST_F(CompareVerb, AcrossRunsByName) {
    const auto report = parsed({"1/3", "2/3"});
    EXPECT_EQ(report["b"]["run"], 2);
    EXPECT_TRUE(report["parameters"].empty());
    EXPECT_EQ(report["metrics"][0]["relative"], 0.0);
    EXPECT_TRUE(report["metrics"][0]["better"].is_null());
}

// Half a percent apart under a drift that is ten times as large: only turns tell.
TEST_F(CompareVerb, TakesRepeatsThatWereMeasuredInTurns) {
    std::vector<storage::MeasurementRecord> turns;
    for (std::int64_t i = 0; i < 8; ++i) {
        const bool swapped = i % 2 == 1;
        const auto at = [&](bool second) { return static_cast<double>(2 * i + (second ? 1 : 0)); };
        const auto repeat = measure::first_of(measure::Round::compare) + i;
        turns.push_back({3, 0, repeat, 1 + 0.01 * at(swapped)});
        turns.push_back({7, 0, repeat, 1.005 + 0.01 * at(!swapped)});
    }
    insert(turns);
    const auto report = parsed({"1/3", "1/7"});
    const auto& difference = report["metrics"][0]["difference"];
    EXPECT_EQ(difference["in_turns"], true);
    EXPECT_NEAR(difference["estimate"], 0.005, 1e-9);
    EXPECT_EQ(report["metrics"][0]["better"], "a");
}

// Each run counts its comparisons from one: what two runs measured in their first has nothing to do with each other.
TEST_F(CompareVerb, TurnsOfTwoRunsAreNoTurns) {
    for (const storage::RunId run : {1, 2}) {
        std::vector<storage::MeasurementRecord> turns;
        for (std::int64_t i = 0; i < 8; ++i)
            turns.push_back({3, 0, measure::first_of(measure::Round::compare) + i, static_cast<double>(run)});
        insert(turns, run);
    }
    EXPECT_EQ(parsed({"1/3", "2/3"})["metrics"][0]["difference"]["in_turns"], false);
}

TEST_F(CompareVerb, PoolsAllTrialsOfAConfiguration) {
    ASSERT_TRUE(store_.write([&]() -> Result<void> {
        PARETOP_TRY(auto trial, storage::get_trial(store_, {1, 3}));
        trial.key.number = 20;
        trial.origin = "again";
        PARETOP_CHECK(storage::put_trial(store_, trial));
        return storage::insert_measurements(store_, 1, std::vector<storage::MeasurementRecord>{{20, 0, 0, 5}, {20, 0, 1, 5}});
    }));
    EXPECT_EQ(parsed({"1/3", "1/7"})["metrics"][0]["a"]["repeats"], 3);
    const auto pooled = parsed({"1/3", "1/7", "--pool"});
    EXPECT_EQ(pooled["metrics"][0]["a"]["repeats"], 5);
    EXPECT_EQ(pooled["a"]["trials"], json({3, 20}));
    EXPECT_THAT(paretop({"1/3", "1/7", "--pool"}).out, HasSubstr("(with 20)"));
}

TEST_F(CompareVerb, WantsTwoTrials) {
    EXPECT_EQ(paretop({"1", "1/3"}).code, 2);
    const auto missing = paretop({"1/3", "99"});
    EXPECT_EQ(missing.code, 4);
    EXPECT_THAT(missing.err, HasSubstr("its trials are 0 to 19"));
    EXPECT_EQ(paretop({"1/3"}).code, 2);
}

// What is refused before anything is run.
TEST_F(CompareVerb, MeasuresOnlyWhatCanBe) {
    EXPECT_THAT(paretop({"1/3", "2/3", "--measure"}).err, HasSubstr("trials of two runs cannot be measured in turns"));
    EXPECT_EQ(paretop({"1/3", "1/3", "--measure"}).code, 2);
    EXPECT_EQ(paretop({"1/3", "7", "--measure", "--repeats", "1"}).code, 2);
    EXPECT_EQ(paretop({"1/3", "7", "--repeats", "5"}).code, 2);
    EXPECT_EQ(paretop({"1/3", "7", "--measure", "--pool"}).code, 2);
    const auto lock = storage::RunLock::acquire(path_, 1);
    ASSERT_TRUE(lock);
    const auto busy = paretop({"1/3", "7", "--measure"});
    EXPECT_EQ(busy.code, 5);
    EXPECT_THAT(busy.err, HasSubstr("`paretop pause 1` first"));
    EXPECT_TRUE(storage::list_requests(store_, 1, "compare")->empty());
}

// The front's own verbs say the same of a member that was measured again and is dominated now.
TEST_F(CompareVerb, TheFrontSaysWhoIsOutdone) {
    const auto front = [&] { return json::parse(test::paretop({"front", "1", "--json", "--store", path_}).out); };
    const auto before = front();
    ASSERT_GT(before.size(), 1U);
    for (const auto& row : before) EXPECT_TRUE(row["outdone_by"].is_null());
    const auto worse = before.back()["trial"].get<storage::TrialNumber>(), other = before[0]["trial"].get<storage::TrialNumber>();
    const auto last = measure::first_of(measure::Round::last);
    insert({{worse, 0, last, 1e6}, {worse, 1, last, 1e12}, {other, 0, last, 0.1}, {other, 1, last, 1e6}});
    const auto after = front();
    EXPECT_EQ(after.size(), before.size());
    for (const auto& row : after) EXPECT_EQ(row["outdone_by"].is_null(), row["trial"] != worse) << row;
    EXPECT_THAT(test::paretop({"front", "1", "--store", path_}).out, HasSubstr("outdone by"));
    const auto listed = json::parse(test::paretop({"ls", "--json", "--store", path_}).out);
    const auto first = std::find_if(listed.begin(), listed.end(), [](const auto& run) { return run["run"] == 1; });
    ASSERT_NE(first, listed.end());
    EXPECT_EQ((*first)["front"], before.size() - 1);
    EXPECT_THAT(test::paretop({"show", "1", "--store", path_}).out,
                HasSubstr(std::to_string(before.size() - 1) + " configurations"));
    const auto plotted = test::paretop({"plot", "1", "-o", folder_.file("front.svg"), "--store", path_});
    EXPECT_THAT(plotted.out, HasSubstr(std::to_string(before.size() - 1) + " on the front"));
}

}  // namespace
}  // namespace paretop::app
