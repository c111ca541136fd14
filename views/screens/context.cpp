#include "views/screens/context.h"

#include "storage/queries.h"

namespace paretop::views {

Result<std::shared_ptr<const model::Experiment>> experiment_of(Context& context, storage::RunId run) {
    PARETOP_TRY(const auto record, storage::get_run(context.store, run));
    return context.experiments.get(record.experiment);
}

}  // namespace paretop::views
