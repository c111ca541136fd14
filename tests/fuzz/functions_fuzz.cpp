// Any bytes as a file of functions, in the format that the first byte chooses (or the one that is detected), and as a map: never
// a crash, every error with a remedy, every table whole.
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "engine/functions/attribute.h"
#include "engine/functions/key.h"
#include "engine/functions/read.h"

namespace {

using namespace paretop;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_table(const functions::FunctionTable& table) {
    for (const auto& row : table.rows) {
        check(row.values.size() == table.metrics.size() && !row.key.empty() && std::isfinite(row.total));
        check(functions::make_key(functions::function_of(row.key), functions::module_of(row.key)) == row.key);
    }
}

void as_functions(const std::string& text, std::optional<functions::Format> format) {
    std::istringstream source(text);
    const auto reading = functions::read_functions(source, "fuzz", format);
    if (!reading) return check(!reading.error().where.empty() && !reading.error().remedy.empty());
    check_table(reading->table);
    if (reading->tree) {
        check(reading->tree->totals().size() == reading->tree->nodes.size());
        if (!reading->tree->functions.empty()) (void)functions::sandwich(*reading->tree, reading->tree->functions.front());
    }
    functions::FunctionMap map;
    map.add_run("a", reading->table);
    const auto mapping = functions::merge_runs(map, functions::Merge::union_);
    check(functions::mapping_from_json(functions::mapping_to_json(mapping), "again") == mapping);
    (void)functions::attribute(mapping, reading->table, {{"a", 1}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto choice = data[0] % 8;
    if (choice < 6) as_functions(text, static_cast<functions::Format>(choice));
    if (choice == 6) as_functions(text, std::nullopt);
    if (choice == 7)
        if (const auto mapping = functions::mapping_from_json(text, "fuzz"); !mapping) check(!mapping.error().remedy.empty());
    return 0;
}
