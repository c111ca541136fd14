#include "app/profile_line.h"

#include <memory>

#include "engine/functions/table.h"
#include "engine/profile/import.h"

namespace paretop::app {
namespace {

using Choose = std::function<void(const Command&)>;

// A subcommand of `profile` with its values, which live as long as the command line does.
template <class C>
std::pair<CLI::App*, C&> subverb(CLI::App& group, const Choose& choose, const char* name, const char* about,
                                 const std::string& examples) {
    auto command = std::make_shared<C>();
    auto* sub = group.add_subcommand(name, about);
    sub->fallthrough();
    sub->footer("Examples:\n" + examples);
    sub->callback([command, choose] { choose(*command); });
    return {sub, *command};
}

template <class C>
void json_flag(CLI::App* sub, C& command) {
    sub->add_flag("--json", command.json, "For programs");
}

void profile_option(CLI::App* sub, std::string& profile) {
    sub->add_option("profile", profile, "Number, name or unique prefix")->required()->type_name("PROFILE");
}

void add_import(CLI::App& group, const Choose& choose) {
    const auto [import, command] = subverb<ProfileImportCommand>(
        group, choose, "import", "Take in traces (Lotus, Chrome, report lines) or functions (perf, callgrind, VTune, uProf)",
        "  paretop profile import traces/\n  paretop profile import trace.json --name epoch-1\n"
        "  paretop profile import log_main_pid_7 log_worker_pid_9 --trial 17/131");
    import->add_option("paths", command.paths, "Files, or a folder")->required()->type_name("PATH");
    import->add_option("--format", command.format, profile::format_list() + "; detected where it is not named")
        ->type_name("FORMAT");
    import->add_option("--name", command.name, "What to call it; the first path's last part")->type_name("NAME");
    import->add_option("--trial", command.trial, "The trial whose execution it is of")->type_name("RUN/TRIAL");
    import->add_option("--main", command.main, "Of logs of several main processes: the one of this pid, with its workers")
        ->type_name("PID");
    auto& raw = command.raw;
    import->add_flag_callback(
        "--no-raw", [&raw] { raw = false;
}, "Keep sums and quantiles only: no single records, batches or timeline");
json_flag(import, command);
}  // namespace

void add_show(CLI::App& group, const Choose& choose) {
    const auto [show, command] =
        subverb<ProfileShowCommand>(group, choose, "show", "Show where the time went",
                                    "  paretop profile show 3\n  paretop profile show epoch-1 --by batch\n"
                                    "  paretop profile show epoch-1 --json | jq '.batches.out_of_order_percent'");
    profile_option(show, command.profile);
    show->add_option("--by", command.by, "Rows: op, batch, worker, function or call")
        ->check(CLI::IsMember({"op", "batch", "worker", "function", "call"}))
        ->type_name("ROWS");
    show->add_option("--top", command.top, "So many rows at most, 0 for all; 100 at a terminal, else all")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}))
        ->type_name("N");
    json_flag(show, command);
}

void add_diff(CLI::App& group, const Choose& choose) {
    const auto [diff, command] =
        subverb<ProfileDiffCommand>(group, choose, "diff", "Compare two profiles, operation by operation",
                                    "  paretop profile diff 3 4\n  paretop profile diff before after --json");
    diff->add_option("a", command.a, "The profile to compare with")->required()->type_name("A");
    diff->add_option("b", command.b, "The profile that is compared")->required()->type_name("B");
    json_flag(diff, command);
}

void add_export(CLI::App& group, const Choose& choose) {
    const auto [exporting, command] =
        subverb<ProfileExportCommand>(group, choose, "export", "Write a profile for other programs",
                                      "  paretop profile export 3 > trace.json                 for Perfetto\n"
                                      "  paretop profile export 3 --into pytorch.json -o both.json\n"
                                      "  paretop profile export 3 --format lotus -o logs/\n"
                                      "  paretop profile export 3 --format collapsed | flamegraph.pl > flame.svg");
    profile_option(exporting, command.profile);
    exporting->add_option("--format", command.format, "chrome, speedscope, collapsed, csv, lotus (a folder) or report (lines)")
        ->check(CLI::IsMember({"chrome", "speedscope", "collapsed", "csv", "lotus", "report"}))
        ->type_name("FORMAT");
    exporting->add_option("-o,--output", command.output, "The file; - is standard output")->type_name("FILE");
    exporting->add_option("--detail", command.detail, "Of chrome: coarse (batches only) or fine")
        ->check(CLI::IsMember({"coarse", "fine"}))
        ->type_name("DETAIL");
    exporting->add_flag("--compatible", command.compatible, "Of chrome: event by event as Lotus writes it");
    exporting->add_option("--into", command.into, "Of chrome: a trace whose events come along")->type_name("TRACE");
    json_flag(exporting, command);
}

void add_ls(CLI::App& group, const Choose& choose) {
    const auto [ls, command] = subverb<ProfileLsCommand>(group, choose, "ls", "List profiles, newest first",
                                                         "  paretop profile ls\n  paretop profile ls --json");
    json_flag(ls, command);
}

void add_rm(CLI::App& group, const Choose& choose) {
    const auto [rm, command] =
        subverb<ProfileRemoveCommand>(group, choose, "rm", "Remove profiles with all they hold", "  paretop profile rm 3 4");
    rm->add_option("profiles", command.profiles, "Numbers, names or unique prefixes")->required()->type_name("PROFILE");
}

void add_map_sources(CLI::App* map, ProfileMapCommand& command) {
    map->add_option("command", command.command, "A program that is traced by one of assets/adapters, behind --")
        ->type_name("PROGRAM...");
    map->add_option("--operation", command.operations, "One to be mapped; all of --profile where none is named")
        ->allow_extra_args(false)
        ->type_name("NAME");
    map->add_option("--from", command.from, "Runs collected elsewhere: FOLDER/<operation>/<run>, a file each")
        ->type_name("FOLDER");
    map->add_option("--map", command.map, "A map that was made before, as JSON")->type_name("FILE");
    map->add_option("--collector", command.collector, "perf, callgrind; of --from also vtune, uprof (else detected)")
        ->check(CLI::IsMember({"perf", "callgrind", "vtune", "uprof"}))
        ->type_name("NAME");
    map->add_option("--format", command.format, "Of files, where it is not recognised: " + functions::format_names())
        ->check([](const std::string& name) {
            return functions::format_named(name) ? std::string() : "it is one of " + functions::format_names();
        })
        ->type_name("FORMAT");
    map->add_option("--warmups", command.warmups, "Calls before the one that counts")
        ->check(CLI::Range(0, 1000000))
        ->type_name("N");
    map->add_option("--pause", command.pause_ms, "Milliseconds before it")->check(CLI::Range(0, 60000))->type_name("MS");
    map->add_option("--timeout", command.timeout_s, "Of one run, in seconds")->check(CLI::Range(1, 86400))->type_name("S");
}

void add_map(CLI::App& group, const Choose& choose) {
    const auto [map, command] =
        subverb<ProfileMapCommand>(group, choose, "map", "Find out which native functions each operation runs",
                                   "  paretop profile map --operation Decode --operation Resize -- ./preprocess --workers 1\n"
                                   "  paretop profile map --profile traces --collector callgrind -- ./preprocess --workers 1\n"
                                   "  paretop profile map --from vtune-logs/ --merge union -o map.json\n"
                                   "  paretop profile map --map map.json --profile traces --counters uarch.csv");
    add_map_sources(map, command);
    map->add_option("--runs", command.runs, "Runs of each operation (20)")->check(CLI::Range(1, 1000000))->type_name("N");
    map->add_option("--shortest", command.shortest, "As many runs as find a function of so many milliseconds a call")
        ->check(CLI::PositiveNumber)
        ->type_name("MS");
    map->add_option("--confidence", command.confidence, "With which it is found (0.75)")
        ->check(CLI::Range(0.001, 0.999999))
        ->type_name("C");
    map->add_option("--merge", command.merge, "Functions of one run (union), of most (majority) or of all (intersection)")
        ->check(CLI::IsMember({"union", "majority", "intersection"}))
        ->type_name("HOW");
    map->add_option("--profile", command.profile, "Whose operations they are, and where the map is kept")->type_name("PROFILE");
    map->add_option("--counters", command.counters, "Functions of a whole execution, shared out to the operations")
        ->type_name("FILE");
    map->add_option("--elapsed", command.elapsed,
                    "Lines of operation,seconds: what shared functions are split by, instead of --profile's")
        ->type_name("FILE");
    map->add_option("--name", command.name, "Of the profile that is made where --profile is not given")->type_name("NAME");
    map->add_option("-o,--output", command.output, "The map as JSON; - is standard output")->type_name("FILE");
    json_flag(map, command);
}

void add_run(CLI::App& group, const Choose& choose) {
    const auto [run, command] = subverb<ProfileRunCommand>(
        group, choose, "run", "Profile the configuration of a trial, as [profile] in its experiment says",
        "  paretop profile run 17/131\n  paretop profile run zstd/0 --no-wait");
    run->add_option("trial", command.trial, "A trial, e.g. 17/131")->required()->type_name("RUN/TRIAL");
    run->add_flag_callback(
        "--no-wait", [&wait = command.wait] { wait = false; }, "Do not wait until it is done");
    json_flag(run, command);
}

// Without a subcommand: the experiment file to run.
void add_file(CLI::App& group, const Choose& choose) {
    auto command = std::make_shared<ProfileFileCommand>();
    group.add_option("FILE", command->file, "An experiment of kind profile: it is run")->type_name("");
    json_flag(&group, *command);
    group.callback([command, choose, &group] {
        if (!group.get_subcommands().empty()) {
            if (!command->file.empty()) throw CLI::ExtrasError(group.get_name(), {command->file});
            return;
        }
        if (command->file.empty()) throw CLI::RequiredError("FILE, or a verb");
        choose(*command);
    });
}

// One line a subcommand.
constexpr void (*k_subverbs[])(CLI::App&, const Choose&) = {
    add_run, add_import, add_ls, add_show, add_diff, add_export, add_map, add_rm,
};

}  // namespace paretop::app

void add_profile_verbs(CLI::App& app, const Choose& choose) {
    auto* group = app.add_subcommand("profile", "See where the time of a program goes, operation by operation");
    group->group("Profiling");
    group->fallthrough();
    group->require_subcommand(0, 1);
    group->footer(
        "A PROFILE is a number (3), a name (its newest profile) or a unique prefix of one.\n\nExamples:\n"
        "  paretop profile preprocess-profile.toml\n"
        "  paretop profile import traces/ && paretop profile show traces");
    add_file(*group, choose);
    for (const auto add : k_subverbs) add(*group, choose);
}

}  // namespace paretop::app
