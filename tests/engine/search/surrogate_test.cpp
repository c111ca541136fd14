#include "engine/search/surrogate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/search/random.h"
#include "tests/engine/search/experiments.h"

namespace paretop::search {
namespace {

std::vector<Observation> observed(const std::function<double(const Coordinates&)>& value) {
    std::vector<Observation> all;
    Random random(11, 0, 99);
    for (int i = 0; i < 60; ++i) {
        const Coordinates at{random.uniform(), random.uniform()};
        all.push_back({at, at, {value(at)}, 0});
    }
    return all;
}

// Whether values between 1 and 3 keep their distances once the model knows first a few of these, then all.
bool is_straight_after(const std::vector<Observation>& all) {
    const auto space = floats(2);
    const Features features(space);
    Surrogate surrogate(features, 1, false);
    std::vector<const Observation*> known;
    for (const auto& one : all) known.push_back(&one);
    surrogate.learn(std::span(known).first(6), 40);  // too few to choose a scale by
    surrogate.learn(known, 40);
    surrogate.learn(known, 40);
    const double first = surrogate.warped(0, 2) - surrogate.warped(0, 1),
                 second = surrogate.warped(0, 3) - surrogate.warped(0, 2);
    return std::abs(first - second) < 1e-9 * std::abs(first);
}

TEST(Surrogate, ChoosesTheScaleOnWhichItsModelHolds) {
    const auto bowl = [](const Coordinates& at) { return std::pow(at[0] - 0.3, 2) + std::pow(at[1] - 0.3, 2); };
    EXPECT_TRUE(is_straight_after(observed(bowl)));
    const auto steep = [](const Coordinates& at) { return std::exp(8 * (at[0] + at[1])); };
    EXPECT_FALSE(is_straight_after(observed(steep)));
}

}  // namespace
}  // namespace paretop::search
