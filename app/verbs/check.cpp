#include "app/verbs/check.h"

#include <fmt/format.h>

#include "app/explain.h"
#include "app/json.h"
#include "engine/job/create.h"
#include "engine/job/known_results.h"
#include "engine/search/searcher.h"

namespace paretop::app {
namespace {

std::string as_json(const spec::SpecResult& read, const std::vector<std::string>& warned, const std::string& path) {
    Json json;
    json.begin_object().field("file", path).field("ok", read.spec.has_value()).key("problems").begin_array();
    for (const auto& problem : read.problems) {
        json.begin_object().field("line", problem.line).field("column", problem.column).field("key", problem.key);
        json.field("found", problem.found)
            .field("expected", problem.expected)
            .field("message", problem.message(path))
            .end_object();
    }
    json.end_array().key("warnings").begin_array();
    for (const auto& warning : warned) json.text(warning);
    return json.end_array().end_object().take() + "\n";
}

// What only the table and a searcher can tell: that the method exists and that some configuration satisfies the constraints.
void check_search(spec::SpecResult& read) {
    if (!read.spec) return;
    if (const auto known = job::take_table(*read.spec); !known) {
        const auto& error = known.error();
        read.problems.push_back({0, 0, "command.table", fmt::format("{}: {}", error.where, error.what), error.remedy});
        return read.spec.reset();
    }
    const auto searcher = search::make_searcher(read.spec->search.method, job::problem_of(*read.spec));
    if (searcher) return;
    read.problems.push_back({0, 0, "search", searcher.error().what, searcher.error().remedy});
    read.spec.reset();
}

}  // namespace

Result<ExitCode> perform(const CheckCommand& command, Console& console) {
    auto read = spec::read_spec_file(command.file);
    check_search(read);
    const auto warned = read.spec ? warnings(*read.spec) : std::vector<std::string>();
    if (command.json) {
        console.out(as_json(read, warned, command.file));
        return read.spec ? ExitCode::ok : ExitCode::usage;
    }
    for (const auto& problem : read.problems) console.err("paretop: " + views::harmless(problem.message(command.file)) + "\n");
    if (!read.spec) return ExitCode::usage;
    console.out(explain(*read.spec));
    for (const auto& warning : warned) console.err("paretop: warning: " + views::harmless(warning) + "\n");
    return ExitCode::ok;
}

}  // namespace paretop::app
