// Texts as files of functions, for the tests of the readers.
#pragma once

#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "engine/functions/read.h"

namespace paretop::functions {

inline Reading good(const std::string& text, std::optional<Format> format = std::nullopt) {
    std::istringstream source(text);
    auto reading = read_functions(source, "t", format);
    if (!reading) ADD_FAILURE() << reading.error().message();
    return reading ? std::move(*reading) : Reading();
}

inline Error bad(const std::string& text, std::optional<Format> format = std::nullopt) {
    std::istringstream source(text);
    const auto reading = read_functions(source, "t", format);
    EXPECT_FALSE(reading);
    return reading ? Error{} : reading.error();
}

// One metric by key; keys without a value are left out.
inline std::map<std::string, double> values(const FunctionTable& table, std::string_view metric) {
    std::map<std::string, double> values;
    const auto index = table.metric(metric);
    for (const auto& row : table.rows)
        if (index && row.values[*index] == row.values[*index]) values[row.key] = row.values[*index];
    return values;
}

inline std::map<std::string, double> totals(const FunctionTable& table) {
    std::map<std::string, double> totals;
    for (const auto& row : table.rows) totals[row.key] = row.total;
    return totals;
}

}  // namespace paretop::functions
