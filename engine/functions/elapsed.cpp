#include <fmt/format.h>

#include <fstream>

#include "engine/functions/attribute.h"
#include "engine/functions/fields.h"
#include "engine/functions/key.h"
#include "engine/functions/lines.h"

namespace paretop::functions {
namespace {

constexpr const char* k_remedy = "write a line `operation,seconds` for each operation";

// nullopt: not a line of that form.
std::optional<std::pair<std::string, double>> parse_line(std::string_view line) {
    std::vector<std::string> fields;
    const char separator = separator_of(line);
    if (!split_fields(line, separator, fields) || fields.size() != 2) return std::nullopt;
    const auto mark = separator == ',' || fields[1].find('.') != std::string::npos ? DecimalMark::point : DecimalMark::comma;
    const auto seconds = parse_quantity(fields[1], mark);
    if (!seconds || seconds->rate || seconds->value < 0) return std::nullopt;
    return std::pair(clean_name(fields[0]), seconds->value);
}

}  // namespace

Result<std::map<std::string, double>> read_elapsed_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorKind::not_found, "cannot be read", path, "check the path");
    std::map<std::string, double> elapsed;
    Lines lines(file);
    for (std::string_view line; lines.next(line);) {
        if (trim(line).empty()) continue;
        const auto parsed = parse_line(line);
        if (parsed)
            elapsed[parsed->first] += parsed->second;
        else if (lines.number() > 1)
            return fail(ErrorKind::usage, "is no operation with its seconds", fmt::format("{}:{}", path, lines.number()),
                        k_remedy);
    }
    if (elapsed.empty()) return fail(ErrorKind::usage, "names no operation", path, k_remedy);
    return elapsed;
}

}  // namespace paretop::functions
