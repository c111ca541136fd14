#include "views/model/configurations.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"

namespace paretop::model {

Result<std::optional<space::Configuration>> configuration_of(const storage::Store& store, storage::TrialKey trial,
                                                             const Experiment& experiment) {
    PARETOP_TRY(const auto record, storage::get_trial(store, trial));
    PARETOP_TRY(const auto stored, storage::get_configuration(store, record.configuration));
    if (experiment.spec() == nullptr) return std::nullopt;
    auto decoded = space::decode(experiment.spec()->space, stored.compact);
    if (!decoded) return std::nullopt;
    return std::optional(std::move(*decoded));
}

std::vector<std::string> parameter_texts(const space::Space& space, const space::Configuration& configuration) {
    std::vector<std::string> texts;
    const auto& parameters = space.parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) texts.push_back(space::to_text(parameters[i], configuration.values[i]));
    return texts;
}

std::string readable(std::string_view type, const std::string& text) {
    double value = 0;
    const auto* const end = text.data() + text.size();
    if (type != "float" || text.size() <= std::size_t{space::k_readable_digits + 2}) return text;
    if (std::from_chars(text.data(), end, value).ptr != end) return text;
    return fmt::format("{:.{}g}", value, space::k_readable_digits);
}

std::vector<double> metric_medians(const std::vector<storage::MeasurementRecord>& measurements, const Experiment& experiment) {
    std::vector<double> medians;
    for (std::size_t i = 0; i < experiment.metrics.size(); ++i) {
        auto values =
            measure::values_of(measurements, static_cast<std::size_t>(experiment.metrics[i].position), measure::Round::last);
        medians.push_back(values.empty() ? std::numeric_limits<double>::quiet_NaN() : measure::median(std::move(values)));
    }
    return medians;
}

}  // namespace paretop::model
