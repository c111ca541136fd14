// Folders and files of the experiment file with their placeholders filled in.
#pragma once

#include <string>
#include <string_view>

#include "engine/spec/spec.h"
#include "engine/spec/template.h"

namespace paretop::spec {

// What {input} stands for, absolute; empty: there is none.
std::string input_path(const Spec& spec, std::string_view cache);

// Whether anything that is done for a trial names the place: run, verify, their environment and directory, a metric's file.
bool uses(const Spec& spec, Place place);

// Working directory of run and verify in one trial, absolute.
std::string run_directory(const Spec& spec, const space::Configuration& configuration, const Places& places);

}  // namespace paretop::spec
