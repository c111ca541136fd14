// JSON as programs write it whose numbers are not all finite: Python's json.dumps (NaN, Infinity), C's printf (nan, inf, -nan),
// and literals beyond the range of a double (1e999). None of that is JSON; a program that says it has measured badly, not gone
// wrong.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace paretop::measure {

enum class Nonfinite { text, null };

// The same text with such numbers, outside of strings, as the texts "nan", "inf" and "-inf" (json_number() reads them), or as
// null.
std::string mend_numbers(std::string_view json, Nonfinite as = Nonfinite::text);

// Strictly first, so that what is JSON costs nothing more; then mended. Discarded if that is no JSON either.
nlohmann::json parse_loosely(std::string_view json);

}  // namespace paretop::measure
