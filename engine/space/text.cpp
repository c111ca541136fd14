// Values as people and programs write them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/space/json_text.h"
#include "engine/space/space.h"

namespace paretop::space {
namespace {

std::string shortest(double value) {
    std::string out;
    append_number(out, value);
    return out;
}

std::string readable(double value, int digits) {
    auto exact = shortest(value);
    return static_cast<int>(exact.size()) <= digits + 2 ? exact : fmt::format("{:.{}g}", value, digits);
}

std::string joined(const std::vector<std::string>& words, const Permutation& order) {
    std::string out;
    for (const auto item : order) out += (out.empty() ? "" : ",") + words.at(item);
    return out;
}

tl::unexpected<Error> wrong(const Parameter& parameter, std::string_view text, std::string expected) {
    return fail(ErrorKind::usage, fmt::format("'{}' is not a value of '{}'", text, parameter.name), {}, std::move(expected));
}

std::string allowed_numbers(const Parameter& parameter) {
    const auto* const kind = parameter.type == ParameterType::integer ? "a whole number" : "a number";
    const auto range = fmt::format("write {} from {} to {}", kind, shortest(parameter.low), shortest(parameter.high));
    const bool plain = parameter.step <= 0 || (parameter.type == ParameterType::integer && parameter.step == 1);
    return plain ? range : fmt::format("{} in steps of {}", range, shortest(parameter.step));
}

Result<Value> number_from_text(const Parameter& parameter, std::string_view text) {
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [at, problem] = std::from_chars(text.data(), end, number);
    const double near = std::isfinite(number) ? parameter.nearest(number) : number;
    const double slack = parameter.type == ParameterType::integer ? 0 : parameter.step * 1e-9;
    if (problem != std::errc{} || at != end || text.empty() || !(std::fabs(near - number) <= slack))
        return wrong(parameter, text, allowed_numbers(parameter));
    if (parameter.type == ParameterType::real) return near;
    return static_cast<std::int64_t>(near);
}

std::optional<std::size_t> choice(const Parameter& parameter, std::string_view text) {
    const auto it = std::find(parameter.choices.begin(), parameter.choices.end(), text);
    if (it == parameter.choices.end()) return std::nullopt;
    return static_cast<std::size_t>(it - parameter.choices.begin());
}

Result<Value> permutation_from_text(const Parameter& parameter, std::string_view text) {
    Permutation order;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(',', start), text.size());
        const auto index = choice(parameter, text.substr(start, end - start));
        if (index) order.push_back(static_cast<std::uint16_t>(*index));
        start = end + 1;
        if (!index) break;
    }
    if (!parameter.contains(order))
        return wrong(parameter, text, fmt::format("write each of {} once, with commas", fmt::join(parameter.choices, ", ")));
    return order;
}

}  // namespace

std::string to_text(const Parameter& parameter, const Value& value, int digits) {
    if (const auto* const real = std::get_if<double>(&value)) return digits > 0 ? readable(*real, digits) : shortest(*real);
    if (const auto* const order = std::get_if<Permutation>(&value)) return joined(parameter.choices, *order);
    const auto* const integer = std::get_if<std::int64_t>(&value);
    if (integer == nullptr) return {};
    if (parameter.type == ParameterType::integer) return std::to_string(*integer);
    if (parameter.type == ParameterType::boolean) return *integer != 0 ? "true" : "false";
    return parameter.choices.at(static_cast<std::size_t>(*integer));
}

Result<Value> from_text(const Parameter& parameter, std::string_view text) {
    switch (parameter.type) {
        case ParameterType::integer:
        case ParameterType::real:
            return number_from_text(parameter, text);
        case ParameterType::permutation:
            return permutation_from_text(parameter, text);
        case ParameterType::boolean:
            if (text != "true" && text != "false") return wrong(parameter, text, "write true or false");
            return std::int64_t{text == "true" ? 1 : 0};
        default:
            break;
    }
    const auto index = choice(parameter, text);
    if (!index) return wrong(parameter, text, fmt::format("write one of {}", fmt::join(parameter.choices, ", ")));
    return static_cast<std::int64_t>(*index);
}

std::string to_argument(const Parameter& parameter, const Value& value) {
    const auto* const truth = std::get_if<std::int64_t>(&value);
    if (parameter.type != ParameterType::boolean || !parameter.has_flag || truth == nullptr) return to_text(parameter, value);
    return *truth != 0 ? parameter.flag_on : parameter.flag_off;
}

std::string differences(const Space& space, const Configuration& configuration, const Configuration& from, int digits) {
    std::string out;
    for (std::size_t i = 0; i < space.parameters().size(); ++i) {
        const auto& value = configuration.values[i];
        if (value == from.values[i]) continue;
        const auto& parameter = space.parameters()[i];
        const bool inactive = std::holds_alternative<Inactive>(value);
        out += out.empty() ? "" : ", ";
        out += inactive ? "no " + parameter.name : parameter.name + ' ' + to_text(parameter, value, digits);
    }
    if (!out.empty()) return out;
    return from == space.defaults() ? "all defaults" : "no difference";
}

}  // namespace paretop::space
