#include "engine/functions/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/functions/key.h"
#include "engine/functions/read.h"

namespace paretop::functions {
namespace {

namespace fs = std::filesystem;

// What is in a folder and is a folder (or a file), by name; numbers by value.
std::vector<fs::path> list(const fs::path& folder, bool folders) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code unread;
        const bool wanted = folders ? at->is_directory(unread) : at->is_regular_file(unread);
        if (wanted && !at->path().filename().string().starts_with('.')) entries.push_back(at->path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

// What does not lie where runs do.
void note_others(std::vector<std::string>& notes, const fs::path& folder, const std::vector<fs::path>& others,
                 const char* where) {
    if (others.empty()) return;
    notes.push_back(fmt::format("{}: passed over {} {}: {}{}", folder.string(), others.size(), where,
                                others.front().filename().string(), others.size() > 1 ? ", …" : ""));
}

void read_run(MapFolder& out, const std::string& operation, const fs::path& file, std::optional<Format> format) {
    const auto reading = read_function_file(file.string(), format);
    if (!reading) {
        out.remarks.push_back(reading.error().message());
        return;
    }
    ++out.files;
    out.map.add_run(operation, reading->table);
    out.simulated = out.simulated || reading->table.simulated;
    for (const auto& [kind, omission] : reading->omitted) {
        auto& entry = out.omitted[kind];
        if (entry.count == 0) entry.first_line = omission.first_line;
        entry.count += omission.count;
    }
}

}  // namespace

Result<MapFolder> read_map_folder(const std::string& path, std::optional<Format> format) {
    std::error_code error;
    if (!fs::is_directory(path, error))
        return fail(fs::exists(path, error) ? ErrorKind::usage : ErrorKind::not_found,
                    fs::exists(path, error) ? "is no folder" : "there is no such folder", path,
                    "give a folder that holds a folder for each operation, with one file a run in it");
    MapFolder out;
    std::vector<std::string> notes;
    note_others(notes, path, list(path, false), "beside the folders of operations");
    for (const auto& folder : list(path, true)) {
        note_others(notes, folder, list(folder, true), "within it");
        for (const auto& file : list(folder, false)) read_run(out, clean_name(folder.filename().string()), file, format);
    }
    if (out.files > 0) {
        out.remarks.insert(out.remarks.end(), notes.begin(), notes.end());
        return out;
    }
    return fail(ErrorKind::usage,
                out.remarks.empty() ? "there is no run in it" : fmt::format("no file in it can be used: {}", out.remarks.front()),
                path, "give a folder that holds a folder for each operation, with one file a run in it");
}

}  // namespace paretop::functions
