#include "engine/profile/function_formats.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/functions/read.h"
#include "engine/profile/function_records.h"

namespace paretop::profile {

bool looks_like_functions(functions::Format format, const std::string& /*path*/, std::string_view head) {
    return functions::detect_format(head) == format;
}

Result<void> read_functions(functions::Format format, const std::vector<std::string>& paths, ProfileWriter& writer) {
    if (paths.size() > 1)
        return fail(ErrorKind::usage, "is a second table of functions", paths[1],
                    "import one file at a time; `paretop profile map --from FOLDER` takes in several runs");
    PARETOP_TRY(const auto reading, functions::read_function_file(paths.front(), format));
    writer.functions(function_tables(reading));
    if (const auto meaning = samples_meaning(reading.table); !meaning.empty()) writer.remark(meaning);
    if (format != functions::Format::callgrind)
        for (const auto& remark : event_remarks(reading.table)) writer.remark(remark);
    for (const auto& [kind, omission] : reading.omitted)
        writer.omit(kind, fmt::format("{}:{}", std::filesystem::path(paths.front()).filename().string(), omission.first_line),
                    omission.count);
    return {};
}

}  // namespace paretop::profile
