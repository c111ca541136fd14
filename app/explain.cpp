#include "app/explain.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "app/figures.h"
#include "app/find_program.h"
#include "app/text_table.h"
#include "engine/job/create.h"
#include "engine/search/searcher.h"
#include "views/model/command_line.h"

namespace paretop::app {
namespace {

namespace fs = std::filesystem;

std::string domain_of(const space::Parameter& parameter) {
    using Type = space::ParameterType;
    if (parameter.type == Type::boolean)
        return parameter.has_flag ? fmt::format("'{}' or '{}'", parameter.flag_on, parameter.flag_off) : "true, false";
    if (parameter.type != Type::integer && parameter.type != Type::real)
        return fmt::format("{}", fmt::join(parameter.choices, ", "));
    auto text = fmt::format("{} to {}", parameter.low, parameter.high);
    if (parameter.step != 0 && !(parameter.type == Type::integer && parameter.step == 1))
        text += fmt::format(" step {}", parameter.step);
    return text + (parameter.log ? ", log" : "");
}

std::string parameters_text(const spec::Spec& spec) {
    std::vector<TextRow> rows;
    for (const auto& parameter : spec.space.parameters())
        rows.push_back({parameter.name, std::string(space::type_name(parameter.type)), domain_of(parameter),
                        space::to_text(parameter, parameter.fallback), parameter.when ? parameter.when->text() : ""});
    return text_table({{"parameter"}, {"type"}, {"values"}, {"default"}, {"when"}}, rows, 0);
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

std::string metrics_text(const spec::Spec& spec) {
    std::vector<TextRow> rows;
    for (std::size_t i = 0; i < spec.metrics.size(); ++i)
        rows.push_back({spec.metrics[i].name, spec.metrics[i].unit, spec.metrics[i].source_text, goal_text(spec, i)});
    return text_table({{"metric"}, {"unit"}, {"from"}, {"goal"}}, rows, 0);
}

std::string command_line(const std::vector<std::string>& arguments) {
    std::string line;
    for (const auto& argument : arguments) line += (line.empty() ? "" : " ") + model::shell_quote(argument);
    return line;
}

std::string repeats_text(const spec::Command& command) {
    const auto& repeats = command.repeats;
    auto text = repeats.min == repeats.max ? fmt::format("{} repeats", repeats.min)
                                           : fmt::format("{} to {} repeats, until the interval is within {}%", repeats.min,
                                                         repeats.max, repeats.until_ci * 100);
    if (repeats.max == 1) text = "once";
    if (command.warmups > 0) text += " after " + views::count_of(command.warmups, "warm-up");
    if (command.timeout > 0) text += ", at most " + duration_text(command.timeout) + " each";
    return text;
}

std::string commands_text(const spec::Spec& spec) {
    std::string text;
    const auto add = [&](std::string_view name, const std::vector<std::string>& arguments, std::string_view comment) {
        if (!arguments.empty()) text += fmt::format("{:<8}{}{}\n", name, views::harmless(command_line(arguments)), comment);
    };
    add("setup", spec.command.setup, "    (once)");
    add("build", spec.command.build, "    (once a configuration)");
    add("run", spec.command.run, spec.command.protocol == spec::Protocol::serve ? "    (answers many configurations)" : "");
    if (!spec.command.table.empty())
        return text + fmt::format("{:<8}{}    (nothing is run; a configuration that is not in it {})\n", "table",
                                  views::harmless(spec.command.table),
                                  spec.command.absent_is_invalid ? "is never tried" : "is a failed trial");
    add("verify", spec.command.verify, "    (after each repeat)");
    return text + fmt::format("{:<8}{}\n", "measure", repeats_text(spec.command));
}

std::string search_text(const spec::Spec& spec) {
    const double size = spec.space.cardinality();
    auto text = fmt::format("{} trials, {} at once, seed {}, ", spec.search.trials, spec.search.parallel, spec.search.seed);
    text += std::isinf(size) ? "of endlessly many configurations\n"
                             : fmt::format("of at most {} configurations\n", views::number(size));
    const auto searcher = search::make_searcher(spec.search.method, job::problem_of(spec));
    if (!searcher) return text;
    return text + fmt::format("method  {}: {}\n", (*searcher)->method(), (*searcher)->why());
}

bool is_program(const fs::path& path) { return access(path.c_str(), X_OK) == 0 && !fs::is_directory(path); }

// Only what can be known before setup and build have been run.
bool is_missing(const std::string& program, const spec::Spec& spec) {
    if (program.find('{') != std::string::npos) return false;
    if (program.find('/') == std::string::npos) return find_program(program).empty();
    const auto path = fs::path(spec.directory) / program;
    return spec.command.setup.empty() && spec.command.build.empty() && !is_program(path);
}

}  // namespace

std::string explain(const spec::Spec& spec) {
    auto text = fmt::format("{}: {}{}{}\n\n", views::harmless(spec.name), spec.kind, spec.about.empty() ? "" : ": ",
                            views::harmless(spec.about));
    text += parameters_text(spec);
    for (const auto& constraint : spec.space.constraints())
        text += "always  " + views::harmless(constraint.require.text()) + "\n";
    return text + "\n" + metrics_text(spec) + "\n" + commands_text(spec) + "\n" + search_text(spec);
}

std::vector<std::string> warnings(const spec::Spec& spec) {
    std::vector<std::string> found;
    if (!spec.command.shell)
        for (const auto* arguments : {&spec.command.setup, &spec.command.build, &spec.command.run, &spec.command.verify})
            if (!arguments->empty() && is_missing(arguments->front(), spec))
                found.push_back(
                    fmt::format("{}: this program is not found here; install it or write its path", arguments->front()));
    const auto& input = spec.command.input;
    if (!input.empty() && input.find('{') == std::string::npos && spec.command.setup.empty() &&
        !fs::exists(fs::path(spec.directory) / input))
        found.push_back(fmt::format("{}: this input does not exist; make it, or let `setup` make it", input));
    return found;
}

}  // namespace paretop::app
