#include <array>

#include "app/doctor/finding.h"
#include "app/find_program.h"

namespace paretop::app::doctor {
namespace {

struct Tool {
    const char* name;
    const char* used_by;
    const char* package;
};

}  // namespace

Findings examine_tools() {
    constexpr std::array<Tool, 6> k_tools{{{"gcc", "gcc-flags experiment", "gcc"},
                                           {"make", "gcc-flags experiment", "make"},
                                           {"zstd", "zstd experiment", "zstd"},
                                           {"python3", "adapters", "python3"},
                                           {"perf", "collector of `profile map`", "linux-perf"},
                                           {"valgrind", "collector of `profile map`", "valgrind"}}};
    Findings findings;
    for (const auto& tool : k_tools) {
        const auto path = find_program(tool.name);
        findings.push_back({"tools", tool.name, path.empty() ? Health::warn : Health::ok, path.empty() ? "not found" : path,
                            path.empty() ? std::string("`sudo apt install ") + tool.package + "` for the " + tool.used_by : ""});
    }
    return findings;
}

}  // namespace paretop::app::doctor
