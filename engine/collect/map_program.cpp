#include "engine/collect/map_program.h"

namespace paretop::collect {

Result<functions::FunctionMap> map_program(Collector& collector, const Mapped& program,
                                           const std::vector<std::string>& operations, int runs,
                                           const std::function<void(const std::string& operation, int run)>& progress) {
    functions::FunctionMap map;
    for (const auto& operation : operations)
        for (int run = 1; run <= runs; ++run) {
            progress(operation, run);
            PARETOP_TRY(const auto table, collector.collect(program, operation));
            map.add_run(operation, table);
        }
    return map;
}

}  // namespace paretop::collect
