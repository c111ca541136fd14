#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/search/candidates.h"
#include "engine/search/purpose.h"
#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

constexpr std::uintmax_t k_largest_file = std::uintmax_t{4} << 20U;

void read_experiment(Section& root, Spec& spec, Problems& problems) {
    const auto* const table = root.table("experiment");
    if (table == nullptr) {
        if (root.find("experiment") == nullptr) root.note({}, "experiment", "is missing", "write [experiment] and name = \"…\"");
        return;
    }
    Section section(*table, "experiment", problems);
    spec.name = read_name(section, "name").value_or("");
    spec.about = section.text("about").value_or("");
    spec.kind = section.text("kind").value_or("tune");
    const bool only_digits = !spec.name.empty() && spec.name.find_first_not_of("0123456789") == std::string::npos;
    if (only_digits)
        section.note(section.find("name")->value.at, "name", fmt::format("'{}' is a number", spec.name),
                     "add a letter: a number names a run");
    if (spec.kind != "tune" && spec.kind != "sweep" && spec.kind != k_profile && spec.kind != k_history) {
        const std::vector<std::string> later{"anneal", "schedule"};
        const bool known = std::find(later.begin(), later.end(), spec.kind) != later.end();
        section.note(section.find("kind")->value.at, "kind",
                     known ? fmt::format("this version does not run '{}' yet", spec.kind)
                           : fmt::format("'{}' is no kind of experiment", spec.kind),
                     known ? "it runs tune, sweep and profile"
                           : suggestion(spec.kind, {"tune", "sweep", "anneal", "profile", "schedule"}));
    }
    section.finish();
}

std::string read_executor(Section& root, Problems& problems) {
    const auto* const table = root.table("executor");
    if (table == nullptr) return "local";
    Section section(*table, "executor", problems);
    auto kind = section.text("kind").value_or("local");
    if (kind != "local") {
        const bool known = kind == "ssh" || kind == "slurm";
        section.note(
            section.find("kind")->value.at, "kind",
            known ? fmt::format("this version does not run on '{}' yet", kind) : fmt::format("'{}' is no executor", kind),
            known ? "write local" : suggestion(kind, {"local", "ssh", "slurm"}));
    }
    section.finish();
    return kind;
}

std::vector<std::size_t> broken_by_defaults(const space::Space& space) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < space.constraints().size(); ++i) {
        const space::Space alone(space.parameters(), {space.constraints()[i]});
        if (alone.violated(alone.defaults())) out.push_back(i);
    }
    return out;
}

// The baseline is always tried first, so it must be one that may be tried. What keeps all constraints is looked for with bounded
// effort, the same for every reading of the same file: a remedy for one constraint may break another.
void check_baseline(Section& root, const space::Space& space, Problems& problems) {
    if (!space.violated(space.defaults())) return;
    const auto note = [&, nodes = root.tables("constraint")](std::size_t constraint, std::string found, std::string expected) {
        Section section(*nodes[constraint], fmt::format("constraint[{}]", constraint + 1), problems);
        section.note(section.find("require")->value.at, "require", std::move(found), std::move(expected));
    };
    search::Candidates candidates(space);
    search::Random random(0, 0, search::purpose::feasible);
    const auto feasible = candidates.feasible(random);
    if (!feasible)
        return note(candidates.most_at_fault().value_or(0),
                    "no configuration was found that keeps all constraints; this one refused most",
                    "loosen it, or widen the parameters it mentions");
    for (const auto constraint : broken_by_defaults(space))
        note(constraint, fmt::format("the defaults break it: {}", space::to_json(space, space.defaults())),
             fmt::format("give the parameters defaults that keep all constraints, such as {}",
                         space::differences(space, *feasible, space.defaults())));
}

// Metrics that objectives and formulas added by themselves are those of a process.
void check_looked_up(Section& root, const Spec& spec) {
    if (spec.command.protocol != Protocol::table) return;
    const auto declared = root.tables("metric").size();
    for (std::size_t i = declared; i < spec.metrics.size(); ++i)
        root.note({}, "metric", fmt::format("'{}' cannot be looked up in a table", spec.metrics[i].name),
                  fmt::format("declare a [[metric]] with name = \"{0}\" and from = \"column:{0}\"", spec.metrics[i].name));
}

// A profile experiment plans by itself: every configuration it lists once, one at a time, and none again.
void plan_profiles(Section& root, Spec& spec, Problems& problems) {
    if (const auto* const table = root.table("search"))
        root.note(table->at, "search", "means nothing for kind profile",
                  "list configurations as [[start]], or write kind = \"tune\"");
    if (spec.command.protocol != Protocol::exec && spec.profile.run.empty())
        note(problems, {}, "profile.run", "is missing", "write in [profile] which program is profiled: run = [\"program\", …]");
    SearchOptions search;
    search.start = std::move(spec.search.start);
    search.trials = static_cast<std::int64_t>(search.start.size()) + 1;
    search.method = "random";
    search.race = false;
    search.confirm = 0;
    spec.search = std::move(search);
}

// Sections are read in the order in which they need each other: parameters, commands that mention them, metrics, objectives.
void read(const Node& document, Spec& spec, Problems& problems) {
    Section root(document, "", problems);
    read_experiment(root, spec, problems);
    const bool searches = spec.kind != k_profile;
    auto parameters = read_parameters(root, searches, problems);
    auto constraints = read_constraints(root, parameters, spec.path, problems);
    const bool sound = problems.empty();
    spec.space = space::Space(std::move(parameters), std::move(constraints));
    if (spec.kind != k_history || root.find("command") != nullptr)
        spec.command = read_command(root, spec.space, spec.directory, problems);
    spec.profile = read_profile(root, spec.space, spec.command, problems);
    spec.metrics = read_metrics(root, spec.space, spec.command, problems);
    spec.objectives = read_objectives(root, spec.metrics, searches, problems);
    check_looked_up(root, spec);
    spec.search = read_search(root, spec.metrics, spec.objectives, problems);
    spec.executor_kind = read_executor(root, problems);
    (void)root.find("start");
    if (sound) {  // values can only be judged against a sound space
        check_baseline(root, spec.space, problems);
        spec.search.start = read_start(root, spec.space, problems);
    }
    if (!searches) plan_profiles(root, spec, problems);
    root.finish();
}

SpecResult failed(std::string found, std::string expected) {
    return {std::nullopt, {{0, 0, "", std::move(found), std::move(expected)}}};
}

}  // namespace

std::optional<std::size_t> Spec::find_metric(std::string_view metric_name) const {
    const auto it =
        std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) { return metric.name == metric_name; });
    return it == metrics.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - metrics.begin()));
}

std::string Problem::message(std::string_view path) const {
    std::string out(path);
    if (line > 0) out += fmt::format(":{}:{}", line, column);
    return fmt::format("{}: {}{}{}; {}", out, key, key.empty() ? "" : ": ", found, expected);
}

SpecResult read_spec(std::string_view text, std::string path, std::string directory) {
    SpecResult out;
    const auto document = parse_document(text);
    if (!document) return {std::nullopt, {document.error()}};
    Spec spec;
    spec.text = text;
    spec.path = std::move(path);
    spec.directory = std::move(directory);
    read(*document, spec, out.problems);
    std::stable_sort(out.problems.begin(), out.problems.end(), [](const Problem& a, const Problem& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    if (out.problems.empty()) out.spec = std::move(spec);
    return out;
}

SpecResult read_spec_file(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return failed("there is no such file", "name an experiment file, or make one with paretop init");
    if (!fs::is_regular_file(status)) return failed("is not a regular file", "name an experiment file");
    const auto size = fs::file_size(path, error);
    if (size > k_largest_file) return failed(fmt::format("has {} bytes", size), "an experiment file has at most 4 MiB");
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.fail()) return failed("cannot be read", "check its permissions");
    return read_spec(text.str(), path, fs::absolute(path, error).lexically_normal().parent_path().string());
}

}  // namespace paretop::spec
