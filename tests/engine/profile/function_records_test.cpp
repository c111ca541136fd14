#include "engine/profile/function_records.h"

#include <gmock/gmock.h>

#include <sstream>

#include "engine/functions/read.h"

namespace paretop::profile {
namespace {

using functions::FunctionMap;
using functions::Merge;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

functions::Reading reading_of(const std::string& text) {
    std::istringstream source(text);
    return functions::read_functions(source, "t").value();
}

using Part = std::tuple<std::string, std::string, std::int64_t, double, double>;  // operation, function, support, weight, self
std::vector<Part> parts(const FunctionTables& tables) {
    std::vector<Part> parts;
    for (const auto& map : tables.maps)
        parts.emplace_back(map.operation, tables.functions[static_cast<std::size_t>(map.function)].name, map.support, map.weight,
                           map.self_s);
    return parts;
}

TEST(FunctionTablesTest, AreRankedWithCallsAndCounters) {
    const auto tables = function_tables(
        reading_of("prog 12 1.000001:    1000000 cpu-clock: \n\taa10 leaf (/bin/prog)\n\taa20 main (/bin/prog)\n\n"
                   "prog 12 1.000002:    1000000 cpu-clock: \n\taa10 leaf (/bin/prog)\n\taa20 main (/bin/prog)\n\n"
                   "prog 12 1.000002:    500 cache-misses: \n\taa20 main (/bin/prog)\n\n"));
    ASSERT_EQ(tables.functions.size(), 2U);
    EXPECT_EQ(tables.functions[0], (storage::FunctionRecord{0, "leaf", "prog", 0.002, 0.002, 2}));
    EXPECT_EQ(tables.functions[1], (storage::FunctionRecord{1, "main", "prog", 0, 0.002, 0}));
    EXPECT_THAT(tables.calls, ElementsAre(storage::CallRecord{0, -1, 1, 0, 0}, storage::CallRecord{1, 0, 0, 0.002, 2}));
    EXPECT_THAT(tables.counters, UnorderedElementsAre(storage::CounterRecord{"", 1, "cache-misses", 500},
                                                      storage::CounterRecord{"", -1, "cache-misses", 500}));
}

TEST(FunctionTablesTest, PeriodsStandInForSamplesWhichAreToldBeside) {
    const auto reading = reading_of(
        "prog 12 1.000001:    5000 cycles: \n\taa10 leaf (/bin/prog)\n\taa20 main (/bin/prog)\n\n"
        "prog 12 1.000002:    30 cycles: \n\taa20 main (/bin/prog)\n\n"
        "prog 12 1.000003:    40 cycles: \n\taa20 main (/bin/prog)\n\n");
    const auto tables = function_tables(reading);
    ASSERT_EQ(tables.functions.size(), 2U);
    EXPECT_EQ(tables.functions[0], (storage::FunctionRecord{0, "leaf", "prog", 0, 0, 5000}));
    EXPECT_EQ(tables.functions[1], (storage::FunctionRecord{1, "main", "prog", 0, 0, 70}));
    EXPECT_THAT(tables.calls, ElementsAre(storage::CallRecord{0, -1, 1, 0, 70}, storage::CallRecord{1, 0, 0, 0, 5000}));
    EXPECT_THAT(tables.counters, testing::Contains(storage::CounterRecord{"", 1, "samples", 2}));
    EXPECT_THAT(tables.counters, testing::Contains(storage::CounterRecord{"", -1, "samples", 3}));
    EXPECT_EQ(samples_word({samples_meaning(reading.table)}), "clockticks");
}

TEST(FunctionTablesTest, WhatIsOfAnotherEventIsSaid) {
    const auto table = reading_of("w 7 22.000001: 1000 cpu-clock:  118d f (/a)\nw 7 22.000002: 50 cycles:  1254 g (/a)\n").table;
    EXPECT_THAT(event_remarks(table),
                ElementsAre("sampled by cpu-clock",
                            "sampled by cycles (1 samples) too, which counters tell of: shares and stacks are of cpu-clock"));
}

TEST(FunctionTablesTest, SimulatedInstructionsStandInForSamplesAndSayso) {
    const auto reading = reading_of("# callgrind format\nevents: Ir\nfn=f\n1 30\nfn=g\n1 70\n");
    const auto tables = function_tables(reading);
    EXPECT_EQ(tables.functions[0].name, "g");
    EXPECT_EQ(tables.functions[0].samples, 70);
    EXPECT_EQ(tables.functions[0].self_s, 0);
    const auto meaning = samples_meaning(reading.table);
    EXPECT_EQ(meaning, "what is counted is Ir (instructions), simulated by valgrind, not measured");
    EXPECT_EQ(samples_word({"another remark", meaning}), "Ir");
    EXPECT_EQ(samples_word({"another remark"}), "samples");
}

FunctionMap two_operations() {
    FunctionMap map;
    for (int run = 0; run < 2; ++run) {
        map.add_run("A", reading_of("Function,CPU Time,Module\nown,1,x\nboth,1,x\n").table);
        map.add_run("B", reading_of("Function,CPU Time,Module\nboth,2,x\ngone,1,x\n").table);
    }
    return map;
}

TEST(MapTablesTest, HoldWhatTheCollectedCallsTook) {
    const auto tables = map_tables(two_operations(), Merge::majority, {{"A", 1}, {"B", 3}});
    EXPECT_THAT(parts(tables), UnorderedElementsAre(Part("A", "own", 2, 1, 2), Part("A", "both", 2, 0.25, 2),
                                                    Part("B", "both", 2, 0.75, 4), Part("B", "gone", 2, 1, 2)));
    EXPECT_EQ(tables.functions[0].name, "both");
    EXPECT_DOUBLE_EQ(tables.functions[0].self_s, 6);
}

TEST(MapTablesTest, WhatTheMergeDropsStaysWithItsOperation) {
    FunctionMap map;
    map.add_run("A", reading_of("Function,CPU Time,Module\noften,3,x\nonce,1,x\n").table);
    map.add_run("A", reading_of("Function,CPU Time,Module\noften,3,x\nlater,2,x\n").table);
    const auto tables = map_tables(map, Merge::majority, {});
    EXPECT_THAT(parts(tables), UnorderedElementsAre(Part("A", "often", 2, 1, 6), Part("A", "[unmapped]", 0, 1, 3)));
    double all = 0;
    for (const auto& function : tables.functions) all += function.self_s;
    EXPECT_DOUBLE_EQ(all, 9) << "of all runs";
    EXPECT_THAT(parts(map_tables(map, Merge::union_, {})), testing::SizeIs(3)) << "nothing is dropped";
}

TEST(MapTablesTest, EventsWeighAsMuchAsTheirPeriods) {
    FunctionMap map;
    map.add_run("A", reading_of("w 7 22.000001: 700 cycles:  118d f (/a)\nw 7 22.000002: 30 cycles:  118d f (/a)\n").table);
    EXPECT_TRUE(map.counts_events());
    const auto tables = map_tables(map, Merge::majority, {});
    ASSERT_EQ(tables.maps.size(), 1U);
    EXPECT_EQ(tables.maps[0].samples, 730);
    EXPECT_THAT(tables.counters, ElementsAre(storage::CounterRecord{"A", 0, "samples", 2}));
}

TEST(MappedPartsTest, TheBucketIsTheLastAlways) {
    const std::vector<storage::FunctionMapRecord> maps{
        {"A", 0, 1, 1, 1, 1, 1}, {"", 1, 0, 0, 1, 5, 1}, {"B", 2, 1, 1, 1, 2, 1}, {"B", 3, 1, 1, 1, 0, 90}};
    const auto all = mapped_parts(maps, {});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].operation, "B");
    EXPECT_DOUBLE_EQ(all[0].share, 0.25) << "samples are no seconds";
    EXPECT_EQ(all[0].functions, 2);
    EXPECT_EQ(all[2].operation, "");
    EXPECT_DOUBLE_EQ(all[2].cpu_s, 5);
    EXPECT_DOUBLE_EQ(all[2].share, 0.625);
    const auto mapped = mapped_parts(std::span(maps).first(1), {});
    ASSERT_EQ(mapped.size(), 2U);
    EXPECT_EQ(mapped[1].functions, 0) << "it says that it is nothing";
    const std::vector<storage::FunctionRecord> functions{{0, "f", "m", 1, 1, 1}, {7, "g", "m", 3, 3, 3}};
    EXPECT_DOUBLE_EQ(mapped_parts(std::span(maps).first(1), functions)[1].share, 0.75) << "no record is of g";
    EXPECT_TRUE(mapped_parts({}, functions).empty());
}

TEST(AttributedTablesTest, HoldTheProfilesCountersShareByShare) {
    const auto map = two_operations();
    const auto mapping = functions::merge_runs(map, Merge::majority);
    const auto table = reading_of("Function,CPU Time,Clockticks,Module\nown,10,100,x\nboth,8,50,[Unknown]\nother,3,7,x\n").table;
    const auto attribution = functions::attribute(mapping, table, {{"A", 1}, {"B", 3}});
    const auto tables = attributed_tables(map, mapping, attribution, table);
    EXPECT_THAT(parts(tables),
                UnorderedElementsAre(Part("A", "own", 2, 1, 10), Part("A", "both", 2, 0.25, 2), Part("B", "both", 2, 0.75, 6),
                                     Part("B", "gone", 2, 0, 0), Part("", "other", 0, 1, 3)));
    double operations = 0, all = 0;
    for (const auto& part : tables.maps) operations += part.self_s;
    for (const auto& function : tables.functions) all += function.self_s;
    EXPECT_DOUBLE_EQ(operations, all) << "nothing is lost";
    EXPECT_THAT(tables.counters, testing::Contains(storage::CounterRecord{"B", -1, "clockticks", 37.5}));
    EXPECT_THAT(tables.counters, testing::Contains(storage::CounterRecord{"", -1, "clockticks", 157}));
}

TEST(AttributedTablesTest, AMapAloneIsKeptToo) {
    const auto tables = attributed_tables({}, {{"A", {"f|x"}}}, functions::attribute({{"A", {"f|x"}}}, {}, {}), {});
    EXPECT_THAT(parts(tables), ElementsAre(Part("A", "f", 0, 0, 0)));
    EXPECT_THAT(tables.counters, IsEmpty());
}

}  // namespace
}  // namespace paretop::profile
