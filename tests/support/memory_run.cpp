#include "tests/support/memory_run.h"

#include <stdexcept>

#include "engine/job/create.h"

namespace paretop::test {

MemoryRun memory_run(const std::string& text) {
    const auto read = spec::read_spec(text, "memory.toml", "/");
    if (!read.spec) throw std::runtime_error(read.problems.front().message("memory.toml"));
    auto store = std::make_unique<storage::Store>(storage::Store::open(":memory:").value());
    const auto run = job::create_run(*store, *read.spec, {}, system_clock()).value();
    return {std::move(store), run};
}

}  // namespace paretop::test
