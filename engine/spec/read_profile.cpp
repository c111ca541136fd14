#include <fmt/format.h>

#include "engine/profile/import.h"
#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

constexpr std::int64_t k_most_runs = 10'000;

void read_trace(Section& section, const space::Space& space, const Usage& usage, Profile& profile) {
    profile.trace = section.text("trace").value_or("");
    const auto* const member = section.find("trace");
    if (member == nullptr || member->value.kind != Node::Kind::text) return;
    check_template(section, "trace", member->value, profile.trace, space, usage);
    if (!profile.trace.starts_with("{work}"))
        section.note(member->value.at, "trace", fmt::format("is '{}'", profile.trace),
                     "write a path that begins with {work}, which is emptied before each run: what is there is of that run");
}

void read_format(Section& section, Profile& profile) {
    profile.format = section.text("format").value_or("");
    std::vector<std::string> known;
    for (const auto& format : profile::formats()) known.emplace_back(format.name);
    if (profile.format.empty() || profile::format_named(profile.format) != nullptr) return;
    section.note(section.find("format")->value.at, "format", fmt::format("'{}' is no format", profile.format),
                 suggestion(profile.format, known));
}

}  // namespace

// [profile]  run = [program, argument, …], runs, trace, format, timeout, records.
Profile read_profile(Section& root, const space::Space& space, const Command& command, Problems& problems) {
    Profile out;
    const auto* const table = root.table("profile");
    if (table == nullptr) return out;
    Section section(*table, "profile", problems);
    const auto usage = usage_in_trial(command);
    out.run = read_arguments(section, "run");
    if (const auto* const member = section.find("run"); member != nullptr && !out.run.empty())
        for (const auto& item : member->value.items)
            if (item.kind == Node::Kind::text) check_template(section, "run", item, item.text, space, usage);
    out.runs = section.integer("runs", 1, k_most_runs).value_or(1);
    read_trace(section, space, usage, out);
    read_format(section, out);
    out.timeout = section.duration("timeout").value_or(0);
    out.records = section.truth("records").value_or(true);
    section.finish();
    return out;
}

}  // namespace paretop::spec
