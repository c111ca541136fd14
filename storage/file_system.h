// What a store may lie on: SQLite's write-ahead log needs memory shared by all who have the file open, and locks that hold.
#pragma once

#include <string>

namespace paretop::storage {

// Type of the file system that holds an existing path, as mount(8) calls it ("nfs4", "fuse.sshfs"); empty: a local one of
// no interest, or unknown.
std::string file_system_name(const std::string& path);

// True for those that other machines can write to at the same time, or whose locks stay on this machine.
bool is_network_file_system(const std::string& name);

}  // namespace paretop::storage
