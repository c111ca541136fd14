#include "views/screens/context.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/queries.h"

namespace paretop::views {

std::string run_title(const Context& context, const model::Experiment& experiment, storage::RunId run, const std::string& what) {
    const auto prefix = fmt::format("{} › run {} › ", experiment.record.name, run);
    const auto path = context.shell.path();
    const bool said = std::any_of(path.begin(), path.end(), [&](const std::string& title) { return title.starts_with(prefix); });
    return said ? what : prefix + what;
}

Result<std::shared_ptr<const model::Experiment>> experiment_of(Context& context, storage::RunId run) {
    PARETOP_TRY(const auto record, storage::get_run(context.store, run));
    return context.experiments.get(record.experiment);
}

}  // namespace paretop::views
