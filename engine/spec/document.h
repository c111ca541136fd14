// A TOML file as plain values with their places. Only document.cpp knows the TOML library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/spec/spec.h"

namespace paretop::spec {

struct Position {  // 1-based, the column in code points; {0, 0}: the whole file
    std::int64_t line = 0, column = 0;
};

struct Member;

struct Node {
    enum class Kind { text, integer, real, truth, date, array, table };
    Kind kind = Kind::table;
    Position at;
    bool verbatim = false;  // text: stands in the file as it is, one quote after `at`
    std::string text;
    std::int64_t integer = 0;
    double real = 0;
    bool truth = false;
    std::vector<Node> items;      // array
    std::vector<Member> members;  // table, in the order of the file

    [[nodiscard]] bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
    [[nodiscard]] double number() const { return kind == Kind::integer ? static_cast<double>(integer) : real; }
    // Of a character of a text, counted from 1 in code points; `at` itself where the file escapes or wraps the text.
    [[nodiscard]] Position inside(std::int64_t column) const;
};

struct Member {
    std::string key;
    Position at;  // of the key
    Node value;
};

// The root table, or the first mistake in the syntax (the library stops there).
tl::expected<Node, Problem> parse_document(std::string_view text);

// A scalar as its author would write it on a command line: text as it is, 4, 0.5, 1.0, true. Empty for arrays and tables.
std::string scalar_text(const Node& node);
// For messages: 'text', 4, true, an array, a table.
std::string describe(const Node& node);

}  // namespace paretop::spec
