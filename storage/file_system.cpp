#include "storage/file_system.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string_view>

namespace paretop::storage {
namespace {

struct Magic {
    std::uint64_t number;
    std::string_view name;
};

// statfs(2), linux/magic.h and the file systems' own sources.
constexpr std::array k_magics{
    Magic{0x6969, "nfs"},       Magic{0xff534d42, "cifs"},   Magic{0xfe534d42, "smb2"},   Magic{0x517b, "smbfs"},
    Magic{0x01021997, "9p"},    Magic{0x0bd00bd0, "lustre"}, Magic{0x47504653, "gpfs"},   Magic{0x00c36400, "ceph"},
    Magic{0x5346414f, "afs"},   Magic{0x6b414653, "afs"},    Magic{0x73757245, "coda"},   Magic{0x564c, "ncpfs"},
    Magic{0x7461636f, "ocfs2"}, Magic{0x01161970, "gfs2"},   Magic{0x19830326, "beegfs"}, Magic{0x20030528, "orangefs"},
    Magic{0xaad7aaea, "panfs"}, Magic{0x65735546, "fuse"},
};

constexpr std::array<std::string_view, 17> k_fuse_network{
    "fuse.sshfs",     "fuse.s3fs",    "fuse.goofys",    "fuse.rclone",    "fuse.davfs", "fuse.curlftpfs",
    "fuse.glusterfs", "fuse.ceph",    "fuse.ceph-fuse", "fuse.moosefs",   "fuse.mfs",   "fuse.lizardfs",
    "fuse.juicefs",   "fuse.JuiceFS", "fuse.gcsfuse",   "fuse.blobfuse2", "fuse.weed",
};

// Of FUSE only the mount table knows which program is behind it. A line of it, proc(5): "36 35 98:0 / /mnt opts - type source".
std::string mounted_type(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    const std::string device = std::to_string(major(status.st_dev)) + ":" + std::to_string(minor(status.st_dev));
    std::ifstream table("/proc/self/mountinfo");
    for (std::string line; std::getline(table, line);) {
        std::istringstream words(line);
        std::string id, parent, found, type;
        words >> id >> parent >> found;
        if (found != device) continue;
        const auto dash = line.find(" - ");
        if (dash == std::string::npos) continue;
        std::istringstream(line.substr(dash + 3)) >> type;
        return type;
    }
    return {};
}

}  // namespace

std::string file_system_name(const std::string& path) {
    struct statfs status {};
    if (::statfs(path.c_str(), &status) != 0) return {};
    const auto number = static_cast<std::uint32_t>(status.f_type);
    const auto* known = std::find_if(k_magics.begin(), k_magics.end(), [&](const Magic& m) { return m.number == number; });
    if (known == k_magics.end()) return {};
    if (known->name != "fuse") return std::string(known->name);
    const std::string type = mounted_type(path);
    return type.empty() ? "fuse" : type;
}

bool is_network_file_system(const std::string& name) {
    if (name.starts_with("fuse")) return std::find(k_fuse_network.begin(), k_fuse_network.end(), name) != k_fuse_network.end();
    return std::any_of(k_magics.begin(), k_magics.end(), [&](const Magic& m) { return m.name == name; });
}

}  // namespace paretop::storage
