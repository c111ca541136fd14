#include "app/write_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace paretop::app {

Result<void> write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (file) return {};
    return fail(ErrorKind::io, std::strerror(errno), path, "choose a folder you may write to");
}

}  // namespace paretop::app
