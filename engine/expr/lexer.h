// Words and signs of an expression.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace paretop::expr {

struct Token {
    enum class Kind { end, number, text, name, sign };
    Kind kind = Kind::end;
    std::string_view spelling;  // as written, quotes included
    std::string value;          // of a text or a name, without its quotes
    double number = 0;
    std::size_t offset = 0;  // bytes from the start
    bool quoted = false;     // a name in back-quotes is never a word like `and`

    [[nodiscard]] bool is(std::string_view sign_or_word) const;
};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}
    // The next token; at the end one of kind `end`, again and again.
    Result<Token> next();
    // An error at a place of the text: `where` is "column N", counted in code points.
    [[nodiscard]] Error error(std::size_t offset, std::string what, std::string remedy = {}) const;

  private:
    Result<Token> number();
    Result<Token> quoted();
    Result<Token> sign();
    Token name();
    [[nodiscard]] Token make(Token::Kind kind, std::size_t length);

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace paretop::expr
