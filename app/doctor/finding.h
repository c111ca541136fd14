// What `paretop doctor` looks at. Every examination answers what it found; none of them changes anything or fails.
#pragma once

#include <string>
#include <vector>

#include "app/console.h"

namespace paretop::app::doctor {

enum class Health {
    ok,
    warn,  // measurements are noisier or something is missing, the rest works
    bad,   // paretop will not work here
};

struct Finding {
    std::string area;  // "processor"
    std::string name;  // "governor"
    Health health = Health::ok;
    std::string found;
    std::string remedy;  // empty when all is well
};
using Findings = std::vector<Finding>;

Findings examine_counters();
Findings examine_limits();
Findings examine_terminal(const Console& console);
Findings examine_store(const std::string& store_path);
// `root`: where /proc and /sys are looked for; tests put another one here.
Findings examine_processor(const std::string& root);
Findings examine_tools();

// The first line of a file under /proc or /sys; empty when it cannot be read.
std::string first_line(const std::string& path);

}  // namespace paretop::app::doctor
