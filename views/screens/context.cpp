#include "views/screens/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "storage/queries.h"

namespace paretop::views {

std::string run_title(const model::Experiment& experiment, storage::RunId run, const std::string& what) {
    return fmt::format("{} › run {} › {}", experiment.record.name, run, what);
}

void add_unfilter(std::vector<Action>& actions, const std::string& filter, std::function<void()> clear) {
    if (filter.empty()) return;
    const auto after = std::find_if(actions.begin(), actions.end(), [](const Action& a) { return a.name == "filter"; });
    actions.insert(after == actions.end() ? after : after + 1,
                   {"take the filter away", "esc", "unfilter", "Shows everything again; q goes back.", {}, std::move(clear)});
}

std::string run_family(storage::RunId run) { return fmt::format("run {}", run); }

Result<std::shared_ptr<const model::Experiment>> experiment_of(Context& context, storage::RunId run) {
    PARETOP_TRY(const auto record, storage::get_run(context.store, run));
    return context.experiments.get(record.experiment);
}

}  // namespace paretop::views
