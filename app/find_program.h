#pragma once

#include <string>

namespace paretop::app {

// The path of a program that a name without a slash would start; empty: there is none in PATH.
std::string find_program(const std::string& name);

}  // namespace paretop::app
