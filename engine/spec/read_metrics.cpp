#include <fmt/format.h>

#include <algorithm>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

bool fits_serve(const Source& source) {
    using Kind = Source::Kind;
    const bool in_file = source.kind == Kind::json && source.argument.starts_with("file:");
    return source.kind == Kind::wall || source.kind == Kind::report || source.kind == Kind::expression ||
           (source.kind == Kind::json && !in_file);
}

bool fits_table(const Source& source) { return source.kind == Source::Kind::column || source.kind == Source::Kind::expression; }

// [[metric]]  name, from, unit, bound = ">= 90" | "<= 2GiB" | [low, high]. Without `from` it is the built-in source of that name,
// else it is reported;
// in a table it is the column of that name.
class MetricReader {
  public:
    MetricReader(const Node& node, std::size_t index, const space::Space& space, const Command& command, Problems& problems)
        : section_(node, fmt::format("metric[{}]", index + 1), problems), space_(space), command_(command) {}

    // Nothing when it has no name by which others could mention it.
    std::optional<Metric> read(const std::vector<Metric>& before) {
        const auto name = read_name(section_, "name");
        if (name) {
            metric_.name = *name;
            check_unique(before);
        }
        read_source();
        if (const auto unit = section_.text("unit")) metric_.unit = *unit;
        if (metric_.unit.empty()) metric_.unit = builtin_unit(metric_.source.kind);
        if (const auto* const bound = section_.find("bound")) read_bound(bound->value);
        section_.finish();
        return name ? std::optional(std::move(metric_)) : std::nullopt;
    }

  private:
    void check_unique(const std::vector<Metric>& before) {
        const auto& at = section_.find("name")->value.at;
        const bool twice =
            std::any_of(before.begin(), before.end(), [&](const Metric& other) { return other.name == metric_.name; });
        if (twice) section_.note(at, "name", fmt::format("'{}' is declared twice", metric_.name), "use another name");
        if (space_.find(metric_.name))
            section_.note(at, "name", fmt::format("'{}' is also a parameter", metric_.name),
                          "use another name: filters could not tell them apart");
    }

    void read_source() {
        const auto* const member = section_.find("from");
        const auto text = section_.text("from");
        const bool looked_up = command_.protocol == Protocol::table;
        metric_.source_text = text.value_or(looked_up                      ? "column:" + metric_.name
                                            : builtin_source(metric_.name) ? metric_.name
                                                                           : "report");
        auto source = parse_source(metric_.source_text, metric_.name);
        if (!source) {
            const auto& error = source.error();
            const auto at = error.where.empty() ? member->value.at : member->value.inside(column_in(error));
            return section_.note(at, "from", error.what, error.remedy);
        }
        metric_.source = std::move(*source);
        const bool serves = command_.protocol == Protocol::serve;
        const auto& at = member == nullptr ? section_.at() : member->value.at;
        if (serves && !fits_serve(metric_.source))
            section_.note(at, "from", fmt::format("{} cannot be measured for protocol serve", metric_.source_text),
                          "use report, wall_s, json:/… of the answer, or an expression");
        if (looked_up && !fits_table(metric_.source))
            section_.note(at, "from", fmt::format("{} cannot be looked up in a table", metric_.source_text),
                          "use column:NAME, or an expression");
        if (!looked_up && metric_.source.kind == Source::Kind::column)
            section_.note(at, "from", fmt::format("{} needs a table", metric_.source_text),
                          "write table = \"results.csv\" in [command] instead of run");
        if (member != nullptr) check_path(member->value);
    }

    // Files of metrics may be named by placeholders.
    void check_path(const Node& node) {
        constexpr std::string_view size = "file_size:";
        constexpr std::string_view json = "json:";
        const std::string_view text = node.text;
        const auto hash = text.rfind('#');
        if (metric_.source.kind == Source::Kind::file_size)
            check_template(section_, "from", node, text.substr(size.size()), space_, usage_in_trial(command_), size.size());
        else if (metric_.source.kind == Source::Kind::json && hash != std::string_view::npos)
            check_template(section_, "from", node, text.substr(json.size(), hash - json.size()), space_, usage_in_trial(command_),
                           json.size());
    }

    std::optional<double> amount(const Node& node, std::string_view text) {
        if (node.is_number() && std::abs(node.number()) <= 1e300) return node.number();
        auto parsed = parse_amount(text, metric_.unit);
        if (parsed) return *parsed;
        section_.note(node.at, "bound", parsed.error().what, parsed.error().remedy);
        return std::nullopt;
    }

    void read_bound(const Node& node) {
        if (node.kind == Node::Kind::array && node.items.size() == 2) return read_interval(node);
        const std::string_view text = node.text;
        const bool least = text.starts_with(">=");
        if (!least && !text.starts_with("<="))
            return section_.note(node.at, "bound", fmt::format("is {}", describe(node)),
                                 "write \">= 90\", \"<= 2GiB\" or [low, high]");
        metric_.bound_text = node.text;
        (least ? metric_.lower : metric_.upper) = amount(node, text.substr(2));
    }

    void read_interval(const Node& node) {
        metric_.lower = amount(node.items[0], node.items[0].text);
        metric_.upper = amount(node.items[1], node.items[1].text);
        metric_.bound_text = fmt::format("[{}, {}]", scalar_text(node.items[0]), scalar_text(node.items[1]));
        if (metric_.lower && metric_.upper && *metric_.lower > *metric_.upper)
            section_.note(node.at, "bound", "goes downwards",
                          fmt::format("write [{}, {}]", scalar_text(node.items[1]), scalar_text(node.items[0])));
    }

    Section section_;
    const space::Space& space_;
    const Command& command_;
    Metric metric_;
};

// What a formula mentions: parameters, measured metrics, formulas before it. Built-in metrics it mentions are added to `metrics`.
void check_formula(Section& section, const Node& node, const space::Space& space, std::vector<Metric>& metrics,
                   std::size_t index) {
    const auto formula = expr::Expression::parse(metrics[index].source.argument);
    if (!formula) return;
    for (const auto& name : formula->names()) {
        const auto it = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) { return metric.name == name; });
        const bool later = it != metrics.end() && it->source.kind == Source::Kind::expression &&
                           it - metrics.begin() >= static_cast<std::ptrdiff_t>(index);
        const bool known = it != metrics.end() || space.find(name).has_value();
        if (known && !later) continue;
        if (const auto builtin = builtin_source(name); !known && builtin) {
            metrics.push_back({name, {*builtin, {}}, name, std::string(builtin_unit(*builtin)), {}, {}, {}});
            continue;
        }
        std::vector<std::string> names = builtin_names();
        for (const auto& metric : metrics) names.push_back(metric.name);
        for (const auto& parameter : space.parameters()) names.push_back(parameter.name);
        section.note(node.at, "from",
                     later ? fmt::format("'{}' is a formula that is not known yet", name)
                           : fmt::format("'{}' is no metric and no parameter", name),
                     later ? "declare it before this one" : suggestion(name, names));
    }
}

}  // namespace

std::vector<Metric> read_metrics(Section& root, const space::Space& space, const Command& command, Problems& problems) {
    std::vector<Metric> out;
    std::vector<const Node*> nodes;
    for (const auto* const node : root.tables("metric")) {
        auto metric = MetricReader(*node, nodes.size(), space, command, problems).read(out);
        if (metric) out.push_back(std::move(*metric));
        nodes.push_back(node);
    }
    if (out.size() != nodes.size()) return out;  // names are missing: what mentions them cannot be judged
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (out[i].source.kind != Source::Kind::expression) continue;
        Section section(*nodes[i], fmt::format("metric[{}]", i + 1), problems);
        check_formula(section, section.find("from")->value, space, out, i);
    }
    return out;
}

}  // namespace paretop::spec
