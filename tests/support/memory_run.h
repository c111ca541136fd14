// A run of an experiment in a store that is nowhere but in memory.
#pragma once

#include <memory>
#include <string>

#include "storage/queries.h"
#include "storage/store.h"

namespace paretop::test {

struct MemoryRun {
    std::unique_ptr<storage::Store> store;
    storage::RunId run = 0;
};
// `text`: of an experiment file. Throws where it is not one.
MemoryRun memory_run(const std::string& text);

}  // namespace paretop::test
