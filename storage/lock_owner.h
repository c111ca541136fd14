// For storage/ and its tests only.
#pragma once

#include <cstdint>
#include <string>

namespace paretop::storage {

// Pid of a process that drives a run of this store or writes a profile of it (any byte of its lock file); 0: nobody does,
// −1: somebody whose pid cannot be told. This process counts too.
std::int64_t lock_owner(const std::string& store_path);

}  // namespace paretop::storage
