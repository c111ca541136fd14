// Repeats of rounds in which two trials are measured in turns (Round::compare and those beyond it).
#pragma once

#include "engine/measure/rounds.h"

namespace paretop::measure {

[[nodiscard]] constexpr bool is_comparing(std::int64_t repeat) { return repeat >= first_of(Round::compare) && !is_drift(repeat); }

}  // namespace paretop::measure
