#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "storage/base/nearest.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

struct Named {
    std::string experiment;
    RunId newest = 0;
};

Result<std::vector<Named>> list_named(const Store& store) {
    PARETOP_TRY(auto select,
                store.prepare("SELECT experiment.name, max(run.id) FROM run JOIN experiment ON experiment.id = run.experiment"
                              " GROUP BY experiment.name ORDER BY experiment.name"));
    return select.collect([](const Statement& row) { return Named{row.string(0), row.integer(1)}; });
}

std::vector<std::string> names_of(const std::vector<Named>& named) {
    std::vector<std::string> names;
    names.reserve(named.size());
    for (const auto& n : named) names.push_back(n.experiment);
    return names;
}

tl::unexpected<Error> unknown(const Store& store, std::string_view word, const std::vector<Named>& named) {
    const auto near = nearest_words(word, names_of(named), 3);
    return fail(ErrorKind::not_found, fmt::format("there is no run '{}'", word), store.path(),
                near.empty() ? "`paretop ls` shows the runs there are" : fmt::format("did you mean {}", fmt::join(near, ", ")));
}

}  // namespace

Result<RunId> find_run(const Store& store, std::string_view word) {
    RunId id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error == std::errc() && end == word.data() + word.size()) {
        PARETOP_TRY(auto select, store.prepare("SELECT id FROM run WHERE id = ?"));
        PARETOP_TRY(const auto found, select.first([](const Statement& row) { return row.integer(0); }, id));
        if (found) return *found;
    }
    PARETOP_TRY(const auto named, list_named(store));
    std::vector<Named> starting;
    for (const auto& n : named) {
        if (n.experiment == word) return n.newest;
        if (!word.empty() && n.experiment.starts_with(word)) starting.push_back(n);
    }
    if (starting.size() == 1) return starting.front().newest;
    if (starting.empty()) return unknown(store, word, named);
    return fail(ErrorKind::usage, fmt::format("'{}' could be {}", word, fmt::join(names_of(starting), ", ")), store.path(),
                "write more of the name, or the run's number");
}

}  // namespace paretop::storage
