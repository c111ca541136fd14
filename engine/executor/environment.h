// What every child finds in its environment: the spec's own variables, PARETOP_PARAM_<NAME> and the identity of its trial.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/spec/spec.h"
#include "engine/spec/template.h"

namespace paretop::executor {

using Variables = std::vector<std::string>;  // "NAME=value"

class Environment {
  public:
    // `spec` must outlive it.
    static Result<Environment> create(const spec::Spec& spec);

    // Variables of [command.environment], filled in, then one for each active parameter of `parameters`.
    [[nodiscard]] Variables fill(const space::Configuration& configuration, const spec::Places& places,
                                 std::span<const std::size_t> parameters) const;
    [[nodiscard]] std::vector<std::size_t> all_parameters() const;

  private:
    const spec::Spec* spec_ = nullptr;
    std::vector<std::pair<std::string, spec::Template>> own_;  // "NAME=", value
    std::vector<std::string> names_;                           // "PARETOP_PARAM_X=" by parameter
};

std::string trial_variable(const std::string& identity, std::int64_t trial);  // "PARETOP_TRIAL=<identity>:<trial>"

// Arguments of run, build, verify or setup: a shell text becomes /bin/sh -c TEXT.
Result<spec::Template> command_template(const std::vector<std::string>& elements, const spec::Spec& spec);
std::vector<std::string> command_line(const spec::Template& command, const spec::Spec& spec,
                                      const space::Configuration& configuration, const spec::Places& places);

}  // namespace paretop::executor
