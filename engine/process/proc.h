// What /proc says about other processes. Every answer may be out of date when it arrives.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace paretop::process {

std::vector<pid_t> children_of_self();                                       // living and zombies, of the calling thread
std::vector<pid_t> all_processes();                                          // of every user
std::string environment_of(pid_t pid);                                       // NUL-separated; empty: unreadable, gone or a zombie
bool has_variable(std::string_view environment, std::string_view variable);  // "NAME=value", whole
bool has_variable_prefix(std::string_view environment, std::string_view beginning);  // "NAME=val"

inline constexpr std::string_view k_trial_variable = "PARETOP_TRIAL";

}  // namespace paretop::process
