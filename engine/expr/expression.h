// Expressions over parameters and metrics: `wlog >= 10 + level / 4`, `strategy != 'fast' && wall_s < 0.2`.
// Used for `when`, `require`, and the filter of a table.
//
// Operators, loosest first: || · && · == != < <= > >= (and ~ : text contains) · + - · * / % · unary ! - ; parentheses.
// `and`, `or`, `not` are also understood. Literals: numbers (1, 0.5, 1e-3), 'text' or "text", true, false.
// Functions: abs, min, max, log2, sqrt, floor, ceil, defined(name). A name with spaces or signs is written `name` in back-quotes.
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

class Expression {
  public:
    // The error's `where` is "column N" (1-based, in code points); unknown names are not errors here, see names().
    static Result<Expression> parse(std::string_view text);
    // The distinct names it mentions, in order of appearance; evaluate() takes their values in this order.
    [[nodiscard]] const std::vector<std::string>& names() const;
    [[nodiscard]] Operand evaluate(std::span<const Operand> values) const;  // a type error (text + 1) is Missing
    [[nodiscard]] bool holds(std::span<const Operand> values) const;        // true, or a number other than 0
    [[nodiscard]] const std::string& text() const;

  private:
    struct Node;
    std::string text_;
    std::vector<std::string> names_;
    std::shared_ptr<const Node> root_;
};

}  // namespace paretop::expr
