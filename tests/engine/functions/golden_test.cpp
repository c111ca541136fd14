// Real tables of VTune and perf against answers that were worked out by other means.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/functions/attribute.h"
#include "engine/functions/fields.h"
#include "engine/functions/folder.h"
#include "engine/functions/key.h"
#include "engine/functions/read.h"
#include "tests/engine/functions/shared_data.h"

namespace paretop::functions {
namespace {

nlohmann::json read_json(const std::string& path) {
    std::ifstream file(path);
    return nlohmann::json::parse(file);
}

std::vector<std::vector<std::string>> read_csv(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) split_fields(trim(line), ',', rows.emplace_back());
    return rows;
}

MapFolder read_maps(const std::string& path) {
    auto maps = read_map_folder(path);
    if (!maps) ADD_FAILURE() << maps.error().message();
    return maps ? std::move(*maps) : MapFolder();
}

TEST(GoldenMapTest, UnionIsWhatLotusMapFindsInVtunesTables) {
    PARETOP_NEEDS_SHARED_DATA(data);
    const auto maps = read_maps(data + "/function_maps/intel6/logs");
    EXPECT_EQ(maps.files, 120);
    EXPECT_THAT(maps.remarks, testing::IsEmpty());
    EXPECT_THAT(maps.omitted, testing::IsEmpty());
    const auto mine = nlohmann::json::parse(mapping_to_json(merge_runs(maps.map, Merge::union_)));
    const auto golden = read_json(data + "/expected/mapping_union_intel6.json");
    EXPECT_EQ(mine["op_to_func"], golden["op_to_func"]);
    EXPECT_EQ(mine["common_funcs_to_op"], golden["common_funcs_to_op"]);
}

TEST(GoldenMapTest, SupportAndSizesOfMergesAreRight) {
    PARETOP_NEEDS_SHARED_DATA(data);
    const auto map = read_maps(data + "/function_maps/intel6/logs").map;
    const auto golden = read_json(data + "/expected/mapping_support_intel6.json");
    ASSERT_EQ(map.operations.size(), golden.size());
    for (const auto& [name, expected] : golden.items()) {
        const auto& operation = map.operations.at(name);
        EXPECT_EQ(operation.runs, expected["runs"]);
        for (const auto merge : {Merge::union_, Merge::majority, Merge::intersection})
            EXPECT_EQ(merge_runs(map, merge).at(name).size(), expected[merge_name(merge)]) << name << merge_name(merge);
        ASSERT_EQ(operation.functions.size(), expected["functions"].size());
        for (const auto& [key, support] : expected["functions"].items()) {
            const auto& sighting = operation.functions.at(key);
            EXPECT_EQ(sighting.seen, support["seen"]) << key;
            EXPECT_NEAR(sighting.weight / sighting.seen, support["mean_cpu_when_seen"].get<double>(), 5.0001e-7) << key;
        }
    }
}

TEST(GoldenMapTest, PerfsTablesGiveMapsToo) {
    PARETOP_NEEDS_SHARED_DATA(data);
    const auto maps = read_maps(data + "/perf_runs");
    EXPECT_EQ(maps.files, 30);
    EXPECT_THAT(maps.omitted, testing::IsEmpty());
    const auto mapping = merge_runs(maps.map, Merge::majority);
    EXPECT_TRUE(mapping.at("RandomHorizontalFlip").contains("ImagingFlipLeftRight|_imaging.cpython-311-x86_64-linux-gnu.so"));
    EXPECT_TRUE(mapping.at("Loader").contains("[unresolved]|libjpeg.so.62.3.0"));
    const auto first = *read_function_file(data + "/perf_runs/RandomHorizontalFlip/1.txt");
    EXPECT_EQ(first.table.total(k_samples), 33);
}

// What the answers were rounded to.
double rounded(double value, int decimals) {
    const auto scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

TEST(GoldenAttributionTest, CountersOfOperationsAreRight) {
    PARETOP_NEEDS_SHARED_DATA(data);
    const auto mapping = merge_runs(read_maps(data + "/function_maps/intel6/logs").map, Merge::union_);
    const auto elapsed = read_csv(data + "/uarch/all_config_stacked.csv");
    const auto golden = read_csv(data + "/expected/attribution_intel6.csv");
    ASSERT_EQ(golden.size(), 37U);
    for (std::size_t config = 1; config < elapsed.size(); ++config) {
        std::map<std::string, double> elapsed_s;
        for (std::size_t i = 1; i < elapsed[0].size(); ++i) elapsed_s[elapsed[0][i]] = *parse_number(elapsed[config][i]);
        const auto reading = read_function_file(
            fmt::format("{}/uarch/vtune_vary_dataloaders_csv/b1024_gpu4_dataloader{}.csv", data, elapsed[config][0]));
        ASSERT_TRUE(reading) << reading.error().message();
        EXPECT_THAT(reading->omitted, testing::IsEmpty());
        const auto attribution = attribute(mapping, reading->table, elapsed_s);
        const auto value = [&](const AttributedOperation& operation, std::string_view metric) {
            return operation.values.at(reading->table.metric(metric).value());
        };
        int compared = 0;
        for (const auto& row : golden) {
            if (row[0] != elapsed[config][0]) continue;
            const auto operation = std::find_if(attribution.operations.begin(), attribution.operations.end(),
                                                [&](const auto& one) { return one.name == row[1]; });
            ASSERT_NE(operation, attribution.operations.end());
            EXPECT_NEAR(operation->elapsed_s, *parse_number(row[2]), 1e-9);
            EXPECT_NEAR(rounded(value(*operation, k_cpu_s), 6), *parse_number(row[3]), 1e-9);
            EXPECT_EQ(rounded(value(*operation, k_clockticks), 0), *parse_number(row[4]));
            EXPECT_EQ(operation->functions, *parse_number(row[5]));
            EXPECT_EQ(operation->missing, *parse_number(row[6]));
            for (std::size_t i = 7; i < row.size(); ++i, ++compared)
                EXPECT_NEAR(rounded(value(*operation, golden[0][i]), 4), *parse_number(row[i]), 1e-9)
                    << row[0] << ' ' << row[1] << ' ' << golden[0][i];
        }
        EXPECT_EQ(compared, 6 * 12);
        const auto cpu = *reading->table.metric(k_cpu_s);
        double sum = 0;
        for (const auto& operation : attribution.operations) sum += operation.values[cpu];
        EXPECT_NEAR(sum, attribution.mapped[cpu], 1e-9 * sum);
        EXPECT_NEAR(sum + attribution.unmapped[cpu], reading->table.total(k_cpu_s), 1e-9 * sum);
    }
}

TEST(GoldenTableTest, StackedMeasurementsAreRefused) {
    PARETOP_NEEDS_SHARED_DATA(data);
    for (const auto* name : {"combined_df.csv", "combined_df_vary_dataloaders.csv", "combined_vary_dataloaders.csv"}) {
        const auto reading = read_function_file(fmt::format("{}/uarch/{}", data, name));
        ASSERT_FALSE(reading) << name;
        EXPECT_THAT(reading.error().message(), testing::HasSubstr("its column config is")) << name;
    }
}

TEST(GoldenTableTest, WideTablesOfCountersAreReadWhole) {
    PARETOP_NEEDS_SHARED_DATA(data);
    const auto reading = *read_function_file(data + "/uarch/vtune_uarch_csvs/b128_gpu1.csv");
    EXPECT_EQ(reading.format, Format::vtune);
    EXPECT_EQ(reading.table.rows.size(), 325U);
    EXPECT_THAT(reading.omitted, testing::IsEmpty());
    EXPECT_EQ(reading.table.rows[0].key, "decode_mcu|[Unknown]");
    EXPECT_TRUE(reading.table.metrics[*reading.table.metric("L1 Bound")].rate);
    EXPECT_TRUE(reading.table.metrics[*reading.table.metric("CPI Rate")].rate);
    EXPECT_FALSE(reading.table.metrics[*reading.table.metric("Instructions Retired")].rate);
}

}  // namespace
}  // namespace paretop::functions
