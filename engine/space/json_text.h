// Pieces of canonical JSON, appended to a string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace paretop::space {

void append_json_string(std::string& out, std::string_view text);  // quoted; only what JSON requires is escaped
void append_number(std::string& out, double value);                // the shortest that reads back equal; −0 is 0
void append_number(std::string& out, std::int64_t value);
bool is_json_number(std::string_view text);

}  // namespace paretop::space
