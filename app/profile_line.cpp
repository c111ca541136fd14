#include "app/profile_line.h"

#include <memory>

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

// One line a subcommand.
constexpr void (*k_subverbs[])(CLI::App&, const Choose&) = {
    add_ls,
    add_rm,
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
