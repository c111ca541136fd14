// Expressions over parameters and metrics: `wlog >= 10 + level / 4`, `strategy != 'fast' && wall_s < 0.2`.
// Used for `when`, `require`, and the filter of a table.
//
// Operators, loosest first: || · && · not · == != < <= > >= (and ~ : text contains) · + - · * / % · unary ! - ; parentheses.
// `and` and `or` mean && and ||; `not` is a ! that binds looser than a comparison. Comparisons are not chained: a < b < c
// is an error. Literals: numbers (1, 0.5, 1e-3), 'text' or "text" (a quote inside is doubled), true, false.
// Functions: abs, min, max, log2, sqrt, floor, ceil, defined(name). A name with spaces or signs is written `name` in
// back-quotes; letters beyond ASCII, digits, _ and inner dots need none.
//
// Values: true and false count as 1 and 0. Text equals a number when it reads as that number ('3' == 3); texts are ordered by
// their bytes. Arithmetic without a finite result (1 / 0) is Missing. Logic sees only what holds, so !x holds for a missing x.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/base/result.h"

namespace paretop::expr {

// Missing: an inactive parameter, a metric not measured. Any comparison with it is false; arithmetic on it is missing.
struct Missing {
    friend bool operator==(Missing, Missing) { return true; }
};
using Operand = std::variant<Missing, bool, double, std::string_view>;

struct Program;  // engine/expr/program.h

class Expression {
  public:
    // The error's `where` is "column N" (1-based, in code points); unknown names are not errors here, see names().
    // Nested deeper than 200 is an error.
    static Result<Expression> parse(std::string_view text);
    // A condition that somebody else decides: it mentions `names`, reads as `text`, and always holds here.
    static Expression stated(std::string text, std::vector<std::string> names);
    // The distinct names it mentions, in order of appearance; evaluate() takes their values in this order.
    [[nodiscard]] const std::vector<std::string>& names() const;
    // Whether names()[name] is mentioned other than in defined().
    [[nodiscard]] bool reads(std::size_t name) const;
    // `values` has one for each of names(). Text in the answer belongs to `values` or to this expression.
    [[nodiscard]] Operand evaluate(std::span<const Operand> values) const;  // a type error (text + 1) is Missing
    [[nodiscard]] bool holds(std::span<const Operand> values) const;        // true, or a number other than 0
    [[nodiscard]] const std::string& text() const;

  private:
    explicit Expression(std::shared_ptr<const Program> program);
    std::shared_ptr<const Program> program_;  // immutable, shared by copies
};

}  // namespace paretop::expr
