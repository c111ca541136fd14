#include <fmt/format.h>

#include <algorithm>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

std::optional<std::size_t> find(std::vector<Metric>& metrics, const std::string& name) {
    const auto it = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) { return metric.name == name; });
    if (it != metrics.end()) return static_cast<std::size_t>(it - metrics.begin());
    const auto builtin = builtin_source(name);
    if (!builtin) return std::nullopt;
    metrics.push_back({name, {*builtin, {}}, name, std::string(builtin_unit(*builtin)), {}, {}, {}});
    return metrics.size() - 1;
}

std::optional<std::size_t> read_metric(Section& section, std::vector<Metric>& metrics) {
    const auto* const member = section.require("metric", "write metric = \"wall_s\" or the name of a [[metric]]");
    const auto name = section.text("metric");
    if (member == nullptr || !name) return std::nullopt;
    if (const auto index = find(metrics, *name)) return index;
    auto known = builtin_names();
    known.reserve(known.size() + metrics.size());
    for (const auto& metric : metrics) known.push_back(metric.name);
    section.note(member->value.at, "metric", fmt::format("there is no metric '{}'", *name), suggestion(*name, known));
    return std::nullopt;
}

std::optional<Goal> read_goal(Section& section) {
    const auto* const member = section.require("goal", "write goal = \"minimize\" or \"maximize\"");
    const auto text = section.text("goal");
    if (member == nullptr || !text) return std::nullopt;
    if (*text == "minimize") return Goal::minimize;
    if (*text == "maximize") return Goal::maximize;
    section.note(member->value.at, "goal", fmt::format("'{}' is no goal", *text), suggestion(*text, {"minimize", "maximize"}));
    return std::nullopt;
}

std::optional<Threshold> read_threshold(Section& section, std::string_view key, std::string_view unit) {
    const auto* const member = section.find(key);
    if (member == nullptr) return std::nullopt;
    const auto& node = member->value;
    if (node.is_number() && std::abs(node.number()) <= 1e300)
        return Threshold{Threshold::Kind::absolute, node.number(), scalar_text(node)};
    if (node.kind != Node::Kind::text) {
        section.note(node.at, key, fmt::format("is {}", describe(node)), "write a number, or a text such as \"+3%\"");
        return std::nullopt;
    }
    auto threshold = parse_threshold(node.text, unit);
    if (threshold) return std::move(*threshold);
    section.note(node.at, key, threshold.error().what, threshold.error().remedy);
    return std::nullopt;
}

// [[objective]]  metric, goal = "minimize" | "maximize", threshold, keep (the same as threshold where it is not said).
void read_objective(const Node& node, std::size_t index, std::vector<Metric>& metrics, std::vector<Objective>& objectives,
                    Problems& problems) {
    Section section(node, fmt::format("objective[{}]", index + 1), problems);
    Objective objective;
    const auto metric = read_metric(section, metrics);
    const auto goal = read_goal(section);
    const std::string unit = metric ? metrics[*metric].unit : "";
    objective.steer = read_threshold(section, "threshold", unit);
    objective.keep = read_threshold(section, "keep", unit);
    if (!objective.keep) objective.keep = objective.steer;
    section.finish();
    if (!metric) return;
    objective.metric = *metric;
    objective.goal = goal.value_or(Goal::minimize);
    const bool twice =
        std::any_of(objectives.begin(), objectives.end(), [&](const Objective& other) { return other.metric == *metric; });
    if (twice)
        section.note(section.find("metric")->value.at, "metric", fmt::format("'{}' is an objective twice", metrics[*metric].name),
                     "remove one of them");
    objectives.push_back(std::move(objective));
}

}  // namespace

std::vector<Objective> read_objectives(Section& root, std::vector<Metric>& metrics, bool needed, Problems& problems) {
    std::vector<Objective> out;
    const auto nodes = root.tables("objective");
    if (!needed && nodes.empty()) return {{find(metrics, "wall_s").value_or(0), Goal::minimize, {}, {}}};
    if (root.find("objective") == nullptr)
        root.note({}, "objective", "is missing", "declare at least one [[objective]] with metric and goal");
    for (std::size_t i = 0; i < nodes.size(); ++i) read_objective(*nodes[i], i, metrics, out, problems);
    return out;
}

}  // namespace paretop::spec
