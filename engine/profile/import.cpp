#include "engine/profile/import.h"

#include <fmt/format.h>

#include <filesystem>

namespace paretop::profile {
namespace {

std::filesystem::path absolute_path(const std::string& path) {
    std::error_code error;
    auto whole = std::filesystem::absolute(path, error);
    return error ? std::filesystem::path(path) : whole;
}

std::string name_of(const std::string& path) {
    auto named = std::filesystem::path(path).lexically_normal();
    if (!named.has_filename()) named = named.parent_path();
    const auto name = named.filename().string();
    return name.empty() || name == "." ? absolute_path(path).parent_path().filename().string() : name;
}

Result<Imported> stored(const storage::Store& store, storage::ProfileId id) {
    Imported imported;
    PARETOP_TRY(imported.profile, storage::get_profile(store, id));
    PARETOP_TRY(imported.omissions, storage::list_omissions(store, id));
    return imported;
}

Result<void> read_into(const Format& format, const std::vector<std::string>& paths, ProfileWriter& writer) {
    PARETOP_CHECK(format.read(paths, writer));
    return writer.commit(storage::ProfileState::complete);
}

}  // namespace

Result<Imported> import_profile(storage::Store& store, const std::vector<std::string>& paths, const ImportOptions& options,
                                const Clock& clock) {
    for (const auto& path : paths) {
        std::error_code error;
        if (std::filesystem::exists(path, error)) continue;
        return fail(ErrorKind::not_found, error ? error.message() : "there is no such file or folder", path, "check the path");
    }
    const Format* format = format_named(options.format);
    if (options.format.empty()) {
        PARETOP_TRY(format, detect_format(paths));
    } else if (format == nullptr) {
        return fail(ErrorKind::usage, fmt::format("there is no format '{}'", options.format), "--format", format_list());
    }
    storage::ProfileRecord profile;
    profile.name = options.name.empty() ? name_of(paths.front()) : options.name;
    profile.format = format->name;
    profile.trial = options.trial;
    profile.created_ns = clock.now_ns();
    for (const auto& path : paths) profile.sources.push_back(absolute_path(path).lexically_normal().string());
    PARETOP_TRY(auto writer, ProfileWriter::begin(store, profile, {options.raw}));
    const auto read = read_into(*format, paths, writer);
    if (read) return stored(store, writer.id());
    // Best effort: what made reading fail is what is told.
    (void)store.write([&] { return storage::remove_profile(store, writer.id()); });
    return tl::unexpected<Error>(read.error());
}

}  // namespace paretop::profile
