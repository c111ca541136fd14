// What random numbers are drawn for: the last part of the key of search::Random. A recorded run repeats only while these stay as
// they are.
#pragma once

#include <cstdint>

namespace paretop::search::purpose {

inline constexpr std::uint32_t draw = 1, sobol_shift = 2, sobol_beyond = 3, sobol_repair = 4, breed = 5, feasible = 6;

}  // namespace paretop::search::purpose
