// Why a child failed, in one line a person can act on.
#pragma once

#include <string>
#include <string_view>

#include "engine/process/guardian.h"
#include "engine/spec/spec.h"

namespace paretop::executor {

struct ChildFacts {
    const process::Launch& launch;
    const process::Exit& exit;
    std::string_view printed;  // what it wrote to stderr (or both) last; may be empty
};

// "exit code 3: cannot open input.bin" · "timeout after 30 s" · "killed by SIGSEGV" · "cpu limit of 2 s" ·
// "cannot run zst: No such file or directory; …"
std::string failure_of(const ChildFacts& child);

std::string signal_name(int signal);              // SIGSEGV
std::string duration_text(Nanoseconds duration);  // "30 s", "1.5 s", "2 min"
std::string size_text(std::int64_t bytes);        // "2 GiB"

}  // namespace paretop::executor
