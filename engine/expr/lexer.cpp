#include "engine/expr/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace paretop::expr {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool continues_name(char c) { return starts_name(c) || is_digit(c); }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string remedy_for(char c) {
    if (c == '=') return "write == to compare";
    if (c == '&') return "write && or `and`";
    if (c == '|') return "write || or `or`";
    if (c == '^') return "write a multiplication";
    return "quote text as 'text' and odd names as `name`";
}

}  // namespace

bool Token::is(std::string_view sign_or_word) const {
    return (kind == Kind::sign || (kind == Kind::name && !quoted)) && spelling == sign_or_word;
}

Error Lexer::error(std::size_t offset, std::string what, std::string remedy) const {
    const auto before = text_.substr(0, offset);
    const auto column = std::count_if(before.begin(), before.end(), [](char c) { return !continues_code_point(c); }) + 1;
    return {ErrorKind::usage, std::move(what), fmt::format("column {}", column), std::move(remedy)};
}

Result<Token> Lexer::next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size()) return make(Token::Kind::end, 0);
    const char c = text_[at_];
    const bool point_number = c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
    if (is_digit(c) || point_number) return number();
    if (c == '\'' || c == '"' || c == '`') return quoted();
    if (starts_name(c)) return name();
    return sign();
}

Token Lexer::make(Token::Kind kind, std::size_t length) {
    Token token;
    token.kind = kind;
    token.offset = at_;
    token.spelling = text_.substr(at_, length);
    at_ += length;
    return token;
}

Result<Token> Lexer::number() {
    const auto rest = text_.substr(at_);
    double value = 0;
    const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    auto length = static_cast<std::size_t>(end - rest.data());
    const bool runs_on = length < rest.size() && (continues_name(rest[length]) || rest[length] == '.');
    if (problem != std::errc{} || runs_on) {
        while (length < rest.size() && (continues_name(rest[length]) || rest[length] == '.')) ++length;
        return tl::unexpected(error(at_, fmt::format("'{}' is not a number", rest.substr(0, length)),
                                    "numbers are written 12, 0.5 or 1e-3, without a unit"));
    }
    Token token = make(Token::Kind::number, length);
    token.number = value;
    return token;
}

Result<Token> Lexer::quoted() {
    const char quote = text_[at_];
    std::string value;
    auto at = at_ + 1;
    for (; at < text_.size(); ++at) {
        if (text_[at] == quote) {
            if (at + 1 == text_.size() || text_[at + 1] != quote) break;
            ++at;
        }
        value += text_[at];
    }
    if (at == text_.size())
        return tl::unexpected(
            error(at_, fmt::format("{} opens a quotation that never ends", quote), fmt::format("close it with {}", quote)));
    Token token = make(quote == '`' ? Token::Kind::name : Token::Kind::text, at + 1 - at_);
    token.value = std::move(value);
    token.quoted = true;
    return token;
}

Token Lexer::name() {
    std::size_t length = 1;
    const auto rest = text_.substr(at_);
    while (length < rest.size()) {
        const bool inner_dot = rest[length] == '.' && length + 1 < rest.size() && continues_name(rest[length + 1]);
        if (!continues_name(rest[length]) && !inner_dot) break;
        ++length;
    }
    Token token = make(Token::Kind::name, length);
    token.value = token.spelling;
    return token;
}

Result<Token> Lexer::sign() {
    constexpr std::array<std::string_view, 19> signs{"||", "&&", "==", "!=", "<=", ">=", "<", ">", "~", "+",
                                                     "-",  "*",  "/",  "%",  "!",  "(",  ")", ",", ""};
    const auto rest = text_.substr(at_);
    const auto* const found = std::find_if(signs.begin(), signs.end(), [&](auto s) { return rest.starts_with(s); });
    if (!found->empty()) return make(Token::Kind::sign, found->size());
    std::size_t length = 1;
    while (length < rest.size() && continues_code_point(rest[length])) ++length;
    return tl::unexpected(error(at_, fmt::format("'{}' is not an operator", rest.substr(0, length)), remedy_for(rest[0])));
}

}  // namespace paretop::expr
