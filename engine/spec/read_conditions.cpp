#include <fmt/format.h>

#include <algorithm>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

// Of the first mention of a name, in code points.
std::int64_t column_of(const std::string& text, const std::string& name) {
    const auto offset = std::min(text.find(name), text.size());
    return 1 + std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset),
                             [](char c) { return (c & 0xC0) != 0x80; });
}

class Mentions {
  public:
    Mentions(Section& section, std::string_view key, const Node& node, const expr::Expression& expression)
        : section_(section), key_(key), node_(node), expression_(expression) {}

    void check(std::span<const space::Parameter> all, std::size_t count) {
        for (std::size_t i = 0; i < expression_.names().size(); ++i) check_name(all, count, i);
    }

  private:
    void check_name(std::span<const space::Parameter> all, std::size_t count, std::size_t index) {
        const auto& name = expression_.names()[index];
        const auto it = std::find_if(all.begin(), all.end(), [&](const auto& parameter) { return parameter.name == name; });
        const auto place = static_cast<std::size_t>(it - all.begin());
        if (it == all.end()) return unknown(all.first(count), name);
        if (place == count)
            return complain(name, fmt::format("'{}' depends on itself", name), "mention parameters declared before it");
        if (place > count) return complain(name, fmt::format("'{}' is declared later", name), "declare it before this one");
        if (it->type == space::ParameterType::permutation && expression_.reads(index))
            complain(name, fmt::format("'{}' is a permutation, which has no value here", name),
                     fmt::format("at most ask defined({})", name));
    }

    void unknown(std::span<const space::Parameter> known, const std::string& name) {
        std::vector<std::string> names;
        names.reserve(known.size());
        for (const auto& parameter : known) names.push_back(parameter.name);
        if (builtin_source(name))
            return complain(name, fmt::format("'{}' is not known before a trial", name), "put a bound on the metric instead");
        complain(name, fmt::format("'{}' is no parameter", name), suggestion(name, names) + "; text is written 'text'");
    }

    void complain(const std::string& name, std::string found, std::string expected) {
        section_.note(node_.inside(column_of(expression_.text(), name)), key_, std::move(found), std::move(expected));
    }

    Section& section_;
    std::string_view key_;
    const Node& node_;
    const expr::Expression& expression_;
};

}  // namespace

std::optional<expr::Expression> read_condition(Section& section, std::string_view key, std::span<const space::Parameter> all,
                                               std::size_t count) {
    const auto* const member = section.find(key);
    const auto text = section.text(key);
    if (member == nullptr || !text) return std::nullopt;
    auto expression = expr::Expression::parse(*text);
    if (!expression) {
        const auto& error = expression.error();
        section.note(member->value.inside(column_in(error)), key, error.what,
                     error.remedy.empty() ? "write a condition such as \"level > 3 && mode == 'fast'\"" : error.remedy);
        return std::nullopt;
    }
    Mentions(section, key, member->value, *expression).check(all, count);
    return std::move(*expression);
}

std::vector<space::Constraint> read_constraints(Section& root, std::span<const space::Parameter> all, std::string_view path,
                                                Problems& problems) {
    std::vector<space::Constraint> out;
    const auto nodes = root.tables("constraint");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        Section section(*nodes[i], fmt::format("constraint[{}]", i + 1), problems);
        const auto* const member = section.require("require", "write require = \"a condition\"");
        auto expression = read_condition(section, "require", all, all.size());
        section.finish();
        if (member != nullptr && expression)
            out.push_back(
                {std::move(*expression), fmt::format("{}:{}:{}", path, member->value.at.line, member->value.at.column)});
    }
    return out;
}

}  // namespace paretop::spec
