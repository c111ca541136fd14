#include "engine/search/features.h"

namespace paretop::search {

using space::ParameterType;

Features::Features(const space::Space& space) : space_(space) {
    for (std::size_t i = 0; i < space.parameters().size(); ++i) {
        const auto& parameter = space.parameters()[i];
        const std::size_t count = parameter.type == ParameterType::permutation ? parameter.choices.size() : 1;
        parameter_.insert(parameter_.end(), count, i);
        categorical_.insert(categorical_.end(), count,
                            parameter.type == ParameterType::categorical || parameter.type == ParameterType::boolean);
    }
}

std::vector<double> Features::of(const space::Configuration& configuration) const {
    auto features = to_unit(space_, configuration);
    for (std::size_t i = 0; i < features.size(); ++i)
        if (categorical_[i]) {
            const auto& parameter = space_.parameters()[parameter_[i]];
            const auto& value = configuration.values[parameter_[i]];
            const auto* const index = std::get_if<std::int64_t>(&value);
            features[i] = static_cast<double>(index != nullptr ? *index : std::get<std::int64_t>(parameter.fallback));
        }
    return features;
}

}  // namespace paretop::search
