// The numbers of the shared traces. Skipped where PARETOP_SHARED does not name the folder that holds them.
#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "engine/profile/export.h"
#include "tests/engine/profile/traces.h"

namespace paretop::profile {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> read_csv(const std::string& path) {
    std::ifstream file(path);
    std::string line, cell;
    std::vector<std::string> titles;
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::stringstream cells(line);
        if (titles.empty()) {
            while (std::getline(cells, cell, ',')) titles.push_back(cell);
            continue;
        }
        Row& row = rows.emplace_back();
        for (const auto& title : titles) std::getline(cells, row[title], ',');
    }
    return rows;
}

class Golden : public Traces {
  protected:
    void SetUp() override {
        if (shared_data().empty()) GTEST_SKIP() << "PARETOP_SHARED is not set";
    }
    const Imported& trace(const std::string& config) {
        auto& imported = imported_[config];
        if (imported.profile.id == 0) imported = import({shared_data() + "/traces/" + config});
        return imported;
    }
    static void expect_near(double found, const std::string& expected, double scale, const std::string& what) {
        const double wanted = std::stod(expected) * scale;
        EXPECT_NEAR(found, wanted, 1e-9 * std::max(1e-3, std::abs(wanted))) << what;
    }
    static double percent(std::int64_t part, std::int64_t whole) {
        return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    }

  private:
    std::map<std::string, Imported> imported_;
};

TEST_F(Golden, OperationsOfLotusLogs) {
    const auto rows = read_csv(shared_data() + "/expected/per_op_stats_ms.csv");
    ASSERT_EQ(rows.size(), 14U);
    for (auto row : rows) {
        const auto o = operation(trace(row["config"]), row["name"].substr(1));
        const auto what = row["config"] + " " + row["name"];
        EXPECT_EQ(o.count, std::stoll(row["n"])) << what;
        EXPECT_EQ(o.quantile_error, 0) << what;
        expect_near(o.total_ns, row["sum"], 1e6, what + " sum");
        expect_near(o.mean_ns, row["mean"], 1e6, what + " mean");
        expect_near(o.median_ns, row["median"], 1e6, what + " median");
        expect_near(o.p90_ns, row["p90"], 1e6, what + " p90");
        expect_near(o.deviation_ns, row["std"], 1e6, what + " std");
        expect_near(percent(o.below_10_ms, o.count), row["lt10ms_pct"], 1, what + " below 10 ms");
        expect_near(percent(o.below_100_us, o.count), row["lt100us_pct"], 1, what + " below 100 us");
    }
}

TEST_F(Golden, BatchesOfLotusLogs) {
    const auto rows = read_csv(shared_data() + "/expected/per_batch_stats_ms.csv");
    ASSERT_EQ(rows.size(), 2U);
    for (auto row : rows) {
        const auto s = batch_statistics(batches(trace(row["config"])));
        const auto what = row["config"];
        EXPECT_EQ(s.preprocessed, std::stoll(row["batches"])) << what;
        EXPECT_EQ(s.consumed, std::stoll(row["consumed"])) << what;
        EXPECT_EQ(s.matched, std::stoll(row["matched"])) << what;
        expect_near(s.preprocessing.mean_ns, row["mean"], 1e6, what + " mean");
        expect_near(s.preprocessing.population_deviation_ns, row["std_pop"], 1e6, what + " std");
        expect_near(s.preprocessing.median_ns, row["median"], 1e6, what + " median");
        expect_near(s.preprocessing.p25_ns, row["p25"], 1e6, what + " p25");
        expect_near(s.preprocessing.p75_ns, row["p75"], 1e6, what + " p75");
        expect_near(s.preprocessing.iqr_ns(), row["iqr"], 1e6, what + " iqr");
        expect_near(s.preprocessing.least_ns, row["min"], 1e6, what + " min");
        expect_near(s.preprocessing.most_ns, row["max"], 1e6, what + " max");
        expect_near(s.delay.mean_ns, row["delay_mean"], 1e6, what + " delay mean");
        expect_near(s.delay.least_ns, row["delay_min"], 1e6, what + " delay min");
        expect_near(s.delay.most_ns, row["delay_max"], 1e6, what + " delay max");
        expect_near(s.delay_above_500ms_percent, row["delay_gt500_pct"], 1, what + " delay > 500 ms");
    }
}

TEST_F(Golden, AWholeEpochAsChromeTrace) {
    const auto epoch = import({shared_data() + "/traces/b1024_gpu4.p3torch"});
    EXPECT_EQ(epoch.profile.format, "chrome");
    EXPECT_EQ(epoch.omissions.size(), 1U);
    EXPECT_EQ(omitted(epoch, Omission::flow_event), 2504);  // a beginning and an end of each batch's arrow
    EXPECT_EQ(epoch.profile.records, 3756);
    const auto s = batch_statistics(batches(epoch));
    EXPECT_EQ(s.batches, 1252);
    EXPECT_EQ(s.matched, 1252);
    EXPECT_EQ(s.epochs, 1);
    EXPECT_EQ(fmt::format("{:.2f}", s.out_of_order_percent), "51.76");
    EXPECT_EQ(fmt::format("{:.2f}", s.wait.mean_ns / 1e6), "1558.76");
    EXPECT_EQ(fmt::format("{:.2f}", s.delay.mean_ns / 1e6), "2481.41");
    EXPECT_EQ(fmt::format("{:.2f}", s.delay.most_ns / 1e6), "13445.84");
    EXPECT_EQ(fmt::format("{:.2f}", s.delay_above_500ms_percent), "56.55");
    const auto lanes = storage::list_lanes(store, epoch.profile.id).value();
    ASSERT_EQ(lanes.size(), 5U);
    EXPECT_EQ(lanes[0].name, "main 652292");
    EXPECT_EQ(lanes[4].role, storage::LaneRole::worker);
}

// The reference lists files in the order of its file system: events are compared as a set.
TEST_F(Golden, CompatibleChromeTracesAreTheReferences) {
    const auto events = [](const std::string& json) {
        std::multiset<std::string> all;
        const auto parsed = nlohmann::json::parse(json);
        for (const auto& event : parsed["traceEvents"]) all.insert(event.dump());
        return all;
    };
    for (const bool fine : {false, true}) {
        std::string text;
        const auto exported = export_chrome(store, trace("b32_w2").profile.id, {fine, true, {}}, [&](std::string_view piece) {
            text += piece;
            return true;
        });
        ASSERT_TRUE(exported.has_value()) << exported.error().message();
        const auto expected = test::read_bytes(shared_data() + "/expected/b32_w2." + (fine ? "fine" : "coarse") + ".json");
        EXPECT_EQ(events(text).size(), fine ? 3168U : 80U);
        EXPECT_TRUE(events(text) == events(expected)) << (fine ? "fine" : "coarse");
    }
}

TEST_F(Golden, NothingIsOddAboutTheTraces) {
    for (const char* config : {"b1024_gpu4", "b128_gpu1", "b32_w2", "b32_w4"}) {
        EXPECT_EQ(trace(config).omissions.size(), 0U) << config;
        EXPECT_EQ(trace(config).profile.remarks, std::vector<std::string>{}) << config;
        EXPECT_EQ(batch_statistics(batches(trace(config))).epochs, 1) << config;
    }
    const auto s = batch_statistics(batches(trace("b32_w2")));
    EXPECT_EQ(s.matched, 16);
    EXPECT_EQ(s.out_of_order, 3);
}

}  // namespace
}  // namespace paretop::profile
