#include "engine/executor/environment.h"

#include <fmt/format.h>

#include <numeric>

#include "engine/process/proc.h"

namespace paretop::executor {

Result<Environment> Environment::create(const spec::Spec& spec) {
    Environment environment;
    environment.spec_ = &spec;
    for (const auto& [name, value] : spec.command.environment) {
        PARETOP_TRY(auto text, spec::Template::parse({value}, spec.space));
        environment.own_.emplace_back(name + "=", std::move(text));
    }
    for (const auto& parameter : spec.space.parameters())
        environment.names_.push_back(spec::environment_name(parameter.name) + "=");
    return environment;
}

Variables Environment::fill(const space::Configuration& configuration, const spec::Places& places,
                            std::span<const std::size_t> parameters) const {
    Variables variables;
    variables.reserve(own_.size() + parameters.size() + 4);
    for (const auto& [name, value] : own_) variables.push_back(name + value.expand_text(spec_->space, configuration, places));
    for (const std::size_t index : parameters) {
        const auto& value = configuration.values[index];
        if (std::holds_alternative<space::Inactive>(value)) continue;
        variables.push_back(names_[index] + space::to_text(spec_->space.parameters()[index], value));
    }
    return variables;
}

std::vector<std::size_t> Environment::all_parameters() const {
    std::vector<std::size_t> all(names_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

std::string trial_variable(const std::string& identity, std::int64_t trial) {
    return fmt::format("{}={}:{}", process::k_trial_variable, identity, trial);
}

Result<spec::Template> command_template(const std::vector<std::string>& elements, const spec::Spec& spec) {
    return spec::Template::parse(elements, spec.space, spec.command.shell);
}

std::vector<std::string> command_line(const spec::Template& command, const spec::Spec& spec,
                                      const space::Configuration& configuration, const spec::Places& places) {
    auto arguments = command.expand(spec.space, configuration, places);
    if (!spec.command.shell || arguments.empty()) return arguments;
    return {"/bin/sh", "-c", std::move(arguments.front())};
}

}  // namespace paretop::executor
