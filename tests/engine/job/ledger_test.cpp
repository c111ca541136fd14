#include "engine/job/ledger.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/search/random.h"
#include "engine/spec/spec.h"

namespace paretop::job {
namespace {

spec::Spec of_objectives(int count) {
    std::string text = R"(
[experiment]
name = "many"
kind = "tune"
[[parameter]]
name = "x"
type = "int"
range = [0, 9999]
[command]
run = ["true"]
)";
    for (int i = 0; i < count; ++i) text += fmt::format("[[metric]]\nname = \"m{}\"\nfrom = \"report\"\n", i);
    for (int i = 0; i < count; ++i) text += fmt::format("[[objective]]\nmetric = \"m{}\"\ngoal = \"minimize\"\n", i);
    auto read = spec::read_spec(text + "[search]\ntrials = 400\n", "many.toml", "/");
    EXPECT_TRUE(read.spec) << read.problems.front().message("many.toml");
    return std::move(*read.spec);
}

// Points near a sphere's octant, so that most of them stand on the front.
front::Point drawn(int objectives, std::uint64_t trial) {
    search::Random random(5, trial, 1);
    front::Point point;
    double squares = 0;
    for (int i = 0; i < objectives; ++i) {
        point.push_back(0.05 + random.uniform());
        squares += point.back() * point.back();
    }
    for (double& value : point) value = 1.2 - value / std::sqrt(squares) * (0.9 + 0.1 * random.uniform());
    return point;
}

struct Told {
    storage::RunRecord run;
    std::vector<double> volumes;
    std::vector<front::Point> points;
};
Told tell(int objectives, int trials) {
    const auto spec = of_objectives(objectives);
    storage::RunRecord run;
    run.planned = 400;
    Ledger ledger(spec, run);
    Told told;
    for (int trial = 0; trial < trials; ++trial) {
        told.points.push_back(drawn(objectives, static_cast<std::uint64_t>(trial)));
        std::vector<storage::MeasurementRecord> measurements;
        for (int i = 0; i < objectives; ++i) {
            measurements.emplace_back();
            measurements.back().metric = i;
            measurements.back().value = told.points.back()[static_cast<std::size_t>(i)];
        }
        ledger.judge(trial, false, {}, false, measurements, 0, 0);
        if (ledger.run.hypervolume) told.volumes.push_back(*ledger.run.hypervolume);
    }
    told.run = ledger.run;
    return told;
}

// In boxes, like the run's.
double exact(const Told& told) {
    double box = 1;
    for (std::size_t i = 0; i < told.run.reference_point.size(); ++i) {
        double best = INFINITY;
        for (int p = 0; p < 20; ++p) best = std::min(best, told.points[static_cast<std::size_t>(p)][i]);
        box *= told.run.reference_point[i] - best;
    }
    return front::hypervolume(told.points, told.run.reference_point) / box;
}

TEST(Ledger, AddsUpTheVolumeOfFourObjectives) {
    const auto told = tell(4, 60);
    EXPECT_NEAR(told.run.hypervolume.value(), exact(told), 1e-9);
}

TEST(Ledger, EstimatesTheVolumeOfManyObjectives) {
    const auto told = tell(6, 70);
    EXPECT_GT(told.run.front_size, 40);
    EXPECT_NEAR(told.run.hypervolume.value() / exact(told), 1, 0.02);
    EXPECT_TRUE(std::is_sorted(told.volumes.begin(), told.volumes.end()));
    EXPECT_EQ(tell(6, 70).volumes, told.volumes);  // a replay comes to the same
}

}  // namespace
}  // namespace paretop::job
