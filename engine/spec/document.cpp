#include "engine/spec/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/spec/toml.h"

namespace paretop::spec {
namespace {

Position position_of(const toml::source_position& position) { return {position.line, position.column}; }

// Lines of the file, to tell whether a text stands there as it is.
class Lines {
  public:
    explicit Lines(std::string_view text) {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            lines_.push_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    [[nodiscard]] bool hold(const Position& at, std::string_view content) {
        if (at.line < 1 || at.line > static_cast<std::int64_t>(lines_.size())) return false;
        const auto line = lines_[static_cast<std::size_t>(at.line) - 1];
        if (at.line != seen_.line || at.column < seen_.column) {
            seen_ = {at.line, 0};
            bytes_ = 0;
        }
        for (; seen_.column < at.column && bytes_ < line.size(); ++seen_.column) bytes_ += width(line.substr(bytes_));
        return line.substr(bytes_).starts_with(content);
    }

  private:
    // Bytes of the first code point.
    static std::size_t width(std::string_view text) {
        std::size_t bytes = 1;
        while (bytes < text.size() && (text[bytes] & 0xC0) == 0x80) ++bytes;
        return bytes;
    }
    std::vector<std::string_view> lines_;
    Position seen_;          // asked for last: of the thousands of values of a line each goes on from the one before it
    std::size_t bytes_ = 0;  // of its line before it
};

class Converter {
  public:
    explicit Converter(std::string_view text) : lines_(text) {}

    Node convert(const toml::node& from, const Position& fallback) {
        Node out;
        out.at = position_of(from.source().begin);
        if (out.at.line == 0) out.at = fallback;
        if (const auto* const table = from.as_table())
            add_members(out, *table);
        else if (const auto* const array = from.as_array())
            add_items(out, *array);
        else
            set_scalar(out, from);
        return out;
    }

  private:
    void add_members(Node& out, const toml::table& table) {
        out.kind = Node::Kind::table;
        for (const auto& [key, value] : table) {
            const auto at = position_of(key.source().begin);
            out.members.push_back({std::string(key.str()), at, convert(value, at)});
        }
        const auto before = [](const Member& a, const Member& b) {
            return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
        };
        std::stable_sort(out.members.begin(), out.members.end(), before);
    }

    void add_items(Node& out, const toml::array& array) {
        out.kind = Node::Kind::array;
        for (const auto& item : array) out.items.push_back(convert(item, out.at));
    }

    void set_scalar(Node& out, const toml::node& from) {
        if (const auto* const text = from.as_string()) {
            out.kind = Node::Kind::text;
            out.text = text->get();
            out.verbatim = lines_.hold(out.at, out.text);
        } else if (const auto* const integer = from.as_integer()) {
            out.kind = Node::Kind::integer;
            out.integer = integer->get();
        } else if (const auto* const real = from.as_floating_point()) {
            out.kind = Node::Kind::real;
            out.real = real->get();
        } else if (const auto* const truth = from.as_boolean()) {
            out.kind = Node::Kind::truth;
            out.truth = truth->get();
        } else {
            out.kind = Node::Kind::date;
        }
    }

    Lines lines_;
};

// "4" for 4, "1.0" for 1.0: what is no whole number in the file is none on the command line.
std::string real_text(double value) {
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    std::string out(buffer.data(), result.ptr);
    return out.find_first_not_of("-0123456789") == std::string::npos ? out + ".0" : out;
}

bool breaks_assertion(std::string_view text) {
    try {
        (void)toml::parse(text);
    } catch (const toml::parse_error&) {
        return false;
    } catch (const BrokenAssertion&) {
        return true;
    }
    return false;
}

// The number of the line that breaks an assertion: the parser reads no further, so any longer beginning breaks it too.
std::int64_t broken_line(std::string_view text) {
    std::vector<std::size_t> ends;
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) ends.push_back(at + 1);
    const auto first =
        std::partition_point(ends.begin(), ends.end(), [&](std::size_t end) { return !breaks_assertion(text.substr(0, end)); });
    return first - ends.begin() + 1;
}

Problem syntax_problem(const Position& at, std::string found) {
    return {at.line, at.column, "TOML", std::move(found), "correct this first: what follows could not be read"};
}

}  // namespace

Position Node::inside(std::int64_t column) const { return verbatim ? Position{at.line, at.column + column} : at; }

tl::expected<Node, Problem> parse_document(std::string_view text) {
    try {
        const toml::table root = toml::parse(text);
        return Converter(text).convert(root, {1, 1});
    } catch (const BrokenAssertion&) {
        return tl::unexpected(syntax_problem({broken_line(text), 1}, "this line cannot be understood"));
    } catch (const toml::parse_error& error) {
        return tl::unexpected(syntax_problem(position_of(error.source().begin), std::string(error.description())));
    }
}

std::string scalar_text(const Node& node) {
    switch (node.kind) {
        case Node::Kind::text:
            return node.text;
        case Node::Kind::integer:
            return std::to_string(node.integer);
        case Node::Kind::real:
            return real_text(node.real);
        case Node::Kind::truth:
            return node.truth ? "true" : "false";
        default:
            return {};
    }
}

std::string describe(const Node& node) {
    switch (node.kind) {
        case Node::Kind::text:
            return fmt::format("'{}'", node.text);
        case Node::Kind::date:
            return "a date";
        case Node::Kind::array:
            return "an array";
        case Node::Kind::table:
            return "a table";
        default:
            return scalar_text(node);
    }
}

}  // namespace paretop::spec
