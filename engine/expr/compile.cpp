#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/expr/lexer.h"
#include "engine/expr/program.h"

namespace paretop::expr {
namespace {

constexpr int k_deepest = 200;

// Levels of binding, loosest first. `not` stands between `&&` and the comparisons.
enum Level { k_any = 1, k_and = 2, k_not = 3, k_comparison = 4, k_sum = 5, k_product = 6 };

struct Binary {
    std::string_view spelling;
    Op op;
    Level level;
};

constexpr std::array<Binary, 16> k_binaries{{
    {"||", Op::jump_if, k_any},
    {"or", Op::jump_if, k_any},
    {"&&", Op::jump_if_not, k_and},
    {"and", Op::jump_if_not, k_and},
    {"==", Op::equal, k_comparison},
    {"!=", Op::unequal, k_comparison},
    {"<=", Op::less_equal, k_comparison},
    {">=", Op::greater_equal, k_comparison},
    {"<", Op::less, k_comparison},
    {">", Op::greater, k_comparison},
    {"~", Op::contains, k_comparison},
    {"+", Op::add, k_sum},
    {"-", Op::subtract, k_sum},
    {"*", Op::multiply, k_product},
    {"/", Op::divide, k_product},
    {"%", Op::remainder, k_product},
}};

struct Function {
    std::string_view name;
    Op op;
    bool many;  // two and more arguments, folded from the left
};

constexpr std::array<Function, 7> k_functions{{{"abs", Op::absolute, false},
                                               {"log2", Op::log2, false},
                                               {"sqrt", Op::sqrt, false},
                                               {"floor", Op::floor, false},
                                               {"ceil", Op::ceil, false},
                                               {"min", Op::minimum, true},
                                               {"max", Op::maximum, true}}};

std::string found(const Token& token) {
    return token.kind == Token::Kind::end ? std::string("the end") : fmt::format("'{}'", token.spelling);
}

// Recursive descent over the grammar below, by precedence climbing; every function answers false once an error is set.
//
//   or         = and { ("||" | "or") and }
//   and        = not { ("&&" | "and") not }
//   not        = "not" not | comparison
//   comparison = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "~") sum ]
//   sum        = product { ("+" | "-") product }
//   product    = unary { ("*" | "/" | "%") unary }
//   unary      = ("-" | "!") unary | primary
//   primary    = number | text | "true" | "false" | name | function "(" or { "," or } ")" | "(" or ")"
//
// Instructions are emitted in the order in which operands are known, so the stack is as deep as the tree leans to the right.
class Compiler {
  public:
    explicit Compiler(std::string_view text) : lexer_(text) { program_.text = text; }

    Result<Program> compile() {
        if (!advance()) return tl::unexpected(error_);
        if (token_.kind == Token::Kind::end) fail("an empty expression", "write a condition such as level > 3");
        if (error_.what.empty() && binary(k_any) && token_.kind != Token::Kind::end)
            fail("expected an operator or the end, found " + found(token_), {});
        if (!error_.what.empty()) return tl::unexpected(error_);
        return std::move(program_);
    }

  private:
    bool fail(std::string what, std::string remedy) {
        error_ = lexer_.error(token_.offset, std::move(what), std::move(remedy));
        return false;
    }

    bool advance() {
        auto token = lexer_.next();
        if (!token) {
            error_ = token.error();
            return false;
        }
        token_ = std::move(*token);
        return true;
    }

    bool expect(std::string_view sign) {
        if (!token_.is(sign)) return fail(fmt::format("expected '{}', found {}", sign, found(token_)), {});
        return advance();
    }

    // `growth`: by how much the stack is higher afterwards.
    void emit(Op op, int growth, std::size_t argument = 0, double number = 0) {
        program_.code.push_back({op, static_cast<std::uint32_t>(argument), number});
        height_ += growth;
        program_.depth = std::max(program_.depth, static_cast<std::size_t>(height_));
    }

    bool binary(int level) {
        if (++nesting_ > k_deepest) return fail(fmt::format("nested deeper than {}", k_deepest), "use fewer parentheses");
        if (!(token_.is("not") ? negated(level) : unary())) return false;
        const Binary* operation = nullptr;
        while ((operation = operation_here(level)) != nullptr)
            if (!right_side(*operation)) return false;
        --nesting_;
        return true;
    }

    [[nodiscard]] const Binary* operation_here(int level) const {
        const auto* const it =
            std::find_if(k_binaries.begin(), k_binaries.end(), [&](const Binary& b) { return token_.is(b.spelling); });
        return it == k_binaries.end() || it->level < level ? nullptr : &*it;
    }

    bool right_side(const Binary& operation) {
        if (!advance()) return false;
        if (operation.level <= k_and) return short_circuit(operation);
        if (!binary(operation.level + 1)) return false;
        emit(operation.op, -1);
        if (operation.level != k_comparison) return true;
        const auto* const next = operation_here(k_comparison);
        if (next != nullptr && next->level == k_comparison) return fail("comparisons cannot be chained", "write a < b && b < c");
        return true;
    }

    // The jump leaves the left side's truth on the stack when it decides; otherwise the right side replaces it.
    bool short_circuit(const Binary& operation) {
        const auto jump = program_.code.size();
        emit(operation.op, -1);
        if (!binary(operation.level + 1)) return false;
        emit(Op::truth, 0);
        program_.code[jump].argument = static_cast<std::uint32_t>(program_.code.size());
        return true;
    }

    bool negated(int level) {
        if (level > k_not) return fail("'not' needs parentheses here", "write (not …)");
        if (!advance() || !binary(k_not)) return false;
        emit(Op::negation, 0);
        return true;
    }

    bool unary() {
        const bool minus = token_.is("-");
        if (!minus && !token_.is("!")) return primary();
        if (++nesting_ > k_deepest) return fail(fmt::format("nested deeper than {}", k_deepest), "use fewer signs");
        if (!advance() || !unary()) return false;
        --nesting_;
        emit(minus ? Op::minus : Op::negation, 0);
        return true;
    }

    bool primary() {
        if (token_.is("(")) return advance() && binary(k_any) && expect(")");
        const Token token = token_;
        switch (token.kind) {
            case Token::Kind::number:
                emit(Op::push_number, 1, 0, token.number);
                return advance();
            case Token::Kind::text:
                emit(Op::push_text, 1, program_.texts.size());
                program_.texts.push_back(token.value);
                return advance();
            case Token::Kind::name:
                return name(token);
            default:
                return fail("expected a value, found " + found(token), {});
        }
    }

    bool name(const Token& token) {
        if (token.is("true") || token.is("false")) {
            emit(Op::push_bool, 1, token.is("true") ? 1 : 0);
            return advance();
        }
        if (token.is("and") || token.is("or") || token.is("not")) return fail("expected a value, found " + found(token), {});
        if (!advance()) return false;
        if (token_.is("(") && !token.quoted) return call(token);
        emit(Op::push_name, 1, slot(token.value, true));
        return true;
    }

    // The index of a name, which is added when it is new. `reads`: more is wanted of it than whether it is defined.
    std::size_t slot(const std::string& name, bool reads) {
        auto& names = program_.names;
        const auto index = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
        if (index == names.size()) {
            names.push_back(name);
            program_.reads.push_back(false);
        }
        if (reads) program_.reads[index] = true;
        return index;
    }

    bool call(const Token& name) {
        const bool asks_defined = name.is("defined");
        const auto* const function =
            std::find_if(k_functions.begin(), k_functions.end(), [&](const Function& f) { return name.is(f.name); });
        if (!asks_defined && function == k_functions.end()) {
            error_ = lexer_.error(name.offset, fmt::format("'{}' is not a function", name.value),
                                  "there are abs, min, max, log2, sqrt, floor, ceil and defined");
            return false;
        }
        if (!advance()) return false;
        return (asks_defined ? defined() : arguments(*function)) && expect(")");
    }

    bool defined() {
        if (token_.kind != Token::Kind::name) return fail("expected a name, found " + found(token_), "write defined(name)");
        emit(Op::defined, 1, slot(token_.value, false));
        return advance();
    }

    bool arguments(const Function& function) {
        if (!binary(k_any)) return false;
        if (!function.many) {
            emit(function.op, 0);
            return true;
        }
        if (!token_.is(","))
            return fail(fmt::format("expected ',', found {}", found(token_)),
                        fmt::format("{} takes two values or more", function.name));
        while (token_.is(",")) {
            if (!advance() || !binary(k_any)) return false;
            emit(function.op, -1);
        }
        return true;
    }

    Lexer lexer_;
    Token token_;
    Program program_;
    Error error_;
    int nesting_ = 0;
    int height_ = 0;
};

}  // namespace

Result<Program> compile(std::string_view text) { return Compiler(text).compile(); }

}  // namespace paretop::expr
