#include "engine/functions/perf_event.h"

#include "engine/functions/key.h"
#include "engine/functions/table.h"

namespace paretop::functions {
namespace {

constexpr std::string_view k_modifiers = "ukhpPGHSDWIeb";  // see perf-list(1); other letters are a tracepoint's

}  // namespace

std::string perf_event(std::string_view event) {
    const auto first = event.find('/'), second = first == std::string_view::npos ? first : event.find('/', first + 1);
    if (second != std::string_view::npos) {
        const auto name = event.substr(first + 1, second - first - 1);
        return clean_name(name.empty() || name.find('=') != std::string_view::npos ? event.substr(0, second + 1) : name);
    }
    const auto colon = event.find(':');
    const bool tracepoint =
        colon != std::string_view::npos && event.find_first_not_of(k_modifiers, colon + 1) != std::string_view::npos;
    return clean_name(tracepoint ? event : event.substr(0, colon));
}

bool counts_ns(std::string_view event) { return event == "cpu-clock" || event == "task-clock"; }

std::string perf_metric(const std::string& event) {
    if (counts_ns(event)) return k_cpu_s;
    return event == "cycles" || event == "cpu-cycles" ? k_clockticks : event;
}

}  // namespace paretop::functions
