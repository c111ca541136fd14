#include "app/explain.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "app/figures.h"
#include "app/find_program.h"
#include "app/text_table.h"
#include "engine/job/create.h"
#include "engine/job/profile_taker.h"
#include "engine/search/searcher.h"
#include "views/model/explain.h"

namespace paretop::app {
namespace {

namespace fs = std::filesystem;

std::string parameters_text(const spec::Spec& spec) {
    std::vector<TextRow> rows;
    for (const auto& parameter : spec.space.parameters())
        rows.push_back({parameter.name, std::string(space::type_name(parameter.type)), model::domain_text(parameter),
                        space::to_text(parameter, parameter.fallback), parameter.when ? parameter.when->text() : ""});
    return text_table({{"parameter"}, {"type"}, {"values"}, {"default"}, {"when"}}, rows, 0);
}

std::string metrics_text(const spec::Spec& spec) {
    std::vector<TextRow> rows;
    for (std::size_t i = 0; i < spec.metrics.size(); ++i)
        rows.push_back({spec.metrics[i].name, spec.metrics[i].unit, spec.metrics[i].source_text, model::goal_text(spec, i)});
    return text_table({{"metric"}, {"unit"}, {"from"}, {"goal"}}, rows, 0);
}

std::string search_text(const spec::Spec& spec) {
    auto text = fmt::format("{} trials, {} at once, seed {}", spec.search.trials, spec.search.parallel, spec.search.seed);
    const auto searcher = search::make_searcher(spec.search.method, job::problem_of(spec));
    return searcher ? fmt::format("{}, method {}: {}", text, (*searcher)->method(), (*searcher)->why()) : text;
}

std::string lines_text(const spec::Spec& given) {
    const bool profiles = given.kind == spec::k_profile;
    const auto spec = profiles ? job::profiled(given) : given;  // as it will be run
    auto lines = model::explain_commands(spec);
    auto runs = model::runs_text(spec.command);
    if (spec.command.timeout > 0) runs += ", at most " + duration_text(spec.command.timeout) + " each";
    lines.push_back({profiles ? "profiled in" : "measured in", std::move(runs)});
    if (!profiles && !spec.profile.run.empty())
        lines.push_back({"profiled as", fmt::format("{}", fmt::join(spec.profile.run, " "))});
    lines.push_back(model::explain_space(spec));
    lines.push_back({"search", search_text(spec)});
    std::string text;
    for (const auto& [label, words] : lines) text += views::pad_right(label, 16) + views::harmless(words) + "\n";
    return text;
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
    return text + "\n" + metrics_text(spec) + "\n" + lines_text(spec);
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
