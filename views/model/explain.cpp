#include "views/model/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/model/command_line.h"
#include "views/widgets/format.h"

namespace paretop::model {
namespace {

std::string listed(const std::vector<std::string>& parts) {
    constexpr std::size_t k_most = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(parts.size(), k_most); ++i) text += (i == 0 ? "" : ", ") + parts[i];
    if (parts.size() > k_most) text += fmt::format(" and {} more", parts.size() - k_most);
    return text;
}

std::string range_text(const space::Parameter& parameter) {
    const bool stepped = parameter.step > 1 || (parameter.type == space::ParameterType::real && parameter.step > 0);
    return fmt::format("{:g} to {:g}{}{}", parameter.low, parameter.high, stepped ? fmt::format(" by {:g}", parameter.step) : "",
                       parameter.log ? ", log" : "");
}

std::string count_text(double number) {
    if (std::isinf(number)) return "infinitely many";
    if (number < 1e15) return views::grouped(static_cast<std::int64_t>(number));
    return fmt::format("about 10^{:.0f}", std::floor(std::log10(number)));
}

}  // namespace

std::string domain_text(const space::Parameter& parameter) {
    switch (parameter.type) {
        case space::ParameterType::boolean:
            return parameter.has_flag ? fmt::format("'{}' or '{}'", parameter.flag_on, parameter.flag_off) : "on or off";
        case space::ParameterType::permutation:
            return fmt::format("order of {}", parameter.choices.size());
        case space::ParameterType::categorical:
        case space::ParameterType::ordinal:
            return listed(parameter.choices);
        default:
            return range_text(parameter);
    }
}

std::string goal_text(const spec::Spec& spec, std::size_t metric) {
    std::string text;
    for (const auto& objective : spec.objectives) {
        if (objective.metric != metric) continue;
        text = objective.goal == spec::Goal::maximize ? "maximize" : "minimize";
        if (objective.steer) text += ", threshold " + objective.steer->text;
        if (objective.keep) text += ", keep " + objective.keep->text;
    }
    const auto& bound = spec.metrics[metric].bound_text;
    return bound.empty() ? text : text + (text.empty() ? "" : ", ") + "bound " + bound;
}

std::string command_text(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + (word.find(' ') == std::string::npos ? word : shell_quote(word));
    return text;
}

std::string runs_text(const spec::Command& command) {
    const auto& repeats = command.repeats;
    auto text = repeats.min == repeats.max ? fmt::format("{} each", views::count_of(repeats.min, "run"))
                                           : fmt::format("{} to {} runs each", repeats.min, repeats.max);
    if (repeats.until_ci > 0) text += fmt::format(", until the interval is within {:g} %", repeats.until_ci * 100);
    if (command.warmups > 0) text += fmt::format(", after {}", views::count_of(command.warmups, "warm-up"));
    return text;
}

Explanation explain_parameters(const spec::Spec& spec) {
    std::vector<std::string> parts;
    for (const auto& parameter : spec.space.parameters())
        parts.push_back(fmt::format("{} ({})", parameter.name, domain_text(parameter)));
    return {"varied", parts.empty() ? "nothing" : listed(parts)};
}

Explanation explain_space(const spec::Spec& spec) {
    auto text = count_text(spec.space.cardinality());
    const auto rules = static_cast<std::int64_t>(spec.space.constraints().size());
    if (rules > 0) text += fmt::format(", less what {} rule{} out", views::count_of(rules, "constraint"), rules == 1 ? "s" : "");
    return {"configurations", std::move(text)};
}

std::vector<Explanation> explain_commands(const spec::Spec& spec) {
    std::vector<Explanation> lines;
    const auto add = [&](const char* label, const std::vector<std::string>& words) {
        if (!words.empty()) lines.push_back({label, command_text(words)});
    };
    add("prepared by", spec.command.setup);
    add("built by", spec.command.build);
    add(spec.command.protocol == spec::Protocol::serve ? "served by" : "run as", spec.command.run);
    add("verified by", spec.command.verify);
    return lines;
}

Explanation explain_metrics(const spec::Spec& spec) {
    std::vector<std::string> parts;
    for (const auto& metric : spec.metrics) {
        auto text = metric.name;
        if (!metric.unit.empty() && metric.unit != metric.name) text += " (" + metric.unit + ")";
        if (!metric.bound_text.empty()) text += " " + metric.bound_text;
        parts.push_back(std::move(text));
    }
    return {"measured", listed(parts) + "; " + runs_text(spec.command)};
}

Explanation explain_objectives(const spec::Spec& spec) {
    std::vector<std::string> parts;
    for (const auto& objective : spec.objectives) {
        const auto& metric = spec.metrics[objective.metric];
        auto text = (objective.goal == spec::Goal::maximize ? "most " : "least ") + metric.name;
        if (objective.steer) text += " within " + objective.steer->text;
        parts.push_back(std::move(text));
    }
    return {"sought", parts.empty() ? "nothing: every configuration is measured" : listed(parts)};
}

}  // namespace paretop::model
