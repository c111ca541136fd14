#include "app/assets.h"

#include <filesystem>

#include "version.h"

namespace paretop::app {

std::string assets_folder() {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto installed =
        (fs::read_symlink("/proc/self/exe", error).parent_path() / PARETOP_INSTALLED_ASSETS).lexically_normal();
    return !error && fs::is_directory(installed, error) ? installed.string() : PARETOP_SOURCE_ASSETS;
}

}  // namespace paretop::app
