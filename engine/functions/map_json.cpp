#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/functions/key.h"
#include "engine/functions/map.h"

namespace paretop::functions {
namespace {

using nlohmann::json;

tl::unexpected<Error> not_a_map(const std::string& name, const std::string& what) {
    return fail(
        ErrorKind::usage, what, name,
        R"(a map of functions is {"op_to_func": {"Loader": ["decode_mcu|libjpeg.so.9"]}}, as `paretop profile map --json` writes it)");
}

json as_object(const Mapping& mapping) {
    auto object = json::object();
    for (const auto& [name, values] : mapping) object[name] = values;
    return object;
}

Result<std::set<std::string>> read_keys(const json& list, const std::string& operation, const std::string& name) {
    std::set<std::string> keys;
    if (!list.is_array()) return not_a_map(name, fmt::format("the functions of {} are no list", operation));
    for (const auto& entry : list) {
        if (!entry.is_string()) return not_a_map(name, fmt::format("a function of {} is no text", operation));
        const auto& text = entry.get_ref<const std::string&>();
        keys.insert(make_key(function_of(text), module_of(text)));
    }
    return keys;
}

}  // namespace

std::string mapping_to_json(const Mapping& mapping) {
    json root;
    root["op_to_func"] = as_object(mapping);
    root["common_funcs_to_op"] = as_object(shared_functions(mapping));
    return root.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Mapping> mapping_from_json(std::string_view text, const std::string& name) {
    const auto root = json::parse(text, nullptr, false);
    if (root.is_discarded()) return not_a_map(name, "is no JSON");
    const auto operations = root.is_object() ? root.find("op_to_func") : root.end();
    if (!root.is_object() || operations == root.end() || !operations->is_object())
        return not_a_map(name, "has no object op_to_func");
    Mapping mapping;
    for (const auto& [operation, list] : operations->items()) {
        PARETOP_TRY(auto keys, read_keys(list, operation, name));
        mapping[clean_name(operation)].merge(keys);
    }
    return mapping;
}

}  // namespace paretop::functions
