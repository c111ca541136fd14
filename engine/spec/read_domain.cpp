#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr std::int64_t k_largest_integer = std::int64_t{1} << 53U;  // every whole number up to it is a double
constexpr std::size_t k_most_values = 10'000;
constexpr std::size_t k_longest_permutation = 1'000;

bool numeric(const Parameter& parameter) {
    return parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
}

bool is_bound(const Parameter& parameter, const Node& node) {
    if (parameter.type == ParameterType::integer)
        return node.kind == Node::Kind::integer && node.integer >= -k_largest_integer && node.integer <= k_largest_integer;
    return node.is_number() && std::fabs(node.number()) <= 1e300;
}

std::string number_text(double value) { return fmt::format("{}", value); }

bool read_range(Section& section, Parameter& parameter) {
    const bool is_integer = parameter.type == ParameterType::integer;
    const auto* const member = section.require("range", is_integer ? "write range = [low, high]" : "write range = [0.0, 1.0]");
    if (member == nullptr) return false;
    const auto& node = member->value;
    if (node.kind != Node::Kind::array || node.items.size() != 2) {
        section.note(node.at, "range", "is not an array of two numbers", "write range = [low, high]");
        return false;
    }
    for (const auto& item : node.items) {
        if (is_bound(parameter, item)) continue;
        section.note(item.at, "range", fmt::format("holds {}", describe(item)),
                     is_integer ? "write whole numbers, at most 2^53" : "write finite numbers, at most 1e300");
        return false;
    }
    parameter.low = node.items[0].number();
    parameter.high = node.items[1].number();
    if (parameter.low <= parameter.high) return true;
    const auto& low = node.items[1];
    section.note(node.at, "range", "goes downwards",
                 fmt::format("write range = [{}, {}]", describe(low), describe(node.items[0])));
    return false;
}

bool read_step(Section& section, Parameter& parameter) {
    const auto* const member = section.find("step");
    parameter.step = parameter.type == ParameterType::integer ? 1 : 0;
    if (member == nullptr) return true;
    const auto& node = member->value;
    const bool right_kind = parameter.type == ParameterType::integer ? node.kind == Node::Kind::integer : node.is_number();
    if (!right_kind || !(node.number() > 0) || !std::isfinite(node.number())) {
        const auto* const kind = parameter.type == ParameterType::integer ? "whole number" : "number";
        section.note(node.at, "step", fmt::format("is {}", describe(node)), fmt::format("write a {} above 0", kind));
        return false;
    }
    parameter.step = node.number();
    const double steps = (parameter.high - parameter.low) / parameter.step;
    const bool fits = std::fabs(steps - std::nearbyint(steps)) <= 1e-9 * std::max(1.0, steps);
    if (fits && steps <= static_cast<double>(k_largest_integer)) return true;
    const double last = parameter.grid_value(std::floor(steps));
    section.note(node.at, "step", fmt::format("{} does not divide the range", describe(node)),
                 steps < 1 ? fmt::format("write a step of at most {}", number_text(parameter.high - parameter.low))
                           : fmt::format("end the range at {} or change the step", number_text(last)));
    return false;
}

bool read_log(Section& section, Parameter& parameter) {
    parameter.log = section.truth("log").value_or(false);
    if (!parameter.log || parameter.low > 0) return true;
    section.note(section.find("log")->value.at, "log",
                 fmt::format("a range from {} has no logarithm", number_text(parameter.low)),
                 "begin the range above 0 or remove log");
    return false;
}

// `text`: of the item; `twice`: an earlier one has the same.
bool check_choice(Section& section, const Parameter& parameter, const Node& item, const std::string& text, bool twice) {
    const bool scalar = item.kind != Node::Kind::array && item.kind != Node::Kind::table && item.kind != Node::Kind::date;
    std::string found;
    std::string expected = "write texts, numbers, true or false";
    if (!scalar) {
        found = fmt::format("holds {}", describe(item));
    } else if (item.kind == Node::Kind::real && !std::isfinite(item.real)) {
        found = "holds a number that is not finite";
    } else if (text.find('\0') != std::string::npos) {
        found = "holds a NUL character";
        expected = "remove it: no program can be given one";
    } else if (twice) {
        found = fmt::format("holds {} twice", describe(item));
        expected = "remove one of them";
    } else if (parameter.type == ParameterType::permutation && text.find(',') != std::string::npos) {
        found = fmt::format("holds {}", describe(item));
        expected = "use values without commas: a permutation is written with commas between them";
    }
    if (found.empty()) return true;
    section.note(item.at, "values", std::move(found), std::move(expected));
    return false;
}

bool read_values(Section& section, Parameter& parameter) {
    const auto* const member = section.require("values", "write values = [\"a\", \"b\"]");
    if (member == nullptr) return false;
    const auto& node = member->value;
    const auto most = parameter.type == ParameterType::permutation ? k_longest_permutation : k_most_values;
    if (node.kind != Node::Kind::array || node.items.empty() || node.items.size() > most) {
        section.note(node.at, "values",
                     node.items.size() > most ? fmt::format("holds {} values", node.items.size())
                                              : fmt::format("is {}", node.kind == Node::Kind::array ? "empty" : describe(node)),
                     fmt::format("write an array of 1 to {} values", most));
        return false;
    }
    bool good = true;
    std::set<std::string> seen;
    for (const auto& item : node.items) {
        parameter.choices.push_back(scalar_text(item));
        const auto& text = parameter.choices.back();
        good = check_choice(section, parameter, item, text, !seen.insert(text).second) && good;
    }
    return good;
}

void read_flags(Section& section, Parameter& parameter) {
    const auto on = section.text("flag");
    const auto off = section.text("flag_off");
    parameter.has_flag = on || off;
    parameter.flag_on = on.value_or("");
    parameter.flag_off = off.value_or("");
}

void refuse(Section& section, const Parameter& parameter, std::initializer_list<std::string_view> keys) {
    for (const auto key : keys)
        if (const auto* const member = section.find(key))
            section.note(member->at, key, fmt::format("means nothing for type {}", space::type_name(parameter.type)),
                         "remove it");
}

// What a parameter without `default` falls back to: the low end, the first value, false, the order as written.
space::Value first_value(const Parameter& parameter) {
    switch (parameter.type) {
        case ParameterType::integer:
            return static_cast<std::int64_t>(parameter.low);
        case ParameterType::real:
            return parameter.low == 0 ? 0.0 : parameter.low;
        case ParameterType::permutation: {
            space::Permutation identity(parameter.choices.size());
            std::iota(identity.begin(), identity.end(), std::uint16_t{0});
            return identity;
        }
        default:
            return std::int64_t{0};
    }
}

void read_default(Section& section, Parameter& parameter, bool domain_is_good) {
    const auto* const member = section.find("default");
    if (!domain_is_good) return;
    parameter.fallback = first_value(parameter);
    if (member == nullptr) return;
    auto value = read_value(parameter, member->value);
    if (value)
        parameter.fallback = std::move(*value);
    else
        section.note(member->value.at, "default", value.error().what, value.error().remedy);
}

}  // namespace

// Of [[parameter]]:  int, float: range, step, log · categorical, ordinal, permutation: values · bool: flag, flag_off · all:
// default. A key that belongs to another type is refused, not ignored.
void read_domain(Section& section, Parameter& parameter) {
    bool good = true;
    if (numeric(parameter)) {
        good = read_range(section, parameter) && read_step(section, parameter);
        if (!good) (void)section.find("step");
        good = read_log(section, parameter) && good;
        refuse(section, parameter, {"values", "flag", "flag_off"});
    } else if (parameter.type == ParameterType::boolean) {
        read_flags(section, parameter);
        refuse(section, parameter, {"range", "values", "step", "log"});
    } else {
        good = read_values(section, parameter);
        refuse(section, parameter, {"range", "step", "log", "flag", "flag_off"});
    }
    read_default(section, parameter, good);
}

}  // namespace paretop::spec
