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
