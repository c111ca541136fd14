#include "app/store_path.h"

#include <cstdlib>
#include <filesystem>

namespace paretop::app {
namespace {

namespace fs = std::filesystem;
using Mode = storage::OpenOptions::Mode;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::string absolute(const std::string& path) { return fs::absolute(path).lexically_normal().string(); }

Result<storage::Store> open(const std::string& path, Mode mode) {
    storage::OpenOptions options;
    options.mode = mode;
    return storage::Store::open(path, options);
}

}  // namespace

Result<std::string> store_path(const std::string& option) {
    if (!option.empty()) return absolute(option);
    if (const auto store = variable("PARETOP_STORE"); !store.empty()) return absolute(store);
    if (const auto data = variable("XDG_DATA_HOME"); data.starts_with('/')) return data + "/paretop/paretop.db";
    if (const auto home = variable("HOME"); home.starts_with('/')) return home + "/.local/share/paretop/paretop.db";
    return fail(ErrorKind::usage, "no store is named and HOME is not set", {}, "say --store PATH or set PARETOP_STORE");
}

Result<storage::Store> open_or_create(const std::string& path) {
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (error)
        return fail(ErrorKind::io, "cannot make this folder for the store: " + error.message(),
                    fs::path(path).parent_path().string(), "choose another place with --store PATH");
    return open(path, Mode::create);
}

Result<storage::Store> open_existing(const std::string& path, Mode mode) {
    std::error_code error;
    if (!fs::exists(path, error))
        return fail(ErrorKind::not_found, error ? error.message() : "there is no store here yet", path,
                    "`paretop run FILE` makes one, --store PATH names another");
    return open(path, mode);
}

Result<storage::Store> open_to_read(const std::string& option) {
    PARETOP_TRY(const auto path, store_path(option));
    return open_existing(path, Mode::read_only);
}

Result<storage::Store> open_to_write(const std::string& option) {
    PARETOP_TRY(const auto path, store_path(option));
    return open_existing(path, Mode::read_write);
}

}  // namespace paretop::app
