#include "app/launch.h"

#include <fmt/format.h>

#include "engine/job/create.h"
#include "engine/job/known_results.h"
#include "engine/search/searcher.h"

namespace paretop::app {

Result<spec::Spec> read_experiment(const std::string& path) {
    auto read = spec::read_spec_file(path);
    if (read.spec) return std::move(*read.spec);
    std::string all;
    for (const auto& problem : read.problems) all += (all.empty() ? "" : "\n") + problem.message(path);
    return fail(ErrorKind::usage, all);
}

Result<void> check_experiment(const spec::Spec& spec, const job::Overrides& overrides) {
    auto complete = spec;
    PARETOP_CHECK(job::can_run(spec.kind, spec.name));
    PARETOP_CHECK(job::take_table(complete));
    auto& search = complete.search;
    search.trials = overrides.trials.value_or(search.trials);
    search.seed = overrides.seed.value_or(search.seed);
    search.parallel = overrides.parallel.value_or(search.parallel);
    if (spec.kind == spec::k_profile && search.parallel > 1)
        return fail(ErrorKind::usage,
                    fmt::format("{} of its trials cannot run at once: profiles are made one at a time", search.parallel),
                    spec.name, "leave --parallel out");
    PARETOP_CHECK(search::make_searcher(overrides.method.value_or(search.method), job::problem_of(complete)));
    return {};
}

Result<storage::RunId> create_run(storage::Store& store, const spec::Spec& spec, const job::Overrides& overrides) {
    PARETOP_CHECK(check_experiment(spec, overrides));
    return job::create_run(store, spec, overrides, system_clock());
}

}  // namespace paretop::app
