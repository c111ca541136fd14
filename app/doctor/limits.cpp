#include <fmt/format.h>
#include <sys/resource.h>

#include <string_view>

#include "app/doctor/finding.h"
#include "app/figures.h"

namespace paretop::app::doctor {
namespace {

rlimit limit_of(__rlimit_resource resource) {
    rlimit limit{};
    getrlimit(resource, &limit);
    return limit;
}

std::string text_of(rlim_t value, std::string_view unit) {
    return value == RLIM_INFINITY ? "unlimited" : quantity_text(static_cast<double>(value), unit);
}

Finding examine(std::string name, __rlimit_resource resource, std::string_view unit, rlim_t least, std::string remedy) {
    const auto limit = limit_of(resource);
    const bool enough = limit.rlim_cur >= least;
    return {"limits", std::move(name), enough ? Health::ok : Health::warn, text_of(limit.rlim_cur, unit),
            enough ? "" : std::move(remedy)};
}

// Debian's default bash forks without limits of memory; under a container's cgroup the group's limit is what counts.
Finding examine_cgroup() {
    auto group = first_line("/proc/self/cgroup");
    group.erase(0, group.rfind(':') + 1);
    const auto most = first_line("/sys/fs/cgroup" + group + "/memory.max");
    const bool limited = !most.empty() && most != "max";
    return {"limits", "cgroup memory", Health::ok, limited ? quantity_text(std::atof(most.c_str()), "bytes") : "not limited", ""};
}

}  // namespace

Findings examine_limits() {
    constexpr rlim_t k_gibibyte = rlim_t{1} << 30;
    return {examine("open files", RLIMIT_NOFILE, "", 1024, "`ulimit -n 4096`: every running child needs a few descriptors"),
            examine("locked memory", RLIMIT_MEMLOCK, "bytes", 64 << 10, "`ulimit -l 65536`: perf counters need locked pages"),
            examine("address space", RLIMIT_AS, "bytes", 4 * k_gibibyte, "`ulimit -v unlimited`: children inherit this limit"),
            examine("file size", RLIMIT_FSIZE, "bytes", 4 * k_gibibyte, "`ulimit -f unlimited`: the store could not grow"),
            examine("processes", RLIMIT_NPROC, "", 256, "`ulimit -u 4096`"),
            examine_cgroup()};
}

}  // namespace paretop::app::doctor
