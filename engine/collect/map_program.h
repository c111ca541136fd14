// All runs that a map of a program's operations takes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/collect/collector.h"
#include "engine/functions/map.h"

namespace paretop::collect {

// Every operation in its turn, `runs` runs each, after collector.prepare(). `progress` is called before each run, from 1. The
// first failure ends it.
Result<functions::FunctionMap> map_program(Collector& collector, const Mapped& program,
                                           const std::vector<std::string>& operations, int runs,
                                           const std::function<void(const std::string& operation, int run)>& progress);

}  // namespace paretop::collect
