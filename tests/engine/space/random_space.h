// Random spaces of all types with conditions and constraints, for properties that must hold of every space.
#pragma once

#include <random>

#include "engine/space/space.h"

namespace paretop::space {

Parameter integer(std::string name, double low, double high, double step = 1, bool log = false);
Parameter real(std::string name, double low, double high, double step = 0, bool log = false);
Parameter choice(std::string name, std::vector<std::string> choices, ParameterType type = ParameterType::categorical);
Parameter boolean(std::string name);
Parameter permutation(std::string name, std::vector<std::string> items);
Parameter when(Parameter parameter, std::string_view condition);
Constraint require(std::string_view condition);

Space random_space(std::mt19937& random);
std::vector<double> random_point(const Space& space, std::mt19937& random);

}  // namespace paretop::space
