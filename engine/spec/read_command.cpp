#include <fmt/format.h>

#include <algorithm>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

constexpr std::int64_t k_most_repeats = 1'000'000;
constexpr std::int64_t k_most_in_flight = 10'000;  // requests of one worker

std::vector<std::string> arguments(Section& section, std::string_view key, const Node& node) {
    std::vector<std::string> out;
    for (const auto& item : node.items) {
        if (item.kind == Node::Kind::text)
            out.push_back(section.text_of(item, key).value_or(""));
        else
            section.note(item.at, key, fmt::format("holds {}", describe(item)),
                         fmt::format("write it in quotes: \"{}\"", scalar_text(item)));
    }
    if (!out.empty() && out[0].empty() && node.items[0].text.empty())
        section.note(node.items[0].at, key, "begins with an empty text", "write the program's name first");
    return out;
}

// [command]  setup, build, run, verify = [program, argument, …]  (one text with shell = true)
//            protocol, shell, input, directory, timeout, build_timeout, warmups, repeats,
//            in_flight
// or         table, absent: nothing is run, the results are known
// [command.environment]  NAME = text     [command.limits]  memory, file_size, open_files, cpu_time, output
//
// `setup` is never for the shell: it is written once, so it can say ["sh", "-c", …] itself.
class CommandReader {
  public:
    CommandReader(const Node& node, const space::Space& space, std::string_view directory, Problems& problems)
        : section_(node, "command", problems), space_(space), directory_(directory), problems_(problems) {}

    Command read() {
        if (section_.find("table") != nullptr) return read_table();
        read_protocol();
        command_.shell = section_.truth("shell").value_or(false);
        (void)section_.require("run", "write run = [\"program\", \"argument\", …]");
        if (const auto* const absent = section_.find("absent"))
            section_.note(absent->at, "absent", "means nothing without a table", "remove it");
        read_input();
        command_.setup = program("setup", false);
        command_.build = program("build", command_.shell);
        command_.run = program("run", command_.shell);
        command_.verify = program("verify", command_.shell);
        check_placeholders();
        read_directory();
        read_environment();
        read_times();
        read_limits();
        if (command_.protocol == Protocol::serve) check_serve();
        section_.finish();
        return std::move(command_);
    }

  private:
    // A relative path is taken from the folder of the experiment file.
    Command read_table() {
        command_.protocol = Protocol::table;
        command_.directory = escaped(directory_);
        constexpr std::string_view here = "{dir}/";
        const auto text = section_.text("table");
        const auto& at = section_.find("table")->value.at;
        if (text && text->empty()) section_.note(at, "table", "is empty", "write the path of a CSV or JSON file");
        std::string_view path = text ? std::string_view(*text) : std::string_view();
        if (path.starts_with(here)) path.remove_prefix(here.size());
        command_.table = path.starts_with('/') ? std::string(path) : fmt::format("{}/{}", directory_, path);
        read_absent();
        for (const auto* const key : {"run", "setup", "build", "verify", "protocol", "shell", "input", "directory", "environment",
                                      "timeout", "build_timeout", "warmups", "repeats", "in_flight", "limits"})
            if (const auto* const member = section_.find(key))
                section_.note(member->at, key, "means nothing beside a table", "remove it, or the table: nothing is run");
        section_.finish();
        return std::move(command_);
    }

    void read_absent() {
        const auto text = section_.text("absent");
        if (!text || *text == "failed") return;
        command_.absent_is_invalid = *text == "invalid";
        if (!command_.absent_is_invalid)
            section_.note(section_.find("absent")->value.at, "absent", fmt::format("is '{}'", *text),
                          "write \"failed\" (a trial that is not in the table fails) or \"invalid\" (it is never made)");
    }

    void read_protocol() {
        const auto text = section_.text("protocol");
        if (!text || *text == "exec") return;
        if (*text == "serve")
            command_.protocol = Protocol::serve;
        else
            section_.note(section_.find("protocol")->value.at, "protocol", fmt::format("'{}' is no protocol", *text),
                          suggestion(*text, {"exec", "serve"}));
    }

    void read_input() {
        const auto input = section_.text("input");
        if (!input) return;
        const Node& node = section_.find("input")->value;
        if (input->empty()) return section_.note(node.at, "input", "is empty", "write the path of a file or folder");
        check_template(section_, "input", node, *input, space_,
                       {false, "input is the same for all configurations", {Place::dir, Place::cache}, "use {dir} or {cache}"});
        command_.input = absolute(*input);
    }

    // A folder of the user's in a text with placeholders.
    static std::string escaped(std::string_view path) {
        std::string out;
        for (const char c : path) out.append(c == '{' || c == '}' ? 2 : 1, c);
        return out;
    }

    // A path that begins with a placeholder is taken to be absolute once it is filled in.
    [[nodiscard]] std::string absolute(const std::string& path) const {
        return path.starts_with('/') || path.starts_with('{') ? path : fmt::format("{}/{}", escaped(directory_), path);
    }

    std::vector<std::string> program(std::string_view key, bool shell) {
        const auto* const member = section_.find(key);
        if (member == nullptr) return {};
        const auto& node = member->value;
        if (node.kind == Node::Kind::text) {
            if (!shell)
                section_.note(
                    node.at, key, "is one text",
                    fmt::format("write {} = [\"program\", \"argument\", …]{}", key, key == "setup" ? "" : ", or shell = true"));
            return {node.text};
        }
        if (node.kind != Node::Kind::array || node.items.empty() || (shell && node.items.size() > 1)) {
            section_.note(node.at, key,
                          node.kind != Node::Kind::array ? fmt::format("is {}", describe(node))
                          : node.items.empty()           ? "is empty"
                                                         : "has several elements",
                          shell ? "write one text: shell = true" : "write an array of texts");
            return {};
        }
        return arguments(section_, key, node);
    }

    // setup: {dir} {cache} {input} · build: those, {build} and parameters · run, verify: those and {work}; a worker's run has no
    // parameters.
    void check_placeholders() {
        const auto trial = usage_in_trial(command_);
        auto build = trial;
        std::erase(build.places, Place::work);
        build.no_places = "a build is kept for other trials: use {build}";
        Usage setup{false,
                    "setup runs once, before any configuration is known",
                    {Place::dir, Place::cache},
                    "keep what setup makes in {cache}"};
        if (!command_.input.empty()) setup.places.push_back(Place::input);
        auto run = trial;
        if (command_.protocol == Protocol::serve) {
            run.parameters = false;
            run.no_parameters = "a worker is told its configurations on standard input: remove it";
        }
        check("setup", setup);
        check("build", build);
        check("run", run);
        check("verify", trial);
    }

    void check(std::string_view key, const Usage& usage) {
        const auto* const member = section_.find(key);
        if (member == nullptr) return;
        if (member->value.kind == Node::Kind::text)
            check_template(section_, key, member->value, member->value.text, space_, usage);
        for (const auto& item : member->value.items)
            if (item.kind == Node::Kind::text) check_template(section_, key, item, item.text, space_, usage);
        check_program(key, member->value);
    }

    // The program itself must not vanish with an inactive parameter or a flag.
    void check_program(std::string_view key, const Node& node) {
        if (command_.shell || node.items.empty() || node.items[0].kind != Node::Kind::text) return;
        const auto parsed = Template::parse({node.items[0].text}, space_);
        if (!parsed) return;
        for (const auto index : parsed->parameters()) {
            const auto& parameter = space_.parameters()[index];
            if (parameter.when || parameter.has_flag)
                section_.note(node.items[0].at, key,
                              fmt::format("the program depends on '{}', which may stand for nothing", parameter.name),
                              "name a program that is always there");
        }
    }

    void read_directory() {
        command_.directory = escaped(directory_);
        const auto text = section_.text("directory");
        if (!text) return;
        const auto& node = section_.find("directory")->value;
        if (text->empty()) return section_.note(node.at, "directory", "is empty", "write a path, or {work}");
        auto usage = usage_in_trial(command_);
        usage.parameters = command_.protocol == Protocol::exec;
        usage.no_parameters = "a worker serves many configurations";
        check_template(section_, "directory", node, *text, space_, usage);
        command_.directory = absolute(*text);
    }

    void read_environment() {
        const auto* const table = section_.table("environment");
        if (table == nullptr) return;
        Section section(*table, "command.environment", problems_);
        auto usage = usage_in_trial(command_);
        usage.parameters = command_.protocol == Protocol::exec;
        usage.no_parameters = "a worker serves many configurations";
        for (const auto& member : table->members) {
            const auto& name = member.key;
            if (name.empty() || name.find('=') != std::string::npos || name.find('\0') != std::string::npos ||
                name.starts_with("PARETOP_"))
                section.note(member.at, name, "is no name for a variable here",
                             "use a name without =, which does not begin with PARETOP_");
            const auto value = section.text_of(member.value, name);
            if (!value) continue;
            check_template(section, name, member.value, *value, space_, usage);
            command_.environment.emplace_back(name, *value);
        }
    }

    void read_times() {
        command_.timeout = section_.duration("timeout").value_or(command_.timeout);
        command_.build_timeout = section_.duration("build_timeout").value_or(command_.build_timeout);
        command_.warmups = section_.integer("warmups", 0, k_most_repeats).value_or(0);
        command_.in_flight = section_.integer("in_flight", 1, k_most_in_flight).value_or(1);
        read_repeats();
    }

    void read_repeats() {
        const auto* const member = section_.find("repeats");
        if (member == nullptr) return;
        auto& repeats = command_.repeats;
        if (member->value.kind != Node::Kind::table) {
            repeats.min = repeats.max = section_.integer("repeats", 1, k_most_repeats).value_or(1);
            return;
        }
        Section section(member->value, "command.repeats", problems_);
        repeats.min = section.integer("min", 2, k_most_repeats).value_or(3);
        repeats.max = section.integer("max", 2, k_most_repeats).value_or(std::max<std::int64_t>(20, repeats.min));
        if (const auto* const until = section.require("until_ci", "write until_ci = 0.01 or \"1%\""))
            repeats.until_ci = read_fraction(section, until->value);
        if (repeats.min > repeats.max)
            section.note(section.find("min")->value.at, "min", fmt::format("{} is more than max, {}", repeats.min, repeats.max),
                         "make max at least min");
        section.finish();
    }

    static double read_fraction(Section& section, const Node& node) {
        double fraction = node.is_number() ? node.number() : 0;
        if (node.kind == Node::Kind::text && node.text.ends_with('%'))
            fraction = parse_amount(std::string_view(node.text).substr(0, node.text.size() - 1), "").value_or(0) / 100;
        if (fraction > 0 && fraction < 1) return fraction;
        section.note(node.at, "until_ci", fmt::format("is {}", describe(node)),
                     "write a share of the median between 0 and 1, such as 0.01 or \"1%\"");
        return 0.01;
    }

    void read_limits() {
        const auto* const table = section_.table("limits");
        if (table == nullptr) return;
        Section section(*table, "command.limits", problems_);
        auto& limits = command_.limits;
        limits.memory = section.size("memory");
        limits.file_size = section.size("file_size");
        limits.open_files = section.integer("open_files", 8, 1'000'000);
        limits.cpu_time = section.duration("cpu_time");
        limits.output = section.size("output").value_or(limits.output);
        if (limits.memory && *limits.memory < (1 << 20))
            section.note(section.find("memory")->value.at, "memory",
                         fmt::format("{} bytes are too few for any program", *limits.memory), "write at least 1MiB");
        section.finish();
    }

    void check_serve() {
        for (const auto* const key : {"build", "verify"})
            if (const auto* const member = section_.find(key))
                section_.note(
                    member->at, key, "means nothing for protocol serve",
                    std::string_view(key) == "build" ? "build the worker in setup" : "let the worker check its answers");
    }

    Section section_;
    const space::Space& space_;
    std::string_view directory_;
    Problems& problems_;
    Command command_;
};

}  // namespace

std::vector<std::string> read_arguments(Section& section, std::string_view key) {
    const auto* const member = section.find(key);
    if (member == nullptr) return {};
    if (member->value.kind == Node::Kind::array && !member->value.items.empty()) return arguments(section, key, member->value);
    section.note(member->value.at, key,
                 member->value.kind == Node::Kind::array ? "is empty" : fmt::format("is {}", describe(member->value)),
                 fmt::format("write {} = [\"program\", \"argument\", …]", key));
    return {};
}

Command read_command(Section& root, const space::Space& space, std::string_view directory, Problems& problems) {
    const auto* const table = root.table("command");
    if (table != nullptr) return CommandReader(*table, space, directory, problems).read();
    if (root.find("command") == nullptr) root.note({}, "command", "is missing", "write [command] and run = [\"program\", …]");
    return {};
}

}  // namespace paretop::spec
