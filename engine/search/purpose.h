// What random numbers are drawn for: the last part of the key of search::Random. A recorded run repeats only while these stay as
// they are.
#pragma once

#include <cstdint>

namespace paretop::search::purpose {

inline constexpr std::uint32_t draw = 1, sobol_shift = 2, sobol_beyond = 3, sobol_repair = 4, breed = 5, feasible = 6;
inline constexpr std::uint32_t lhs_order = 20, lhs_place = 21, lhs_repair = 22, anneal_move = 23, anneal_accept = 24,
                               weights = 25, cmaes_sample = 26, cmaes_restart = 27, differences = 28, mutate_uniformly = 29,
                               mutate_normally = 30, pattern = 31, descent = 32;
inline constexpr std::uint32_t tpe_sample = 40, tpe_reservoir = 41;
inline constexpr std::uint32_t gp = 10, gp_repair = 11;

}  // namespace paretop::search::purpose
