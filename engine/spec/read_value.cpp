#include <fmt/format.h>

#include <algorithm>

#include "engine/spec/reader.h"
#include "storage/base/nearest.h"

namespace paretop::spec {
namespace {

using space::Parameter;
using space::ParameterType;
using space::Value;

tl::unexpected<Error> wrong(const Node& node, std::string remedy) {
    return fail(ErrorKind::usage, fmt::format("is {}", describe(node)), {}, std::move(remedy));
}

bool has_right_kind(const Parameter& parameter, const Node& node) {
    switch (parameter.type) {
        case ParameterType::integer:
            return node.kind == Node::Kind::integer;
        case ParameterType::real:
            return node.is_number();
        case ParameterType::boolean:
            return node.kind == Node::Kind::truth;
        default:
            return node.kind != Node::Kind::table && node.kind != Node::Kind::date && node.kind != Node::Kind::array;
    }
}

std::string expectation(const Parameter& parameter) {
    switch (parameter.type) {
        case ParameterType::integer:
            return "write a whole number without quotes";
        case ParameterType::real:
            return "write a number without quotes";
        case ParameterType::boolean:
            return "write true or false, without quotes";
        default:
            return fmt::format("write one of {}", fmt::join(parameter.choices, ", "));
    }
}

Result<Value> permutation(const Parameter& parameter, const Node& node) {
    space::Permutation order;
    for (const auto& item : node.items) {
        const auto it = std::find(parameter.choices.begin(), parameter.choices.end(), scalar_text(item));
        if (it != parameter.choices.end()) order.push_back(static_cast<std::uint16_t>(it - parameter.choices.begin()));
    }
    if (node.kind == Node::Kind::array && order.size() == node.items.size() && parameter.contains(order)) return order;
    const auto* const found = node.kind == Node::Kind::array ? "is not an order of all values" : "is not an array";
    return fail(ErrorKind::usage, found, {},
                fmt::format("write each of {} once, in brackets", fmt::join(parameter.choices, ", ")));
}

}  // namespace

Result<Value> read_value(const Parameter& parameter, const Node& node) {
    if (parameter.type == ParameterType::permutation) return permutation(parameter, node);
    if (!has_right_kind(parameter, node)) return wrong(node, expectation(parameter));
    const auto text = scalar_text(node);
    auto value = space::from_text(parameter, text);
    if (value) return value;
    const auto near = nearest_words(text, parameter.choices, 1);
    return wrong(node, near.empty() ? value.error().remedy : fmt::format("did you mean '{}'?", near[0]));
}

}  // namespace paretop::spec
