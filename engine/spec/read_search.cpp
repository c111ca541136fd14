#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/search/searcher.h"
#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

constexpr std::int64_t k_most_trials = 1'000'000'000;
constexpr std::int64_t k_most_parallel = 1'024;
constexpr std::int64_t k_most_confirm = 10'000;

void read_method(Section& section, SearchOptions& search) {
    const auto text = section.text("method");
    if (!text) return;
    std::vector<std::string> known;
    known.reserve(search::methods().size());
    for (const auto& method : search::methods()) known.emplace_back(method.name);
    if (std::find(known.begin(), known.end(), *text) == known.end())
        section.note(section.find("method")->value.at, "method", fmt::format("'{}' is no method", *text),
                     suggestion(*text, known));
    search.method = *text;
}

// How annealing makes use of several asks in flight: a variant of the method, which is what is kept.
void read_proposal(Section& section, SearchOptions& search) {
    static const std::vector<std::string> k_proposals{"multiple_try", "exchange", "best_of"};
    static const std::vector<std::string> k_methods{"anneal", "anneal_exchange", "anneal_best_of"};
    const auto text = section.text("proposal");
    if (!text) return;
    const auto at = section.find("proposal")->value.at;
    const auto proposal = std::find(k_proposals.begin(), k_proposals.end(), *text);
    if (proposal == k_proposals.end())
        section.note(at, "proposal", fmt::format("'{}' is no kind of proposal", *text), suggestion(*text, k_proposals));
    else if (search.method != k_methods.front())
        section.note(at, "proposal", fmt::format("means nothing for method '{}'", search.method), "write method = \"anneal\"");
    else
        search.method = k_methods[static_cast<std::size_t>(proposal - k_proposals.begin())];
}

void read_prune(Section& section, const std::vector<Metric>& metrics, SearchOptions& search) {
    static const std::vector<std::string> k_rules{"none", "median", "halving"};
    if (const auto text = section.text("prune")) {
        const auto rule = std::find(k_rules.begin(), k_rules.end(), *text);
        if (rule == k_rules.end())
            section.note(section.find("prune")->value.at, "prune", fmt::format("'{}' is no rule", *text),
                         suggestion(*text, k_rules));
        else
            search.prune = static_cast<Prune>(rule - k_rules.begin());
    }
    const auto name = section.text("prune_metric");
    if (!name) return;
    const auto metric = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& m) { return m.name == *name; });
    std::vector<std::string> known;
    for (const auto& m : metrics) known.push_back(m.name);
    if (metric == metrics.end())
        section.note(section.find("prune_metric")->value.at, "prune_metric", fmt::format("'{}' is no metric", *name),
                     suggestion(*name, known));
    else
        search.prune_metric = static_cast<std::size_t>(metric - metrics.begin());
}

std::optional<space::Configuration> read_configuration(Section& section, const Node& node, const space::Space& space) {
    space::Configuration given;
    given.values.resize(space.parameters().size());
    bool good = true;
    for (std::size_t i = 0; i < space.parameters().size(); ++i) {
        const auto& parameter = space.parameters()[i];
        const auto* const member = section.find(parameter.name);
        if (member == nullptr) continue;
        auto value = read_value(parameter, member->value);
        if (value)
            given.values[i] = std::move(*value);
        else
            section.note(member->value.at, parameter.name, value.error().what, value.error().remedy);
        good = good && value;
    }
    section.finish();
    const bool unknown =
        std::any_of(node.members.begin(), node.members.end(), [&](const Member& m) { return !space.find(m.key); });
    return good && !unknown ? std::optional(std::move(given)) : std::nullopt;
}

void check_activity(Section& section, const space::Space& space, const space::Configuration& given,
                    const space::Configuration& activated) {
    for (std::size_t i = 0; i < given.values.size(); ++i) {
        const bool was_given = !std::holds_alternative<space::Inactive>(given.values[i]);
        if (!was_given || !std::holds_alternative<space::Inactive>(activated.values[i])) continue;
        const auto& parameter = space.parameters()[i];
        section.note(section.find(parameter.name)->at, parameter.name, "is inactive in this configuration",
                     fmt::format("remove it; it needs {}", parameter.when->text()));
    }
}

}  // namespace

// [search]  method, proposal, trials, seed, parallel, builds, time, race, confirm, baseline_every, prune, prune_metric.
SearchOptions read_search(Section& root, const std::vector<Metric>& metrics, const std::vector<Objective>& objectives,
                          Problems& problems) {
    SearchOptions out;
    if (!objectives.empty()) out.prune_metric = objectives.front().metric;
    const auto* const table = root.table("search");
    if (table == nullptr) return out;
    Section section(*table, "search", problems);
    read_method(section, out);
    read_proposal(section, out);
    out.trials = section.integer("trials", 1, k_most_trials).value_or(out.trials);
    out.seed = section.integer("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(out.seed);
    out.parallel = section.integer("parallel", 1, k_most_parallel).value_or(out.parallel);
    out.builds = section.integer("builds", 1, k_most_parallel).value_or(out.builds);
    out.time = section.duration("time");
    out.race = section.truth("race").value_or(out.race);
    out.confirm = section.integer("confirm", 0, k_most_confirm);
    out.baseline_every = section.integer("baseline_every", 0, k_most_trials).value_or(0);
    read_prune(section, metrics, out);
    section.finish();
    return out;
}

// [[start]]  parameter = value; those not named have their defaults. What searchers would refuse is refused here, at its place.
std::vector<space::Configuration> read_start(Section& root, const space::Space& space, Problems& problems) {
    std::vector<space::Configuration> out;
    const auto nodes = root.tables("start");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        Section section(*nodes[i], fmt::format("start[{}]", i + 1), problems);
        const auto given = read_configuration(section, *nodes[i], space);
        if (!given) continue;
        auto configuration = *given;
        space.activate(configuration);
        check_activity(section, space, *given, configuration);
        if (const auto violated = space.violated(configuration))
            section.note(nodes[i]->at, "", fmt::format("breaks the constraint {}", space.constraints()[*violated].require.text()),
                         "change its values");
        out.push_back(std::move(configuration));
    }
    return out;
}

}  // namespace paretop::spec
