#include <unistd.h>

#include <array>
#include <cstdlib>

#include "app/doctor/finding.h"

namespace paretop::app::doctor {
namespace {

struct Tool {
    const char* name;
    const char* used_by;
    const char* package;
};

std::string find_in_path(const std::string& name) {
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable == nullptr ? "/usr/bin:/bin" : variable;
    while (!rest.empty()) {
        const auto end = rest.find(':');
        auto path = std::string(rest.substr(0, end)) + "/" + name;
        if (access(path.c_str(), X_OK) == 0) return path;
        rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    }
    return {};
}

}  // namespace

Findings examine_tools() {
    constexpr std::array<Tool, 4> k_tools{{{"gcc", "gcc-flags experiment", "gcc"},
                                           {"make", "gcc-flags experiment", "make"},
                                           {"zstd", "zstd experiment", "zstd"},
                                           {"python3", "adapters", "python3"}}};
    Findings findings;
    for (const auto& tool : k_tools) {
        const auto path = find_in_path(tool.name);
        findings.push_back({"tools", tool.name, path.empty() ? Health::warn : Health::ok, path.empty() ? "not found" : path,
                            path.empty() ? std::string("`sudo apt install ") + tool.package + "` for the " + tool.used_by : ""});
    }
    return findings;
}

}  // namespace paretop::app::doctor
