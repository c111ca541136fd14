#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "tests/engine/space/random_space.h"

namespace paretop::space {
namespace {

// How often each value comes up over an even grid of the coordinate.
std::map<std::int64_t, int> shares(const Parameter& parameter, int samples) {
    const Space space({parameter}, {});
    std::map<std::int64_t, int> out;
    for (int i = 0; i < samples; ++i) {
        const double coordinate = (i + 0.5) / samples;
        ++out[std::get<std::int64_t>(from_unit(space, std::span(&coordinate, 1)).values[0])];
    }
    return out;
}

Value at(const Parameter& parameter, double coordinate) {
    return from_unit(Space({parameter}, {}), std::span(&coordinate, 1)).values[0];
}

TEST(unit, gives_discrete_values_equal_shares) {
    for (const auto& parameter : {integer("a", -2, 2), integer("a", 10, 50, 10), choice("a", {"v", "w", "x", "y", "z"})})
        for (const auto& [value, count] : shares(parameter, 1000)) EXPECT_EQ(count, 200) << value;
    EXPECT_EQ(shares(boolean("a"), 1000).at(0), 500);
}

TEST(unit, gives_logarithmic_integers_shares_of_the_log_scale) {
    const auto counts = shares(integer("a", 1, 4, 1, true), 100'000);
    const double whole = std::log(4.5 / 0.5);
    EXPECT_NEAR(counts.at(1), 100'000 * std::log(1.5 / 0.5) / whole, 2);
    EXPECT_NEAR(counts.at(4), 100'000 * std::log(4.5 / 3.5) / whole, 2);
    EXPECT_EQ(shares(integer("a", 1, 31, 10, true), 100).size(), 4U);
}

TEST(unit, spans_the_whole_range) {
    EXPECT_EQ(std::get<double>(at(real("x", -1, 3), 0)), -1);
    EXPECT_EQ(std::get<double>(at(real("x", -1, 3), 0.5)), 1);
    EXPECT_EQ(std::get<double>(at(real("x", -1, 3), 1)), 3);
    EXPECT_NEAR(std::get<double>(at(real("x", 1e-4, 1, 0, true), 0.5)), 1e-2, 1e-12);
    EXPECT_DOUBLE_EQ(std::get<double>(at(real("x", 1e-4, 1, 0, true), 0)), 1e-4);
    EXPECT_DOUBLE_EQ(std::get<double>(at(real("x", 1e-4, 1, 0, true), 1)), 1);
    EXPECT_EQ(std::get<std::int64_t>(at(integer("n", 1, 19), 1)), 19);
    EXPECT_EQ(std::get<std::int64_t>(at(integer("n", 5, 5), 0.7)), 5);
    EXPECT_EQ(std::get<std::int64_t>(at(integer("n", -9007199254740992., 9007199254740992.), 1)), 9007199254740992);
}

TEST(unit, moves_coordinates_from_outside_to_the_side) {
    EXPECT_EQ(std::get<std::int64_t>(at(integer("n", 1, 19), -3)), 1);
    EXPECT_EQ(std::get<std::int64_t>(at(integer("n", 1, 19), 7)), 19);
    EXPECT_EQ(std::get<std::int64_t>(at(integer("n", 1, 19), std::nan(""))), 1);
}

TEST(unit, orders_permutations_by_their_keys) {
    const Space space({permutation("p", {"a", "b", "c"}), boolean("z")}, {});
    EXPECT_EQ(unit_dimensions(space), 4U);
    const std::vector<double> keys{0.9, 0.1, 0.5, 0.8};
    const auto configuration = from_unit(space, keys);
    EXPECT_EQ(std::get<Permutation>(configuration.values[0]), (Permutation{1, 2, 0}));
    EXPECT_EQ(std::get<std::int64_t>(configuration.values[1]), 1);
    const std::vector<double> ties(4, 0.5);
    EXPECT_EQ(std::get<Permutation>(from_unit(space, ties).values[0]), (Permutation{0, 1, 2}));
}

TEST(unit, gives_inactive_ones_the_centre_of_their_default) {
    const Space space({boolean("a"), when(integer("b", 0, 9), "a")}, {});
    EXPECT_EQ(to_unit(space, space.defaults()), (std::vector<double>{0.25, 0.05}));
}

void expect_same(const Space& space, const Configuration& before, const Configuration& after) {
    for (std::size_t i = 0; i < before.values.size(); ++i) {
        const auto* const real_value = std::get_if<double>(&before.values[i]);
        const auto& parameter = space.parameters()[i];
        if (real_value != nullptr && parameter.step <= 0) {
            EXPECT_NEAR(std::get<double>(after.values[i]), *real_value, 1e-9 * (parameter.high - parameter.low));
        } else if (parameter.cardinality() < 1e12) {
            EXPECT_EQ(after.values[i], before.values[i]) << parameter.name << ' ' << to_text(parameter, before.values[i]);
        }
    }
}

TEST(unit, leads_back_to_the_same_configuration_in_every_space) {
    std::mt19937 random(11);
    for (int round = 0; round < 400; ++round) {
        // Conditions are left out: rounding a continuous value may turn one over.
        auto parameters = random_space(random).parameters();
        for (auto& parameter : parameters) parameter.when.reset();
        const Space space(std::move(parameters), {});
        for (int i = 0; i < 10; ++i) {
            const auto configuration = from_unit(space, random_point(space, random));
            const auto coordinates = to_unit(space, configuration);
            ASSERT_EQ(coordinates.size(), unit_dimensions(space));
            for (const double coordinate : coordinates) ASSERT_TRUE(coordinate >= 0 && coordinate <= 1) << coordinate;
            expect_same(space, configuration, from_unit(space, coordinates));
        }
    }
}

TEST(unit, reaches_every_value_of_a_logarithmic_integer) {
    for (const auto& parameter : {integer("n", 1, 1000, 1, true), integer("n", 3, 303, 100, true), integer("n", 1, 2, 1, true)}) {
        const Space space({parameter}, {});
        for (double value = parameter.low; value <= parameter.high; value += parameter.step) {
            const Configuration configuration{{static_cast<std::int64_t>(value)}};
            EXPECT_EQ(from_unit(space, to_unit(space, configuration)), configuration) << value;
        }
    }
}

}  // namespace
}  // namespace paretop::space
