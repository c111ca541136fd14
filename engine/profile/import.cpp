#include "engine/profile/import.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/profile/lotus.h"

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

// What killed imports of the same paths have left.
Result<std::vector<storage::ProfileId>> erase_cut_off(storage::Store& store, const std::vector<std::string>& sources) {
    PARETOP_TRY(const auto profiles, storage::list_profiles(store));
    std::vector<storage::ProfileId> erased;
    for (const auto& profile : profiles) {
        if (profile.state != storage::ProfileState::cut_off || profile.sources != sources) continue;
        PARETOP_TRY(const bool removed, storage::erase_cut_off(store, profile.id));
        if (removed) erased.push_back(profile.id);
    }
    return erased;
}

Result<Imported> stored(const storage::Store& store, storage::ProfileId id) {
    Imported imported;
    PARETOP_TRY(imported.profile, storage::get_profile(store, id));
    PARETOP_TRY(imported.omissions, storage::list_omissions(store, id));
    return imported;
}

// `id`: of the profile that has been begun, 0: none.
Result<void> read_all(const Format& format, const std::vector<std::string>& paths, storage::Store& store,
                      const storage::ProfileRecord& profile, const WriterOptions& options, storage::ProfileId& id) {
    PARETOP_TRY(auto writer, ProfileWriter::begin(store, profile, options));
    id = writer.id();
    PARETOP_CHECK(format.read(paths, writer));
    return writer.commit(storage::ProfileState::complete);
}

Result<std::vector<std::string>> choose_main(const std::vector<std::string>& paths, const ImportOptions& options,
                                             const Format& format) {
    if (!options.main) return paths;
    if (format.name == "lotus") return files_of_main(paths, *options.main);
    return fail(ErrorKind::usage, fmt::format("{} tells no main processes apart", format.name), "--main", "leave it out");
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
    PARETOP_TRY(const auto chosen, choose_main(paths, options, *format));
    PARETOP_TRY(auto replaced, erase_cut_off(store, profile.sources));
    storage::ProfileId id = 0;
    const auto read = read_all(*format, chosen, store, profile, {options.raw, options.stop}, id);
    if (read) {
        PARETOP_TRY(auto imported, stored(store, id));
        imported.replaced = std::move(replaced);
        return imported;
    }
    // Best effort: what made reading fail is what is told.
    if (id > 0) (void)storage::erase_profile(store, id);
    return tl::unexpected<Error>(read.error());
}

}  // namespace paretop::profile
