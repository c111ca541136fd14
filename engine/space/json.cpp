#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/space/json_text.h"
#include "engine/space/space.h"

namespace paretop::space {
namespace {

void append_order(std::string& out, const Space::Form& form, const Permutation& order) {
    out += '[';
    for (const auto item : order) {
        if (out.back() != '[') out += ',';
        out += form.choices[item];
    }
    out += ']';
}

void append_value(std::string& out, ParameterType type, const Space::Form& form, const Value& value) {
    if (const auto* const real = std::get_if<double>(&value)) return append_number(out, *real);
    if (const auto* const order = std::get_if<Permutation>(&value)) return append_order(out, form, *order);
    const auto integer = std::get<std::int64_t>(value);
    if (type == ParameterType::integer) return append_number(out, integer);
    if (type == ParameterType::boolean)
        out += integer != 0 ? "true" : "false";
    else
        out += form.choices[static_cast<std::size_t>(integer)];
}

// A JSON scalar as the text it was written as, so that 4, "4" and 4.0 are read alike where they mean the same.
std::string scalar_text(const nlohmann::json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (!json.is_number_float()) return json.dump();
    std::string out;
    append_number(out, json.get<double>());
    return out;
}

std::string text_of(const nlohmann::json& json) {
    if (!json.is_array()) return scalar_text(json);
    std::string out;
    for (const auto& item : json) out += (&item == &json.front() ? "" : ",") + scalar_text(item);
    return out;
}

Result<void> set(const Space& space, Configuration& configuration, const std::string& name, const nlohmann::json& json) {
    const auto index = space.find(name);
    if (!index) return fail(ErrorKind::usage, fmt::format("there is no parameter '{}'", name));
    const auto& parameter = space.parameters()[*index];
    const bool should_be_array = parameter.type == ParameterType::permutation;
    if (json.is_object() || json.is_null() || json.is_array() != should_be_array)
        return fail(ErrorKind::usage, fmt::format("{} is not a value of '{}'", json.dump(), name), {},
                    should_be_array ? "write an array" : "write a single value");
    const auto& numbers = space.form(*index).numbers;
    const auto number = json.is_number() && space.form(*index).numeric
                            ? std::find(numbers.begin(), numbers.end(), json.get<double>())
                            : numbers.end();
    if (number != numbers.end()) {
        configuration.values[*index] = std::int64_t{number - numbers.begin()};
        return {};
    }
    PARETOP_TRY(configuration.values[*index], from_text(parameter, text_of(json)));
    return {};
}

// A value for an inactive parameter is a mistake of whoever wrote it: it would be ignored in silence.
Result<void> check_still_active(const Space& space, const Configuration& given, const Configuration& activated) {
    for (std::size_t i = 0; i < given.values.size(); ++i) {
        const bool was_given = !std::holds_alternative<Inactive>(given.values[i]);
        if (was_given && std::holds_alternative<Inactive>(activated.values[i]))
            return fail(ErrorKind::usage,
                        fmt::format("'{}' has a value although it is inactive here", space.parameters()[i].name), {},
                        fmt::format("it needs {}", space.parameters()[i].when->text()));
    }
    return {};
}

}  // namespace

std::string to_json(const Space& space, const Configuration& configuration) {
    std::string out = "{";
    out.reserve(configuration.values.size() * 24);
    for (const auto index : space.by_name()) {
        const auto& value = configuration.values[index];
        if (std::holds_alternative<Inactive>(value)) continue;
        if (out.size() > 1) out += ',';
        out += space.form(index).key;
        append_value(out, space.parameters()[index].type, space.form(index), value);
    }
    out += '}';
    return out;
}

Result<Configuration> from_json(const Space& space, std::string_view json) {
    const auto document = nlohmann::json::parse(json, nullptr, false);
    if (!document.is_object())
        return fail(ErrorKind::usage, "a configuration is not a JSON object", {}, R"(write {"name": value, …})");
    Configuration given;
    given.values.resize(space.parameters().size());
    for (const auto& [name, value] : document.items()) PARETOP_CHECK(set(space, given, name, value));
    Configuration out = given;
    space.activate(out);
    PARETOP_CHECK(check_still_active(space, given, out));
    return out;
}

std::string content_hash(std::string_view canonical_json) {
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, XXH3_128bits(canonical_json.data(), canonical_json.size()));
    return {std::begin(bytes.digest), std::end(bytes.digest)};
}

}  // namespace paretop::space
