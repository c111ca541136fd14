#include <fmt/format.h>

#include <algorithm>

#include "engine/exchange/history.h"

namespace paretop::exchange {
namespace {

using space::Parameter;
using space::ParameterType;

// A basic string of TOML.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (byte < 0x20 || byte == 0x7f)
            out += fmt::format("\\u{:04x}", byte);
        else
            out += c;
    }
    return out + '"';
}

bool is_number(const Parameter& parameter) {
    return parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
}

std::string number(const Parameter& parameter, double value) {
    if (parameter.type == ParameterType::integer) return fmt::format("{}", static_cast<std::int64_t>(value));
    const auto text = fmt::format("{}", value);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string domain(const Parameter& parameter) {
    if (parameter.type == ParameterType::boolean) return {};
    if (!is_number(parameter)) {
        std::vector<std::string> choices;
        for (const auto& choice : parameter.choices) choices.push_back(in_quotes(choice));
        return fmt::format("values = [{}]\n", fmt::join(choices, ", "));
    }
    auto text = fmt::format("range = [{}, {}]\n", number(parameter, parameter.low), number(parameter, parameter.high));
    const bool plain = parameter.step <= 0 || (parameter.type == ParameterType::integer && parameter.step == 1);
    if (!plain) text += fmt::format("step = {}\n", number(parameter, parameter.step));
    return text + (parameter.log ? "log = true\n" : "");
}

// What `default` is written as; empty: leave it to be the first value.
std::string written_default(const Parameter& parameter, const std::optional<std::string>& text) {
    const auto value = text ? space::from_text(parameter, *text) : Result<space::Value>(space::Value());
    if (!text || !value) return {};
    if (const auto* const real = std::get_if<double>(&*value)) return number(parameter, *real);
    if (is_number(parameter) || parameter.type == ParameterType::boolean) return *text;
    if (parameter.type != ParameterType::permutation) return in_quotes(*text);
    std::vector<std::string> order;
    for (const auto item : std::get<space::Permutation>(*value)) order.push_back(in_quotes(parameter.choices[item]));
    return fmt::format("[{}]", fmt::join(order, ", "));
}

// The first value that any trial that went well has.
std::optional<std::string> first_value(const History& history, std::size_t parameter) {
    for (const bool failed_too : {false, true})
        for (const auto& trial : history.trials)
            if ((failed_too || trial.state == storage::TrialState::done) && trial.values[parameter])
                return trial.values[parameter];
    return std::nullopt;
}

std::string metric_text(const Metric& metric) {
    auto text = fmt::format("\n[[metric]]\nname = {}\nfrom = {}\n", in_quotes(metric.name), in_quotes("report:" + metric.name));
    if (!metric.unit.empty()) text += fmt::format("unit = {}\n", in_quotes(metric.unit));
    if (metric.lower && metric.upper)
        text += fmt::format("bound = [{}, {}]\n", *metric.lower, *metric.upper);
    else if (metric.lower || metric.upper)
        text += fmt::format("bound = \"{} {}\"\n", metric.lower ? ">=" : "<=", metric.lower ? *metric.lower : *metric.upper);
    return text;
}

// A name that is only digits would name a run.
std::string experiment_name(const History& history) {
    std::string name;
    for (const char c : history.name) name += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    if (name.size() > 150) name.resize(150);
    if (name.find_first_not_of("0123456789") == std::string::npos) name = "study " + name;
    return name;
}

}  // namespace

std::string history_spec(const History& history) {
    auto text = fmt::format(
        "# Made by `paretop import` from {}. There is nothing to run: `paretop import --experiment` goes on with\n"
        "# the command of another experiment file.\n\n[experiment]\nname = {}\nkind = \"history\"\nabout = {}\n",
        in_quotes(history.source), in_quotes(experiment_name(history)), in_quotes("Imported from " + history.source));
    for (std::size_t i = 0; i < history.parameters.size(); ++i) {
        const auto& parameter = history.parameters[i];
        text += fmt::format("\n[[parameter]]\nname = {}\ntype = \"{}\"\n{}", in_quotes(parameter.name),
                            space::type_name(parameter.type), domain(parameter));
        if (parameter.when) text += fmt::format("when = {}\n", in_quotes(parameter.when->text()));
        const auto value = written_default(parameter, first_value(history, i));
        if (!value.empty()) text += fmt::format("default = {}\n", value);
    }
    for (const auto& metric : history.metrics) text += metric_text(metric);
    for (const auto i : objectives_of(history))
        text += fmt::format("\n[[objective]]\nmetric = {}\ngoal = \"{}\"\n", in_quotes(history.metrics[i].name),
                            history.metrics[i].goal == spec::Goal::maximize ? "maximize" : "minimize");
    return text;
}

}  // namespace paretop::exchange
