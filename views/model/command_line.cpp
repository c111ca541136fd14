#include "views/model/command_line.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/spec/places.h"
#include "engine/spec/template.h"

namespace paretop::model {
namespace {

constexpr char k_mark = '\x01';  // around the name of a folder that has no name yet; no argument can hold it by itself

bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-+=./:,@%^").find(c) != std::string_view::npos;
}

std::string marked(std::string_view name) { return k_mark + std::string(name) + k_mark; }

// Writes the commands of one experiment with one configuration.
class Writer {
  public:
    Writer(const spec::Spec& spec, const space::Configuration& configuration) : spec_(spec), configuration_(configuration) {
        places_ = {marked("work"), marked("build"), spec.directory, marked("cache"), spec::input_path(spec, marked("cache"))};
    }

    std::string line(const std::vector<std::string>& command, const std::string& directory) {
        if (command.empty()) return {};
        const auto parsed = spec::Template::parse(command, spec_.space, spec_.command.shell);
        if (!parsed) return {};  // the spec was read with it: cannot happen
        folders_.clear();
        std::string words;
        for (const auto& argument : parsed->expand(spec_.space, configuration_, places_))
            words += (words.empty() ? "" : " ") + written(argument, spec_.command.shell);
        auto variables = environment(parsed->parameters().empty());
        if (spec_.command.shell && !variables.empty()) variables = "export " + variables + "&& ";
        const auto place = written(directory.empty() ? spec_.directory : absolute(filled(directory)), false);
        std::string folders;
        for (const auto& name : folders_) folders += "export " + name + "=$(mktemp -d) && ";
        return folders + "cd " + place + " && " + variables + words;
    }

  private:
    [[nodiscard]] std::string absolute(const std::string& path) const {
        if (path.empty() || path.front() == k_mark) return path;
        return (std::filesystem::path(spec_.directory) / path).lexically_normal().string();
    }

    [[nodiscard]] std::string filled(const std::string& text) const {
        const auto parsed = spec::Template::parse({text}, spec_.space);
        return parsed ? parsed->expand_text(spec_.space, configuration_, places_) : text;
    }

    // An argument as a word of a shell, the nameless folders as variables; a script is a script already.
    std::string written(std::string_view argument, bool script) {
        std::string out;
        for (bool folder = false;; folder = !folder) {
            const auto end = argument.find(k_mark);
            const auto piece = argument.substr(0, end);
            if (folder) folders_.emplace(piece);
            if (folder)
                out += "\"$" + std::string(piece) + '"';
            else if (!piece.empty())
                out += script ? std::string(piece) : shell_quote(piece);
            if (end == std::string_view::npos) break;
            argument.remove_prefix(end + 1);
        }
        return out.empty() ? "''" : out;
    }

    // "NAME=value " for each; `parameters`: those too, because the command does not mention any.
    std::string environment(bool parameters) {
        std::string text;
        for (const auto& [name, value] : spec_.command.environment) text += name + "=" + written(filled(value), false) + " ";
        if (!parameters) return text;
        const auto& all = spec_.space.parameters();
        for (std::size_t i = 0; i < all.size(); ++i)
            text += spec::environment_name(all[i].name) + "=" +
                    shell_quote(space::to_argument(all[i], configuration_.values[i])) + " ";
        return text;
    }

    const spec::Spec& spec_;
    const space::Configuration& configuration_;
    spec::Places places_;
    std::set<std::string> folders_;
};

}  // namespace

std::string shell_quote(std::string_view word) {
    if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return std::string(word);
    std::string quoted = "'";
    for (const char c : word) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + "'";
}

CommandLines command_lines(const spec::Spec& spec, const space::Configuration& configuration) {
    Writer writer(spec, configuration);
    const auto& command = spec.command;
    return {writer.line(command.build, "{build}"), writer.line(command.run, command.directory),
            writer.line(command.verify, command.directory)};
}

}  // namespace paretop::model
