#include "app/profile_line.h"

#include <memory>

#include "engine/functions/table.h"

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

// One line a subcommand.
constexpr void (*k_subverbs[])(CLI::App&, const Choose&) = {
    add_ls,
    add_rm,
    add_map,
};

}  // namespace

void add_profile_verbs(CLI::App& app, const Choose& choose) {
    auto* group = app.add_subcommand("profile", "See where the time of a program goes, operation by operation");
    group->group("Profiling");
    group->fallthrough();
    group->require_subcommand(1);
    group->footer(
        "A PROFILE is a number (3), a name (its newest profile) or a unique prefix of one.\n\nExamples:\n"
        "  paretop profile import traces/ && paretop profile show traces");
    for (const auto add : k_subverbs) add(*group, choose);
}

}  // namespace paretop::app
