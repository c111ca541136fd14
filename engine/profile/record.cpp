#include "engine/profile/record.h"

#include <array>

namespace paretop::profile {

std::string_view word_of(Omission omission) {
    static constexpr std::array<std::string_view, 19> k_words{"garbage line",
                                                              "cut last line",
                                                              "negative duration",
                                                              "enormous duration",
                                                              "impossible time",
                                                              "unknown batch record",
                                                              "name cut short",
                                                              "too many names",
                                                              "clock stepped back",
                                                              "begin without end",
                                                              "end without begin",
                                                              "nested too deep",
                                                              "not an event",
                                                              "asynchronous events not kept",
                                                              "flow arrows not kept",
                                                              "counter events not kept",
                                                              "instant events not kept",
                                                              "metadata not kept",
                                                              "events of other kinds not kept"};
    return k_words[static_cast<std::size_t>(omission)];
}

std::optional<Omission> check_times(std::int64_t start_ns, std::int64_t duration_ns) {
    if (duration_ns < 0) return Omission::negative_duration;
    if (duration_ns > k_longest_ns) return Omission::enormous_duration;
    if (start_ns < 0 || start_ns > INT64_MAX - k_longest_ns) return Omission::bad_time;
    return std::nullopt;
}

}  // namespace paretop::profile
