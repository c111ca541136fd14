#include "engine/profile/record.h"

#include <array>

namespace paretop::profile {

std::string_view word_of(Omission omission) {
    static constexpr std::array<std::string_view, 13> k_words{
        "garbage line",         "cut last line",   "negative duration", "enormous duration",  "impossible time",
        "unknown batch record", "name cut short",  "too many names",    "clock stepped back", "begin without end",
        "end without begin",    "nested too deep", "not an event"};
    return k_words[static_cast<std::size_t>(omission)];
}

}  // namespace paretop::profile
