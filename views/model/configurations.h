// The configuration of a trial as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "views/model/experiments.h"

namespace paretop::model {

// nullopt: the stored experiment file or the configuration cannot be read any more.
Result<std::optional<space::Configuration>> configuration_of(const storage::Store& store, storage::TrialKey trial,
                                                             const Experiment& experiment);
// As they are written, by parameter; an inactive one is empty.
std::vector<std::string> parameter_texts(const space::Space& space, const space::Configuration& configuration);
// The text of a parameter of this type ("float") as it is shown in tables: reals with six significant digits.
std::string readable(std::string_view type, const std::string& text);
// Medians by metric of the latest round; NaN: not measured.
std::vector<double> metric_medians(const std::vector<storage::MeasurementRecord>& measurements, const Experiment& experiment);

}  // namespace paretop::model
