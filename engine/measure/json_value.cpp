#include "engine/measure/json_value.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/measure/loose_json.h"
#include "engine/measure/report.h"

namespace paretop::measure {
namespace {

using nlohmann::json;

constexpr std::uintmax_t k_largest_file = std::uintmax_t{64} << 20;

std::optional<json::json_pointer> parse_pointer(const std::string& text) {
    try {
        return json::json_pointer(text);
    } catch (const json::exception&) {  // the only way the library says so
        return std::nullopt;
    }
}

Result<double> number_at(const json& document, const std::string& pointer, std::string_view where) {
    const auto place = parse_pointer(pointer);
    if (!place || !document.contains(*place)) return fail(ErrorKind::child, fmt::format("{} has no {}", where, pointer));
    const json& value = document.at(*place);
    if (const auto number = value.is_null() ? std::nullopt : json_number(value)) return *number;
    return fail(ErrorKind::child, fmt::format("{} in {} is not a number", pointer, where));
}

}  // namespace

Result<JsonPlace> parse_json_place(std::string_view argument) {
    JsonPlace place{"", std::string(argument)};
    if (argument.starts_with("file:")) {
        const auto colon = argument.rfind(":/");
        const bool found = colon != std::string_view::npos && colon > 4;
        place.file = found ? argument.substr(5, colon - 5) : "";
        place.pointer = found ? argument.substr(colon + 1) : "";
    }
    const bool no_file = argument.starts_with("file:") && place.file.empty();
    if (no_file || (!place.pointer.empty() && place.pointer.front() != '/') || !parse_pointer(place.pointer))
        return fail(ErrorKind::usage, fmt::format("'{}' is not a place in a JSON document", argument), {},
                    "write json:/key/0/key for standard output, json:FILE#/key/0/key for a file");
    return place;
}

Result<double> json_in_output(std::string_view output, const std::string& pointer) {
    json document = parse_loosely(output);
    while (document.is_discarded() && !output.empty()) {
        output = output.substr(0, output.find_last_not_of("\r\n") + 1);
        const auto line = output.rfind('\n');
        document = parse_loosely(output.substr(line + 1));
        output = line == std::string_view::npos ? std::string_view() : output.substr(0, line);
    }
    if (document.is_discarded()) return fail(ErrorKind::child, "stdout holds no JSON document");
    return number_at(document, pointer, "stdout");
}

Result<double> json_in_file(const std::string& path, const std::string& pointer) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return fail(ErrorKind::child, fmt::format("{} cannot be read: {}", path, error.message()));
    if (size > k_largest_file) return fail(ErrorKind::child, fmt::format("{} is larger than 64 MiB", path));
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const json document = parse_loosely(text);
    if (document.is_discarded()) return fail(ErrorKind::child, fmt::format("{} is not JSON", path));
    return number_at(document, pointer, path);
}

}  // namespace paretop::measure
