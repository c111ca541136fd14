// What an experiment will do, in words: shown before it is run.
#pragma once

#include <string>
#include <vector>

#include "engine/spec/spec.h"

namespace paretop::app {

std::string explain(const spec::Spec& spec);

// Things that are no errors of the file and would still fail here and now: programs that are not found, an input that is not
// there.
std::vector<std::string> warnings(const spec::Spec& spec);

}  // namespace paretop::app
