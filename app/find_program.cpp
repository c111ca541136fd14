#include "app/find_program.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace paretop::app {

std::string find_program(const std::string& name) {
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

}  // namespace paretop::app
