#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr std::array<ParameterType, 6> k_types{ParameterType::integer, ParameterType::real,    ParameterType::categorical,
                                               ParameterType::boolean, ParameterType::ordinal, ParameterType::permutation};
constexpr std::size_t k_longest_name = 200;
constexpr std::size_t k_most_parameters = 10'000;

std::optional<ParameterType> read_type(Section& section) {
    const auto* const member =
        section.require("type", "write type = \"int\", \"float\", \"categorical\", \"bool\", \"ordinal\" or \"permutation\"");
    const auto text = section.text("type");
    if (member == nullptr || !text) return std::nullopt;
    const auto* const it =
        std::find_if(k_types.begin(), k_types.end(), [&](auto type) { return space::type_name(type) == *text; });
    if (it != k_types.end()) return *it;
    std::vector<std::string> known;
    known.reserve(k_types.size());
    for (const auto type : k_types) known.emplace_back(space::type_name(type));
    section.note(member->value.at, "type", fmt::format("'{}' is no type", *text), suggestion(*text, known));
    return std::nullopt;
}

std::optional<std::string> read_parameter_name(Section& section) {
    auto name = read_name(section, "name");
    if (!name) return name;
    const auto& at = section.find("name")->value.at;
    if (name->find_first_of("{}") != std::string::npos)
        section.note(at, "name", fmt::format("'{}' holds a brace", *name),
                     "use a name without { and }: it is written {name} in commands");
    for (const auto place : {Place::work, Place::build, Place::dir, Place::cache, Place::input})
        if (*name == place_name(place))
            section.note(at, "name", fmt::format("{{{}}} already stands for a folder or file", *name), "use another name");
    return name;
}

// Every key of the section is known, so that a wrong type does not make them all unknown.
void skip_domain(Section& section) {
    for (const auto* const key : {"range", "values", "log", "step", "default", "flag", "flag_off"}) (void)section.find(key);
}

class ParameterReader {
  public:
    explicit ParameterReader(Problems& problems) : problems_(problems) {}

    void read(const Node& node, std::size_t index) {
        Section section(node, fmt::format("parameter[{}]", index + 1), problems_);
        Parameter parameter;
        const auto name = read_parameter_name(section);
        const auto type = read_type(section);
        if (type) parameter.type = *type;
        if (type)
            read_domain(section, parameter);
        else
            skip_domain(section);
        if (name) {
            parameter.name = *name;
            check_unique(section, *name);
            parameters_.push_back(std::move(parameter));
            nodes_.push_back(&node);
            indices_.push_back(index);
        }
        (void)section.find("when");
        section.finish();
    }

    // Once all names are known, so that a mention of a later one can be told from a mistyped one.
    std::vector<Parameter> conditions() {
        for (std::size_t i = 0; i < parameters_.size(); ++i) {
            Section section(*nodes_[i], fmt::format("parameter[{}]", indices_[i] + 1), problems_);
            if (section.find("when") != nullptr) parameters_[i].when = read_condition(section, "when", parameters_, i);
        }
        return std::move(parameters_);
    }

  private:
    void check_unique(Section& section, const std::string& name) {
        const auto& at = section.find("name")->value.at;
        const auto [same, is_new] = environment_.emplace(environment_name(name), name);
        if (is_new) return;
        if (same->second == name)
            section.note(at, "name", fmt::format("'{}' is declared twice", name), "use another name");
        else
            section.note(at, "name", fmt::format("'{}' and '{}' are the same variable, {}", name, same->second, same->first),
                         "use names that differ in more than case and signs");
    }

    Problems& problems_;
    std::vector<Parameter> parameters_;
    std::vector<const Node*> nodes_;
    std::vector<std::size_t> indices_;
    std::map<std::string, std::string> environment_;
};

}  // namespace

std::optional<std::string> read_name(Section& section, std::string_view key) {
    const auto* const member = section.require(key, fmt::format("write {} = \"…\"", key));
    auto name = section.text(key);
    if (member == nullptr || !name) return std::nullopt;
    const bool control =
        std::any_of(name->begin(), name->end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (!name->empty() && !control && name->size() <= k_longest_name) return name;
    section.note(member->value.at, key,
                 name->empty() ? "is empty"
                 : control     ? "holds a control character"
                               : "is too long",
                 fmt::format("write a name of one line, at most {} bytes", k_longest_name));
    return std::nullopt;
}

std::vector<Parameter> read_parameters(Section& root, bool needed, Problems& problems) {
    const auto nodes = root.tables("parameter");
    if (needed && root.find("parameter") == nullptr)
        root.note({}, "parameter", "is missing", "declare at least one [[parameter]]");
    if (nodes.size() > k_most_parameters) {
        root.note(nodes[k_most_parameters]->at, "parameter", fmt::format("{} parameters", nodes.size()),
                  fmt::format("declare at most {}", k_most_parameters));
        return {};
    }
    ParameterReader reader(problems);
    for (std::size_t i = 0; i < nodes.size(); ++i) reader.read(*nodes[i], i);
    return reader.conditions();
}

}  // namespace paretop::spec
