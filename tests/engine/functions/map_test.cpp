#include "engine/functions/map.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "engine/functions/attribute.h"
#include "engine/functions/folder.h"
#include "engine/functions/key.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::functions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

FunctionTable table_of(const std::map<std::string, double>& cpu_s) {
    TableBuilder builder;
    const auto metric = builder.metric(k_cpu_s);
    for (const auto& [key, seconds] : cpu_s) builder.add(builder.row(key), metric, seconds);
    return builder.take();
}

TEST(FunctionMapTest, SupportCountsRunsAndMergesChoose) {
    FunctionMap map;
    map.add_run("Load", table_of({{"a|x", 1}, {"b|x", 1}, {"paretop_map_enable|x", 1}}));
    map.add_run("Load", table_of({{"a|x", 3}, {"c|x", 1}}));
    map.add_run("Load", table_of({{"a|x", 2}, {"b|x", 1}}));
    map.add_run("Load", table_of({}));
    const auto& load = map.operations.at("Load");
    EXPECT_EQ(load.runs, 4);
    EXPECT_EQ(load.functions.at("a|x").seen, 3);
    EXPECT_DOUBLE_EQ(load.functions.at("a|x").weight, 6);
    EXPECT_THAT(merge_runs(map, Merge::union_).at("Load"), ElementsAre("a|x", "b|x", "c|x"));
    EXPECT_THAT(merge_runs(map, Merge::majority).at("Load"), ElementsAre("a|x")) << "half of the runs is no majority";
    EXPECT_THAT(merge_runs(map, Merge::intersection).at("Load"), ElementsAre());
}

TEST(MappingJsonTest, GoesAndComesBack) {
    const Mapping mapping{{"Crop", {"f|a", "g|b"}}, {"Load", {"g|b", "h \"q\"|c"}}};
    const auto text = mapping_to_json(mapping);
    EXPECT_THAT(text, HasSubstr("\"common_funcs_to_op\": {\n  \"g|b\": [\n   \"Crop\",\n   \"Load\""));
    EXPECT_EQ(mapping_from_json(text, "m"), mapping);
}

TEST(MappingJsonTest, WhatIsNoMapIsRefused) {
    for (const auto* text :
         {"", "[]", "{}", R"({"op_to_func": 3})", R"({"op_to_func": {"a": 3}})", R"({"op_to_func": {"a": [3]}})"}) {
        const auto mapping = mapping_from_json(text, "m.json");
        ASSERT_FALSE(mapping) << text;
        EXPECT_THAT(mapping.error().message(), HasSubstr("m.json: "));
        EXPECT_FALSE(mapping.error().remedy.empty());
    }
}

TEST(RunsNeededTest, IsLotusMapsFormula) {
    EXPECT_EQ(runs_needed(0.66, 10, 0.75), 21);
    EXPECT_EQ(runs_needed(10, 10, 0.99), 1);
    EXPECT_EQ(runs_needed(5, 10, 0.5), 1);
    EXPECT_EQ(runs_needed(1, 1000, 0.95), 2995);
    for (const double nonsense : std::vector<double>{0, -1, std::nan(""), HUGE_VAL})
        EXPECT_FALSE(runs_needed(nonsense, 10, 0.75));
    EXPECT_FALSE(runs_needed(1, 10, 1));
    EXPECT_EQ(runs_needed(shortest_found_ms(21, 10, 0.75) * 1.000001, 10, 0.75), 21);
    EXPECT_EQ(runs_needed(shortest_found_ms(21, 10, 0.75) * 0.999, 10, 0.75), 22);
}

TEST(AttributionTest, SharedFunctionsAreSplitByElapsedTime) {
    const Mapping mapping{{"A", {"own|x", "both|x"}}, {"B", {"both|x", "gone|x"}}};
    const auto attribution =
        attribute(mapping, table_of({{"own|x", 10}, {"both|x", 8}, {"else|x", 5}, {"own|y", 3}}), {{"A", 1}, {"B", 3}});
    EXPECT_DOUBLE_EQ(attribution.operations[0].values[0], 12);
    EXPECT_DOUBLE_EQ(attribution.operations[1].values[0], 6);
    EXPECT_EQ(attribution.operations[1].missing, 1);
    EXPECT_DOUBLE_EQ(attribution.mapped[0], 18);
    EXPECT_DOUBLE_EQ(attribution.unmapped[0], 8) << "own|y is of another module";
    EXPECT_EQ(attribution.unmapped_rows.size(), 2U);
}

TEST(AttributionTest, WithoutElapsedTimesSharersShareEqually) {
    const Mapping mapping{{"A", {"f|x"}}, {"B", {"f|x"}}};
    const auto attribution = attribute(mapping, table_of({{"f|[Unknown]", 8}}), {});
    EXPECT_DOUBLE_EQ(attribution.operations[0].values[0], 4) << "a module nobody knows: the name decides";
    EXPECT_DOUBLE_EQ(attribution.operations[1].values[0], 4);
    EXPECT_EQ(attribution.operations[0].missing, 0);
}

TEST(AttributionTest, RatesAreWeightedByClockticksNotSummed) {
    TableBuilder builder;
    for (const auto* name : {k_cpu_s, k_clockticks}) builder.metric(name);
    builder.metric("Retiring", true);
    builder.merge("f|x", {1, 100, 50});
    builder.merge("g|x", {1, 300, 10});
    builder.merge("h|x", {1, 0, 99});
    const auto attribution = attribute({{"A", {"f|x", "g|x", "h|x"}}}, builder.take(), {{"A", 1}});
    EXPECT_DOUBLE_EQ(attribution.operations[0].values[2], 20);
}

// Σ CPU over operations = Σ mapped CPU, and with the unmapped all there is; whatever map, table and times.
TEST(AttributionTest, NothingIsLostOrCountedTwice) {
    std::mt19937 random(7);
    const auto chance = [&](double p) { return std::bernoulli_distribution(p)(random); };
    for (int round = 0; round < 300; ++round) {
        Mapping mapping;
        std::map<std::string, double> elapsed, cpu;
        for (int op = 0; op < 5; ++op) {
            const auto name = "op" + std::to_string(op);
            auto& keys = mapping[name];
            for (int f = 0; f < 20; ++f)
                if (chance(0.3)) keys.insert("f" + std::to_string(f) + "|m");
            if (chance(0.7)) elapsed[name] = std::uniform_real_distribution(0.0, 100.0)(random);
        }
        for (int f = 0; f < 25; ++f)
            if (chance(0.8))
                cpu["f" + std::to_string(f) + (chance(0.5) ? "|m" : "|[Unknown]")] = std::exponential_distribution(1.0)(random);
        const auto table = table_of(cpu);
        const auto attribution = attribute(mapping, table, elapsed);
        const auto or_zero = [](double value) { return std::isnan(value) ? 0 : value; };
        double sum = 0;
        for (const auto& operation : attribution.operations) sum += or_zero(operation.values[0]);
        ASSERT_NEAR(sum, or_zero(attribution.mapped[0]), 1e-9);
        ASSERT_NEAR(sum + or_zero(attribution.unmapped[0]), table.total(k_cpu_s), 1e-9);
    }
}

TEST(MapFolderTest, FoldersAreOperationsAndFilesAreRuns) {
    const test::TemporaryFolder folder;
    for (const auto* path : {"Load", "Crop"}) ASSERT_EQ(std::system(("mkdir " + folder.file(path)).c_str()), 0);  // NOLINT
    test::write_bytes(folder.file("Load/1.csv"), "Function,CPU Time,Module\nf,1,a\n");
    test::write_bytes(folder.file("Load/2.csv"), "Function,CPU Time,Module\n");
    test::write_bytes(folder.file("Load/3.csv"), "");
    test::write_bytes(folder.file("Crop/1.txt"), " 100.0% | 36 |[.] g |b\nnonsense\n");
    const auto maps = read_map_folder(folder.path());
    ASSERT_TRUE(maps) << maps.error().message();
    EXPECT_EQ(maps->files, 3);
    EXPECT_EQ(maps->map.operations.at("Load").runs, 2) << "a header without rows is a run, a file without a header is none";
    EXPECT_THAT(maps->remarks, ElementsAre(HasSubstr("Load/3.csv: is empty")));
    EXPECT_THAT(maps->omitted, ElementsAre(Pair("line that is no row", Omission{1, 2})));
    EXPECT_THAT(read_map_folder(folder.file("Load")).error().message(), HasSubstr("there is no run in it"));
    EXPECT_EQ(read_map_folder(folder.file("none")).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace paretop::functions
