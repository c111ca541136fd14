#include "engine/exchange/history.h"

#include <gmock/gmock.h>

#include "tests/engine/exchange/histories.h"

namespace paretop::exchange {
namespace {

using space::ParameterType;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

spec::Spec spec_of(const std::string& text) {
    auto read = spec::read_spec(text, "exp.toml", "/");
    for (const auto& problem : read.problems) ADD_FAILURE() << problem.message("exp.toml") << "\n" << text;
    return read.spec.value_or(spec::Spec());
}

History with_conditions() {
    auto history = example_history();
    const auto found = find_conditions(history);
    if (!found) ADD_FAILURE() << found.error().message();
    return history;
}

// --- conditions ----------------------------------------------------------------------------------------------------------

TEST(ConditionsTest, OneParameterTellsWhenAnotherIsThere) {
    const auto history = with_conditions();
    ASSERT_EQ(history.parameters.size(), 7U);
    EXPECT_EQ(history.parameters[6].name, "depth");
    ASSERT_TRUE(history.parameters[6].when);
    EXPECT_EQ(history.parameters[6].when->text(), "`mode` == 'de''ep'");
    EXPECT_EQ(history.trials.size(), 5U);
    EXPECT_TRUE(history.remarks.empty());
}

TEST(ConditionsTest, AConditionalParameterMovesBehindTheOneThatTells) {
    History history;
    history.parameters = {number("deep", ParameterType::integer, 1, 3, 1), parameter("on", ParameterType::boolean),
                          number("deeper", ParameterType::integer, 1, 3, 1)};
    history.trials = {done(0, {{}, "false", {}}, {}), done(1, {"1", "true", {}}, {}), done(2, {"2", "true", "3"}, {})};
    ASSERT_TRUE(find_conditions(history));
    EXPECT_EQ(history.parameters[0].name, "on");
    EXPECT_EQ(history.parameters[1].when->text(), "`on`");
    EXPECT_EQ(history.parameters[2].when->text(), "`deep` > 1");
    EXPECT_THAT(history.trials[2].values, ElementsAre("true", "2", "3"));
}

// The condition on `depth` of a parameter that is there in the trials that `there` says.
std::string condition_on_depth(const std::vector<std::pair<int, bool>>& there) {
    History history;
    history.parameters = {number("depth", ParameterType::integer, 1, 200, 1), number("leaf", ParameterType::integer, 1, 3, 1)};
    for (const auto& [depth, leaf] : there) {
        const auto at = static_cast<std::int64_t>(history.trials.size());
        history.trials.push_back(done(at, {std::to_string(depth), leaf ? std::optional<std::string>("2") : std::nullopt}, {}));
    }
    return find_conditions(history) ? history.parameters[1].when->text() : "unclear";
}

TEST(ConditionsTest, AnIntegerTellsByAThreshold) {
    EXPECT_EQ(condition_on_depth({{9, false}, {17, true}, {16, false}, {20, true}, {100, true}}), "`depth` > 16");
    EXPECT_EQ(condition_on_depth({{40, false}, {100, false}, {7, true}, {20, true}}), "`depth` <= 30");
    EXPECT_EQ(condition_on_depth({{9, false}, {17, true}, {30, false}}), "`depth` == 17");
    EXPECT_EQ(condition_on_depth({{9, false}, {17, true}, {9, true}}), "unclear");
    std::vector<std::pair<int, bool>> many;
    for (int depth = 1; depth <= 100; ++depth) many.emplace_back(depth, depth > 50);
    EXPECT_EQ(condition_on_depth(many), "`depth` > 50");
}

TEST(ConditionsTest, WhereNothingTellsTheTrialIsNamed) {
    History history;
    history.source = "s.db";
    history.parameters = {parameter("on", ParameterType::boolean), number("n", ParameterType::integer, 1, 3, 1)};
    history.trials = {done(0, {"true", "1"}, {}), done(7, {"true", {}}, {})};
    const auto found = find_conditions(history);
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message(), HasSubstr("s.db: trial 7 has no value of 'n'"));
    EXPECT_THAT(found.error().remedy, HasSubstr("--experiment"));
}

TEST(ConditionsTest, TrialsThatEndedTooEarlyAreLeftOutAndCounted) {
    auto history = example_history();
    history.trials.push_back(failed(5, {"0.5", {}, {}, {}, {}, {}, {}}, "interrupted"));
    history.trials.push_back(failed(6, {"0.5", "1", "1", "1", "de'ep", "true", {}}, "interrupted"));
    ASSERT_TRUE(find_conditions(history));
    EXPECT_EQ(history.trials.size(), 5U);
    EXPECT_THAT(history.remarks, ElementsAre(HasSubstr("2 trials that ended or waited without values")));
}

// --- the experiment file that is made -----------------------------------------------------------------------------------

TEST(HistorySpecTest, IsAValidExperimentOfTheSameSpace) {
    const auto history = with_conditions();
    const auto spec = spec_of(history_spec(history));
    EXPECT_EQ(spec.kind, spec::k_history);
    EXPECT_EQ(spec.name, history.name);
    ASSERT_EQ(spec.space.parameters().size(), history.parameters.size());
    for (std::size_t i = 0; i < history.parameters.size(); ++i) {
        const auto& made = spec.space.parameters()[i];
        const auto& wanted = history.parameters[i];
        EXPECT_EQ(made.name, wanted.name);
        EXPECT_EQ(made.type, wanted.type) << made.name;
        EXPECT_EQ(std::tuple(made.low, made.high, made.step, made.log),
                  std::tuple(wanted.low, wanted.high, wanted.step, wanted.log))
            << made.name;
        EXPECT_EQ(made.choices, wanted.choices);
        EXPECT_EQ(made.when.has_value(), wanted.when.has_value());
    }
    ASSERT_EQ(spec.metrics.size(), 3U);
    EXPECT_EQ(spec.metrics[2].upper, 4096);
    EXPECT_EQ(spec.metrics[1].unit, "1/s");
    ASSERT_EQ(spec.objectives.size(), 2U);
    EXPECT_EQ(spec.objectives[1].goal, spec::Goal::maximize);
}

TEST(HistorySpecTest, TheFirstTrialThatWentWellIsTheDefault) {
    const auto history = with_conditions();
    const auto spec = spec_of(history_spec(history));
    EXPECT_EQ(place(history, spec)->front().configuration, spec.space.defaults());
}

TEST(HistorySpecTest, NamesAreMadeFit) {
    auto history = with_conditions();
    history.name = "2024";
    EXPECT_EQ(spec_of(history_spec(history)).name, "study 2024");
    history.name = "two\nlines";
    EXPECT_EQ(spec_of(history_spec(history)).name, "two lines");
}

// --- placing -------------------------------------------------------------------------------------------------------------

constexpr const char* k_parameters = R"([experiment]
name = "mine"
[[parameter]]
name = "depth"
type = "int"
range = [1, 5]
[[parameter]]
name = "x"
type = "float"
range = [0.0, 1.0]
[command]
run = ["true"]
)";
constexpr const char* k_objectives = R"([[metric]]
name = "speed"
from = "report"
[[metric]]
name = "loss"
from = "report"
[[objective]]
metric = "loss"
goal = "minimize"
[[objective]]
metric = "speed"
goal = "maximize"
)";

History small() {
    History history;
    history.source = "s.db";
    history.parameters = {number("x", ParameterType::real, 0, 2, 0), number("depth", ParameterType::integer, 1, 9, 1)};
    history.metrics = {{"loss", "", spec::Goal::minimize, {}, {}}, {"speed", "", spec::Goal::maximize, {}, {}}};
    history.trials = {done(0, {"0.5", "3"}, {{1, 2}, {7}})};
    history.trials[0].steps = {{0, 0, 0, 4, 0.5}};
    return history;
}

TEST(PlaceTest, ParametersAndObjectivesAreMatchedByName) {
    const auto spec = spec_of(std::string(k_parameters) + k_objectives);
    const auto placed = place(small(), spec);
    ASSERT_TRUE(placed) << placed.error().message();
    EXPECT_EQ(space::to_json(spec.space, placed->front().configuration), R"({"depth":3,"x":0.5})");
    using M = storage::MeasurementRecord;
    EXPECT_THAT(placed->front().measurements, ElementsAre(M{0, 1, 0, 1}, M{0, 1, 1, 2}, M{0, 0, 0, 7}));
    EXPECT_THAT(placed->front().intermediates, ElementsAre(storage::IntermediateRecord{0, 1, 0, 4, 0.5}));
}

TEST(PlaceTest, ObjectivesWithoutCommonNamesAreMatchedByTheirOrder) {
    auto history = small();
    history.metrics[0].name = "value_0";
    history.metrics[1].name = "value_1";
    const auto placed = place(history, spec_of(std::string(k_parameters) + k_objectives));
    ASSERT_TRUE(placed) << placed.error().message();
    EXPECT_EQ(placed->front().measurements[0].metric, 1);
}

TEST(PlaceTest, EveryMismatchIsNamed) {
    auto history = small();
    history.parameters[0].name = "y";
    history.metrics[1].goal = spec::Goal::minimize;
    history.trials.push_back(done(8, {"0.5", "9"}, {{1}, {7}}));
    history.trials.push_back(done(9, {"0.5", "8"}, {{1}, {7}}));
    const auto placed = place(history, spec_of(std::string(k_parameters) + k_objectives));
    ASSERT_FALSE(placed);
    const auto& what = placed.error().what;
    EXPECT_THAT(what, HasSubstr("s.db: parameter 'y': exp.toml has none of this name"));
    EXPECT_THAT(what, HasSubstr("s.db: parameter 'x' of exp.toml: the history has no values of it"));
    EXPECT_THAT(what, HasSubstr("s.db: parameter 'depth': trial 8 has 9, and in exp.toml it is int 1 to 5"));
    EXPECT_THAT(what, Not(HasSubstr("trial 9")));
    EXPECT_THAT(what, HasSubstr("s.db: objective 'speed' is minimised, and 'speed' of exp.toml is maximised"));
}

TEST(PlaceTest, ObjectivesMustBeAsMany) {
    auto history = small();
    history.metrics.pop_back();
    history.trials[0].measured.pop_back();
    const auto placed = place(history, spec_of(std::string(k_parameters) + k_objectives));
    ASSERT_FALSE(placed);
    EXPECT_EQ(placed.error().what, "s.db: it has 1 objectives, and exp.toml has 2");
}

}  // namespace
}  // namespace paretop::exchange
