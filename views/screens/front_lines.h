// The configurations of a front as lines across their parameters and objectives.
#pragma once

#include <optional>
#include <string>

#include "views/charts/parallel.h"
#include "views/model/parameters.h"

namespace paretop::views {

struct FrontLines {
    std::string title;   // "front 21"
    std::string remark;  // "5 of 9 parameters · trial 131"
    ParallelChart chart;
};
// Axes: of the parameters that differ on the front those that matter most, as many as there is room for, then the objectives,
// each from the least to the most that occurs. `chosen`: a member of model.front(), which is not empty.
[[nodiscard]] FrontLines front_lines(const model::ParametersModel& model, std::optional<std::size_t> chosen, int columns);

}  // namespace paretop::views
