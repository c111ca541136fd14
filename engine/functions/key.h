// How a native function is named in tables and maps: `function|module`, the module by its base name.
#pragma once

#include <string>
#include <string_view>

namespace paretop::functions {

inline constexpr std::string_view k_unresolved = "[unresolved]";  // the function of a sample without a symbol
inline constexpr std::string_view k_unknown_module = "[unknown]";
inline constexpr std::size_t k_longest_name = 4096;  // bytes; longer names are cut and end in a hash of the whole

// Never empty; what is no symbol (an address, nothing, "[unknown]", "???") becomes k_unresolved, a missing module
// k_unknown_module.
std::string make_key(std::string_view function, std::string_view module);

// The parts of a key. A function's name may hold '|', a module's never does.
std::string_view function_of(std::string_view key);
std::string_view module_of(std::string_view key);

// True where the module of a key says nothing, so that the function alone has to match: "[unknown]", "[Unknown]", "".
bool is_unknown_module(std::string_view module);

// Without folders; "[kernel.kallsyms]", "[vdso]" and "//anon" stay. '|' becomes '_'.
std::string base_name(std::string_view path);

// Text that can be stored and shown: control characters (NUL, ESC …) and bytes that are not UTF-8 become '?', ends are trimmed,
// at most k_longest_name bytes.
std::string clean_name(std::string_view name);

}  // namespace paretop::functions
