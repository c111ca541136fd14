// Any text as an expression: an error with a column, or something that can be evaluated with operands of all kinds.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "engine/expr/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace paretop::expr;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto expression = Expression::parse(text);
    if (!expression) {
        if (!expression.error().where.starts_with("column ") || expression.error().what.empty()) std::abort();
        return 0;
    }
    const std::array<Operand, 5> kinds{1.5, std::string_view("7"), true, Missing{}, -1e300};
    for (std::size_t shift = 0; shift < kinds.size(); ++shift) {
        std::vector<Operand> values;
        for (std::size_t i = 0; i < expression->names().size(); ++i) values.push_back(kinds[(i + shift) % kinds.size()]);
        const auto result = expression->evaluate(values);
        if (const auto* const number = std::get_if<double>(&result); number != nullptr && !std::isfinite(*number)) std::abort();
        if (expression->holds(values) && std::holds_alternative<Missing>(result)) std::abort();
    }
    return 0;
}
