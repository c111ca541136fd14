// Folders and files of the experiment file with their placeholders filled in.
#pragma once

#include <string>
#include <string_view>

#include "engine/spec/spec.h"
#include "engine/spec/template.h"

namespace paretop::spec {

// What {input} stands for, absolute; empty: there is none.
std::string input_path(const Spec& spec, std::string_view cache);

// Working directory of run and verify in one trial, absolute.
std::string run_directory(const Spec& spec, const space::Configuration& configuration, const Places& places);

}  // namespace paretop::spec
