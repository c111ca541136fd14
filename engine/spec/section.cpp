#include "engine/spec/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "storage/base/nearest.h"

namespace paretop::spec {

void note(Problems& problems, const Position& at, std::string key, std::string found, std::string expected) {
    problems.push_back({at.line, at.column, std::move(key), std::move(found), std::move(expected)});
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const auto near = nearest_words(word, known, 1);
    if (!near.empty()) return fmt::format("did you mean '{}'?", near[0]);
    if (known.empty()) return "there are none here";
    return fmt::format("{} {}", known.size() == 1 ? "there is only" : "there are", fmt::join(known, ", "));
}

std::int64_t column_in(const Error& error) {
    std::int64_t column = 1;
    const auto digits = std::min(error.where.find_first_of("0123456789"), error.where.size());
    std::from_chars(error.where.data() + digits, error.where.data() + error.where.size(), column);
    return column;
}

Section::Section(const Node& table, std::string path, Problems& problems)
    : table_(table), path_(std::move(path)), problems_(problems) {}

std::string Section::key(std::string_view name) const {
    if (path_.empty()) return std::string(name);
    return name.empty() ? path_ : fmt::format("{}.{}", path_, name);
}

void Section::note(const Position& at, std::string_view name, std::string found, std::string expected) {
    spec::note(problems_, at, key(name), std::move(found), std::move(expected));
}

const Member* Section::find(std::string_view name) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.emplace_back(name);
    const auto it = std::find_if(table_.members.begin(), table_.members.end(), [&](const Member& m) { return m.key == name; });
    return it == table_.members.end() ? nullptr : &*it;
}

const Member* Section::require(std::string_view name, std::string_view expected) {
    const auto* const member = find(name);
    if (member == nullptr) note(table_.at, name, "is missing", std::string(expected));
    return member;
}

std::optional<std::string> Section::text_of(const Node& node, std::string_view name) {
    if (node.kind != Node::Kind::text) {
        note(node.at, name, fmt::format("is {}", describe(node)), "write a text in quotes");
        return std::nullopt;
    }
    if (node.text.find('\0') != std::string::npos) {
        note(node.at, name, "holds a NUL character", "remove it: no program can be given one");
        return std::nullopt;
    }
    return node.text;
}

std::optional<std::string> Section::text(std::string_view name) {
    const auto* const member = find(name);
    return member == nullptr ? std::nullopt : text_of(member->value, name);
}

std::optional<bool> Section::truth(std::string_view name) {
    const auto* const member = find(name);
    if (member == nullptr) return std::nullopt;
    if (member->value.kind == Node::Kind::truth) return member->value.truth;
    note(member->value.at, name, fmt::format("is {}", describe(member->value)), "write true or false, without quotes");
    return std::nullopt;
}

std::optional<std::int64_t> Section::integer(std::string_view name, std::int64_t low, std::int64_t high) {
    const auto* const member = find(name);
    if (member == nullptr) return std::nullopt;
    const auto& node = member->value;
    if (node.kind == Node::Kind::integer && node.integer >= low && node.integer <= high) return node.integer;
    note(node.at, name, fmt::format("is {}", describe(node)), fmt::format("write a whole number from {} to {}", low, high));
    return std::nullopt;
}

std::optional<Nanoseconds> Section::duration(std::string_view name) {
    const auto* const member = find(name);
    if (member == nullptr) return std::nullopt;
    const auto& node = member->value;
    if (node.kind != Node::Kind::text) {
        note(node.at, name, fmt::format("is {}", describe(node)),
             node.is_number() ? fmt::format("write the unit: \"{}s\"", scalar_text(node)) : "write a text such as \"30s\"");
        return std::nullopt;
    }
    const auto duration = parse_duration(node.text);
    if (duration && *duration > 0) return *duration;
    note(node.at, name, duration ? fmt::format("is {}", describe(node)) : duration.error().what,
         duration ? "write something longer than nothing" : duration.error().remedy);
    return std::nullopt;
}

std::optional<std::int64_t> Section::size(std::string_view name) {
    const auto* const member = find(name);
    if (member == nullptr) return std::nullopt;
    const auto& node = member->value;
    if (node.kind == Node::Kind::integer && node.integer >= 0) return node.integer;
    if (node.kind != Node::Kind::text) {
        note(node.at, name, fmt::format("is {}", describe(node)), "write a text such as \"2GiB\", or bytes as a number");
        return std::nullopt;
    }
    const auto size = parse_size(node.text);
    if (size) return *size;
    note(node.at, name, size.error().what, size.error().remedy);
    return std::nullopt;
}

std::vector<const Node*> Section::tables(std::string_view name) {
    const auto* const member = find(name);
    if (member == nullptr) return {};
    const auto& node = member->value;
    if (node.kind != Node::Kind::array) {
        const bool single = node.kind == Node::Kind::table;
        note(member->at, name, single ? "is a single table" : fmt::format("is {}", describe(node)),
             fmt::format("write [[{}]], in double brackets", key(name)));
        return single ? std::vector<const Node*>{&node} : std::vector<const Node*>{};
    }
    std::vector<const Node*> out;
    for (const auto& item : node.items) {
        if (item.kind == Node::Kind::table)
            out.push_back(&item);
        else
            note(item.at, name, fmt::format("holds {}", describe(item)),
                 fmt::format("write [[{}]] and keys below it", key(name)));
    }
    return out;
}

const Node* Section::table(std::string_view name) {
    const auto* const member = find(name);
    if (member == nullptr) return nullptr;
    if (member->value.kind == Node::Kind::table) return &member->value;
    const bool several = member->value.kind == Node::Kind::array && !member->value.items.empty();
    note(member->at, name, several ? "is an array" : fmt::format("is {}", describe(member->value)),
         fmt::format("write [{}], once, in single brackets", key(name)));
    return nullptr;
}

void Section::finish() {
    for (const auto& member : table_.members)
        if (std::find(known_.begin(), known_.end(), member.key) == known_.end())
            note(member.at, member.key, "is unknown", suggestion(member.key, known_));
}

}  // namespace paretop::spec
