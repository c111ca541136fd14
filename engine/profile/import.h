// Traces and function tables in, a stored profile out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/profile/writer.h"

namespace paretop::profile {

// A kind of file that can be taken in. To add one: a line in formats.cpp.
struct Format {
    std::string_view name;   // what --format calls it: "lotus"
    std::string_view about;  // "Lotus logs: a folder, or its files", for help
    // Whether a file (or folder: `head` is empty) looks like it. `head` holds its first 64 KiB at most.
    bool (*recognises)(const std::string& path, std::string_view head);
    // Reads all of the paths into one profile; not_found and io errors name the path, everything odd inside is counted.
    Result<void> (*read)(const std::vector<std::string>& paths, ProfileWriter& writer);
};
[[nodiscard]] std::span<const Format> formats();
[[nodiscard]] const Format* format_named(std::string_view name);  // nullptr: there is none
[[nodiscard]] std::string format_list();                          // for a remedy: "one of lotus (…), …"
// The format of the first of these paths that any recognises; usage error listing the formats when none does.
Result<const Format*> detect_format(const std::vector<std::string>& paths);

struct ImportOptions {
    std::string format;                       // empty: detected
    std::string name;                         // empty: the last part of the first path
    std::optional<storage::TrialKey> trial;   // whose execution it is of
    bool raw = true;                          // keep the records
    std::optional<std::int64_t> main{};       // of logs of Lotus of several main processes: the pid of the one that is meant
    const std::atomic<bool>* stop = nullptr;  // see WriterOptions
};
struct Imported {
    storage::ProfileRecord profile;
    std::vector<storage::OmissionRecord> omissions;
    std::vector<storage::ProfileId> replaced;  // earlier imports of the same paths that were cut off
};
// One that fails or is stopped leaves nothing; of one that is killed a profile remains that is cut off, until the next import of
// the same paths.
Result<Imported> import_profile(storage::Store& store, const std::vector<std::string>& paths, const ImportOptions& options,
                                const Clock& clock);

}  // namespace paretop::profile
