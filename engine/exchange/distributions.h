// Optuna's distributions and our parameters. For engine/exchange only.
#pragma once

#include <optional>
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

// Of a categorical distribution, its choices as a JSON array; empty: it is another one.
std::string choices_of(const std::string& distribution);
// The text of the choice that is `value` (JSON) in such an array. nullopt: it has none.
std::optional<std::string> text_of_choice(const std::string& choices, const std::string& value);

// What a parameter is in Optuna.
struct Coding {
    std::string distribution;
    std::vector<std::string> texts;   // of a categorical one: ours, by the index of the choice
    std::vector<std::string> values;  // likewise: JSON
};
// `orders`: of a permutation, those that occur. `choices`: of a categorical one, the array it was imported with, which is kept in
// its types and its order; what it lacks comes behind. Empty: numbers where all are numbers, else texts.
Coding coding_of(const space::Parameter& parameter, const std::vector<std::string>& orders, const std::string& choices);
// What trial_params holds for a value, and the value itself as JSON.
double value_to_store(const space::Parameter& parameter, const Coding& coding, const std::string& text);
std::string value_as_json(const space::Parameter& parameter, const Coding& coding, const std::string& text);

}  // namespace paretop::exchange
