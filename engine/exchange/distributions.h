// Optuna's distributions and our parameters. For engine/exchange only.
#pragma once

#include <string>
#include <vector>

#include "engine/space/space.h"
#include "storage/base/result.h"

namespace paretop::exchange {

// A parameter without name, default and condition. usage: not understood.
Result<space::Parameter> from_distribution(const std::string& json);
// What trial_params holds as a text of the parameter it was read for.
Result<std::string> stored_value(const space::Parameter& parameter, double value);
// Widens `parameter` to what `other` takes too. False: they are of different kinds.
bool join(space::Parameter& parameter, const space::Parameter& other);

// The distribution of a parameter, and what trial_params holds for a value of it. `orders`: of a permutation, those that occur.
std::string to_distribution(const space::Parameter& parameter, const std::vector<std::string>& orders);
double value_to_store(const space::Parameter& parameter, const std::string& text, const std::vector<std::string>& orders);

}  // namespace paretop::exchange
