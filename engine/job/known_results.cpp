#include "engine/job/known_results.h"

namespace paretop::job {

Result<std::shared_ptr<const table::Results>> take_table(spec::Spec& spec) {
    if (spec.command.table.empty()) return nullptr;
    PARETOP_TRY(auto read, table::Results::read(spec));
    auto results = std::make_shared<const table::Results>(std::move(read));
    if (spec.command.absent_is_invalid) spec.space = spec.space.restricted(results->members());
    return results;
}

}  // namespace paretop::job
