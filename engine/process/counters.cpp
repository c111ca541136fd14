#include "engine/process/counters.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>

namespace paretop::process {
namespace {

struct Event {
    std::string_view name;
    std::uint32_t type;
    std::uint64_t config;
};

constexpr std::uint64_t cache(std::uint64_t unit, std::uint64_t operation, std::uint64_t result) {
    return unit | operation << 8U | result << 16U;
}

constexpr std::uint64_t k_read = PERF_COUNT_HW_CACHE_OP_READ, k_write = PERF_COUNT_HW_CACHE_OP_WRITE;
constexpr std::uint64_t k_access = PERF_COUNT_HW_CACHE_RESULT_ACCESS, k_miss = PERF_COUNT_HW_CACHE_RESULT_MISS;

constexpr std::array k_events{
    Event{"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    Event{"cpu-cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    Event{"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    Event{"cache-references", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_REFERENCES},
    Event{"cache-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
    Event{"branches", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_INSTRUCTIONS},
    Event{"branch-instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_INSTRUCTIONS},
    Event{"branch-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES},
    Event{"bus-cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BUS_CYCLES},
    Event{"ref-cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_REF_CPU_CYCLES},
    Event{"stalled-cycles-frontend", PERF_TYPE_HARDWARE, PERF_COUNT_HW_STALLED_CYCLES_FRONTEND},
    Event{"stalled-cycles-backend", PERF_TYPE_HARDWARE, PERF_COUNT_HW_STALLED_CYCLES_BACKEND},
    Event{"task-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    Event{"cpu-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK},
    Event{"page-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
    Event{"faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
    Event{"minor-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MIN},
    Event{"major-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MAJ},
    Event{"context-switches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES},
    Event{"cpu-migrations", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
    Event{"alignment-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_ALIGNMENT_FAULTS},
    Event{"L1-dcache-loads", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_L1D, k_read, k_access)},
    Event{"L1-dcache-load-misses", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_L1D, k_read, k_miss)},
    Event{"L1-dcache-stores", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_L1D, k_write, k_access)},
    Event{"L1-icache-load-misses", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_L1I, k_read, k_miss)},
    Event{"LLC-loads", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_LL, k_read, k_access)},
    Event{"LLC-load-misses", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_LL, k_read, k_miss)},
    Event{"dTLB-loads", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_DTLB, k_read, k_access)},
    Event{"dTLB-load-misses", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_DTLB, k_read, k_miss)},
    Event{"iTLB-load-misses", PERF_TYPE_HW_CACHE, cache(PERF_COUNT_HW_CACHE_ITLB, k_read, k_miss)},
};

std::optional<Event> find_event(std::string_view name) {
    for (const auto& event : k_events)
        if (event.name == name) return event;
    if (name.size() < 2 || name.front() != 'r') return std::nullopt;
    std::uint64_t code = 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), code, 16);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return Event{name, PERF_TYPE_RAW, code};
}

int open_event(const Event& event, bool user_only) {
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = event.type;
    attributes.config = event.config;
    attributes.disabled = 1;
    attributes.enable_on_exec = 1;
    attributes.inherit = 1;
    attributes.exclude_kernel = user_only ? 1 : 0;
    attributes.exclude_hv = 1;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    const long descriptor = ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    return descriptor >= 0 ? static_cast<int>(descriptor) : -errno;
}

std::string_view remedy_for(int error) {
    switch (error) {
        case EACCES:
        case EPERM:
            return "lower it: sudo sysctl kernel.perf_event_paranoid=1";
        case ENOSYS:
            return "use a kernel with perf events, or another metric";
        default:
            return "virtual machines often have no hardware counters: pick an event that `perf list` shows here, such as "
                   "page-faults";
    }
}

}  // namespace

int open_counter(const char* event) {
    std::string_view name = event;
    const bool user_only = name.ends_with(":u");
    if (user_only) name.remove_suffix(2);
    const auto known = find_event(name);
    if (!known) return -ENOENT;
    const int descriptor = open_event(*known, user_only);
    const bool forbidden = descriptor == -EACCES || descriptor == -EPERM;
    return forbidden && !user_only ? open_event(*known, true) : descriptor;
}

double read_counter(int descriptor) {
    struct {
        std::uint64_t value, enabled, running;
    } reading{};
    if (::read(descriptor, &reading, sizeof reading) != sizeof reading || reading.running == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(reading.value) * static_cast<double>(reading.enabled) / static_cast<double>(reading.running);
}

Result<void> perf_available(std::string_view event) {
    const int descriptor = open_counter(std::string(event).c_str());
    if (descriptor < 0)
        return fail(ErrorKind::child,
                    fmt::format("the counter {} cannot be read on this machine ({})", event, std::strerror(-descriptor)), "",
                    std::string(remedy_for(-descriptor)));
    ::close(descriptor);
    return {};
}

}  // namespace paretop::process
