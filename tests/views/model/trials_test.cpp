#include "views/model/trials.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/measure/rounds.h"
#include "engine/measure/statistics.h"
#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using storage::TrialNumber;
using test::value_of;

struct Fixture {
    storage::Store store = test::open_store();
    test::SyntheticRun like = test::encoded_run(500);
    storage::RunId run = test::add_run(store, like);
    std::shared_ptr<const Experiment> experiment = test::experiment_of(store, run);
    TrialsModel model{store, run, experiment};
};

std::vector<TrialNumber> numbers_of(const TrialsModel& model) {
    std::vector<TrialNumber> numbers;
    for (std::size_t row = 0; row < model.size(); ++row) numbers.push_back(model.number_at(row));
    return numbers;
}

// Everything a brute-force computation needs of one trial.
struct Known {
    TrialNumber number;
    bool failed;
    std::vector<std::optional<double>> parameters, metrics;
};

std::vector<Known> read_all(storage::Store& store, storage::RunId run) {
    std::vector<Known> all;
    const auto count = value_of(storage::count_trials(store, run));
    for (const auto& trial : value_of(storage::list_trials(store, run, 0, count))) {
        const auto point = test::synthetic_point(trial.key.number);
        Known known{trial.key.number,
                    trial.state == storage::TrialState::failed,
                    {static_cast<double>(point.level), static_cast<double>(point.wlog), static_cast<double>(point.block)},
                    {}};
        std::vector<std::vector<double>> values(2);
        for (const auto& m : value_of(storage::list_measurements(store, trial.key)))
            if (m.repeat >= 0) values[static_cast<std::size_t>(m.metric)].push_back(m.value);
        for (auto& repeats : values)
            known.metrics.push_back(repeats.empty() ? std::nullopt : std::optional(measure::median(std::move(repeats))));
        all.push_back(std::move(known));
    }
    return all;
}

struct Case {
    std::string filter;
    std::function<bool(const Known&)> keep;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {"", [](const Known&) { return true; }},
        {"level > 9", [](const Known& k) { return *k.parameters[0] > 9; }},
        {"wall_s < 0.5 && wlog >= 12",
         [](const Known& k) { return k.metrics[0] && *k.metrics[0] < 0.5 && *k.parameters[1] >= 12; }},
        {"state == 'failed'", [](const Known& k) { return k.failed; }},
        {"number % 3 == 1 || reason ~ 'timeout'", [](const Known& k) { return k.number % 3 == 1 || k.failed; }},
        {"level > 100", [](const Known&) { return false; }},
    };
    return all;
}

std::vector<TrialNumber> brute_force(const std::vector<Known>& all, const Case& which, const Field& field, bool descending) {
    std::vector<Known> kept;
    std::copy_if(all.begin(), all.end(), std::back_inserter(kept), which.keep);
    const auto key = [&](const Known& k) -> std::optional<double> {
        if (field.kind == Field::Kind::number) return static_cast<double>(k.number);
        return field.kind == Field::Kind::metric ? k.metrics[field.index] : k.parameters[field.index];
    };
    std::stable_sort(kept.begin(), kept.end(), [&](const Known& a, const Known& b) {
        const auto x = key(a), y = key(b);
        if (x.has_value() != y.has_value()) return x.has_value();
        if (!x) return a.number < b.number;
        const auto first = std::pair(*x, a.number), second = std::pair(*y, b.number);
        return descending ? first > second : first < second;
    });
    std::vector<TrialNumber> numbers;
    for (const auto& k : kept) numbers.push_back(k.number);
    return numbers;
}

const std::vector<Field>& fields() {
    static const std::vector<Field> all{{Field::Kind::number, 0},
                                        {Field::Kind::metric, 0},
                                        {Field::Kind::metric, 1},
                                        {Field::Kind::parameter, 0},
                                        {Field::Kind::parameter, 2}};
    return all;
}

TEST(Trials, FilterAndSortEqualABruteForceComputation) {
    Fixture f;
    const auto all = read_all(f.store, f.run);
    for (const auto& which : cases())
        for (const auto& field : fields())
            for (const bool descending : {false, true}) {
                value_of(f.model.set_filter(which.filter));
                f.model.set_sort(field, descending);
                test::update_all(f.model, 60);
                EXPECT_EQ(numbers_of(f.model), brute_force(all, which, field, descending)) << which.filter << " " << field.index;
            }
}

TEST(Trials, RowsThatArriveWhileItLoadsAreInTheirPlaces) {
    Fixture f;
    std::mt19937 random(3);
    for (const auto& which : cases())
        for (const auto& field : fields()) {
            value_of(f.model.set_filter(which.filter));
            f.model.set_sort(field, true);
            for (int i = 0; i < 4; ++i) {
                auto budget = Budget::of_steps(static_cast<std::int64_t>(random() % 150));
                value_of(f.model.update(budget));
                test::add_trials(f.store, f.run, f.like, 3);
            }
            test::update_all(f.model, 100);
            EXPECT_EQ(numbers_of(f.model), brute_force(read_all(f.store, f.run), which, field, true)) << which.filter;
        }
}

TEST(Trials, WhatIsKnownSoFarIsInOrder) {
    Fixture f;
    f.model.set_sort({Field::Kind::metric, 0}, false);
    auto budget = Budget::of_steps(100);
    EXPECT_TRUE(value_of(f.model.update(budget)));
    EXPECT_EQ(f.model.size(), 100U);
    EXPECT_DOUBLE_EQ(f.model.known(), 0.2);
    auto all = read_all(f.store, f.run);
    all.resize(100);
    EXPECT_EQ(numbers_of(f.model), brute_force(all, cases()[0], {Field::Kind::metric, 0}, false));
}

TEST(Trials, ByNumberNothingIsLoaded) {
    Fixture f;
    auto budget = Budget::of_steps(0);
    EXPECT_FALSE(value_of(f.model.update(budget)));
    EXPECT_EQ(f.model.size(), 500U);
    EXPECT_EQ(f.model.number_at(0), 499);
    f.model.set_sort({Field::Kind::number, 0}, false);
    EXPECT_EQ(f.model.number_at(0), 0);
    EXPECT_EQ(f.model.known(), 1);
}

TEST(Trials, ATrialUnderWayMovesToItsPlaceWhenItIsDone) {
    Fixture f;
    test::put_open_trial(f.store, {f.run, 500});
    test::put_open_trial(f.store, {f.run, 501});
    f.model.set_sort({Field::Kind::metric, 0}, false);
    test::update_all(f.model);
    EXPECT_GT(*value_of(f.model.row_of(500)), 400U) << "without a value it is among the last";
    test::finish_trial(f.store, {f.run, 500}, {-1, 5});
    test::update_all(f.model);
    EXPECT_EQ(f.model.number_at(0), 500);
    EXPECT_EQ(f.model.size(), 502U);
    value_of(f.model.set_filter("state == 'running'"));
    test::update_all(f.model);
    EXPECT_EQ(numbers_of(f.model), std::vector<TrialNumber>{501});
    test::finish_trial(f.store, {f.run, 501}, {}, true);
    test::update_all(f.model);
    EXPECT_EQ(f.model.size(), 0U);
}

TEST(Trials, TheCursorStaysOnItsTrial) {
    Fixture f;
    test::update_all(f.model);
    f.model.move_to(20);
    const auto chosen = *f.model.cursor();
    test::add_trials(f.store, f.run, f.like, 30);
    test::update_all(f.model);
    EXPECT_EQ(f.model.cursor(), chosen);
    EXPECT_EQ(f.model.cursor_row(), 50U);
    f.model.set_sort({Field::Kind::metric, 1}, false);
    test::update_all(f.model, 40);
    EXPECT_EQ(f.model.number_at(f.model.cursor_row()), chosen);
    value_of(f.model.set_filter("number != " + std::to_string(chosen)));
    test::update_all(f.model);
    EXPECT_EQ(f.model.cursor(), chosen) << "it is only hidden";
    value_of(f.model.set_filter(""));
    test::update_all(f.model);
    EXPECT_EQ(f.model.number_at(f.model.cursor_row()), chosen);
}

TEST(Trials, RowsAndNumbersAreInverse) {
    Fixture f;
    value_of(f.model.set_filter("level > 5"));
    f.model.set_sort({Field::Kind::metric, 0}, true);
    test::update_all(f.model);
    for (std::size_t row = 0; row < f.model.size(); ++row) EXPECT_EQ(value_of(f.model.row_of(f.model.number_at(row))), row);
    EXPECT_EQ(value_of(f.model.row_of(-1)), std::nullopt);
    EXPECT_EQ(value_of(f.model.row_of(100000)), std::nullopt);
}

TEST(Trials, LinesHoldWhatTheStoreHolds) {
    Fixture f;
    const auto all = read_all(f.store, f.run);
    for (const bool descending : {false, true})
        for (const auto& field : {Field{Field::Kind::number, 0}, Field{Field::Kind::parameter, 1}}) {
            f.model.set_sort(field, descending);
            test::update_all(f.model);
            const auto lines = value_of(f.model.lines(3, 40));
            ASSERT_EQ(lines.size(), 40U);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const auto& known = all[static_cast<std::size_t>(lines[i].number)];
                EXPECT_EQ(lines[i].number, f.model.number_at(3 + i));
                EXPECT_EQ(lines[i].parameters[0], std::to_string(static_cast<int>(*known.parameters[0])));
                EXPECT_EQ(lines[i].reason, known.failed ? "timeout after 30 s" : "");
                if (known.failed)
                    EXPECT_TRUE(std::isnan(lines[i].metrics[0]));
                else
                    EXPECT_DOUBLE_EQ(lines[i].metrics[0], *known.metrics[0]);
            }
        }
    EXPECT_EQ(value_of(f.model.lines(495, 40)).size(), 5U);
}

TEST(Trials, AFilterThatCannotBeUnderstoodChangesNothing) {
    Fixture f;
    value_of(f.model.set_filter("level > 9"));
    const auto unknown = f.model.set_filter("levle > 3");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message().find("levle"), std::string::npos);
    EXPECT_NE(unknown.error().message().find("wlog"), std::string::npos) << "the known names are listed";
    EXPECT_FALSE(f.model.set_filter("level >"));
    EXPECT_EQ(f.model.filter(), "level > 9");
    value_of(f.model.set_filter("  "));
    EXPECT_EQ(f.model.filter(), "");
}

TEST(Trials, CountTheRepeatsOfEachRound) {
    auto store = test::open_store();
    const auto run = test::add_run(store, test::encoded_run(10));
    value_of(store.write([&] {
        const std::vector<storage::MeasurementRecord> more{
            {4, 0, measure::first_of(measure::Round::confirm), 1},     {4, 1, measure::first_of(measure::Round::confirm), 1},
            {4, 0, measure::first_of(measure::Round::confirm) + 1, 1}, {4, 1, measure::first_of(measure::Round::confirm) + 1, 1},
            {4, 0, measure::first_of(measure::Round::last), 1},        {4, 1, measure::first_of(measure::Round::last), 1}};
        return storage::insert_measurements(store, run, more);
    }));
    TrialsModel model(store, run, test::experiment_of(store, run));
    value_of(model.set_filter("repeats > 3"));
    test::update_all(model);
    const auto lines = value_of(model.lines(0, 10));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].number, 4);
    EXPECT_EQ(lines[0].rounds.search, 3);
    EXPECT_EQ(lines[0].rounds.confirm, 2);
    EXPECT_EQ(lines[0].rounds.last, 1);
}

TEST(Trials, SayWhatARunningOneIsDoing) {
    auto store = test::open_store();
    const auto run = test::add_run(store, test::encoded_run(5));
    test::put_open_trial(store, {run, 5});
    value_of(store.write([&]() -> Result<void> {
        PARETOP_TRY(auto trial, storage::get_trial(store, {run, 5}));
        trial.status = "measured again: repeat 2 of 5";
        return storage::put_trial(store, trial);
    }));
    TrialsModel model(store, run, test::experiment_of(store, run));
    test::update_all(model);
    EXPECT_EQ(value_of(model.lines(0, 1))[0].status, "measured again: repeat 2 of 5");
}

TEST(TrialFilter, OfAValueReadsAsThatValue) {
    space::Parameter level, kind;
    level.name = "level";
    kind.name = "block kind";
    kind.type = space::ParameterType::categorical;
    kind.choices = {"plain", "o'clock"};
    EXPECT_EQ(filter_of(level, std::int64_t{3}), "level == 3");
    EXPECT_EQ(filter_of(kind, std::int64_t{1}), "`block kind` == 'o''clock'");
    level.name = "not";
    EXPECT_EQ(filter_of(level, std::int64_t{3}), "`not` == 3");
}

}  // namespace
}  // namespace paretop::model
