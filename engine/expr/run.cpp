#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <compare>
#include <optional>

#include "engine/expr/program.h"

namespace paretop::expr {
namespace {

// A number as it is; a truth as 0 or 1; nothing else is one.
bool number_of(const Operand& operand, double& number) {
    if (const auto* const value = std::get_if<double>(&operand)) {
        number = *value;
        return true;
    }
    const auto* const truth_value = std::get_if<bool>(&operand);
    if (truth_value != nullptr) number = *truth_value ? 1 : 0;
    return truth_value != nullptr;
}

// As number_of, and text that reads as a number or a truth.
bool number_in(const Operand& operand, double& number) {
    const auto* const text = std::get_if<std::string_view>(&operand);
    if (text == nullptr) return number_of(operand, number);
    if (*text == "true" || *text == "false") {
        number = *text == "true" ? 1 : 0;
        return true;
    }
    const auto* const end = text->data() + text->size();
    const auto [at, problem] = std::from_chars(text->data(), end, number);
    return problem == std::errc{} && at == end && !text->empty();
}

// Two texts by their bytes; otherwise two numbers; unordered where one side is neither.
std::partial_ordering order(const Operand& a, const Operand& b) {
    const auto* const left = std::get_if<std::string_view>(&a);
    const auto* const right = std::get_if<std::string_view>(&b);
    if (left != nullptr && right != nullptr) return *left <=> *right;
    double x = 0;
    double y = 0;
    if (!number_in(a, x) || !number_in(b, y)) return std::partial_ordering::unordered;
    return x <=> y;
}

// Unordered values are unequal and nothing else: 'fast' != 3 holds. A missing one makes all six false.
bool compare(Op op, const Operand& a, const Operand& b) {
    if (std::holds_alternative<Missing>(a) || std::holds_alternative<Missing>(b)) return false;
    const auto result = order(a, b);
    switch (op) {
        case Op::equal:
            return result == 0;
        case Op::unequal:
            return result != 0;
        case Op::less:
            return result < 0;
        case Op::less_equal:
            return result <= 0;
        case Op::greater:
            return result > 0;
        default:
            return result >= 0;
    }
}

bool contains(const Operand& a, const Operand& b) {
    const auto* const whole = std::get_if<std::string_view>(&a);
    const auto* const part = std::get_if<std::string_view>(&b);
    return whole != nullptr && part != nullptr && whole->find(*part) != std::string_view::npos;
}

// What has no finite value has none.
Operand finite(double value) { return std::isfinite(value) ? Operand(value) : Operand(Missing{}); }

Operand unary(Op op, const Operand& operand) {
    double x = 0;
    if (!number_of(operand, x)) return Missing{};
    switch (op) {
        case Op::minus:
            return -x;
        case Op::absolute:
            return std::fabs(x);
        case Op::log2:
            return finite(std::log2(x));
        case Op::sqrt:
            return finite(std::sqrt(x));
        case Op::floor:
            return std::floor(x);
        default:
            return std::ceil(x);
    }
}

Operand arithmetic(Op op, const Operand& a, const Operand& b) {
    double x = 0;
    double y = 0;
    if (!number_of(a, x) || !number_of(b, y)) return Missing{};
    switch (op) {
        case Op::add:
            return finite(x + y);
        case Op::subtract:
            return finite(x - y);
        case Op::multiply:
            return finite(x * y);
        case Op::divide:
            return finite(x / y);
        case Op::remainder:
            return finite(std::fmod(x, y));
        case Op::minimum:
            return std::min(x, y);
        default:
            return std::max(x, y);
    }
}

Operand push(const Program& program, const Instruction& instruction, std::span<const Operand> values) {
    switch (instruction.op) {
        case Op::push_number:
            return instruction.number;
        case Op::push_text:
            return std::string_view(program.texts[instruction.argument]);
        case Op::push_bool:
            return instruction.argument != 0;
        case Op::push_name:
            return values[instruction.argument];
        default:
            return !std::holds_alternative<Missing>(values[instruction.argument]);
    }
}

Operand binary(Op op, const Operand& a, const Operand& b) {
    if (op < Op::equal) return arithmetic(op, a, b);
    return op == Op::contains ? contains(a, b) : compare(op, a, b);
}

// Answers the instruction to go on with. `top` is one beyond the last operand.
std::size_t step(const Program& program, std::size_t at, std::span<const Operand> values, Operand*& top) {
    const auto& instruction = program.code[at];
    const auto op = instruction.op;
    if (op <= Op::defined) {
        *top++ = push(program, instruction, values);
    } else if (op <= Op::jump_if) {
        const bool holds = truth(top[-1]);
        top[-1] = holds;
        if (holds == (op == Op::jump_if)) return instruction.argument;
        --top;
    } else if (op <= Op::negation) {
        top[-1] = truth(top[-1]) == (op == Op::truth);
    } else if (op < Op::add) {
        top[-1] = unary(op, top[-1]);
    } else {
        --top;
        top[-1] = binary(op, top[-1], *top);
    }
    return at + 1;
}

Operand run_on(const Program& program, std::span<const Operand> values, Operand* stack) {
    Operand* top = stack;
    for (std::size_t at = 0; at < program.code.size();) at = step(program, at, values, top);
    return stack[0];
}

}  // namespace

bool truth(const Operand& operand) {
    double x = 0;
    return number_of(operand, x) && x != 0;
}

Operand run(const Program& program, std::span<const Operand> values) {
    constexpr std::size_t usual_depth = 12;
    if (program.depth <= usual_depth) {
        std::array<Operand, usual_depth> stack;
        return run_on(program, values, stack.data());
    }
    std::vector<Operand> stack(program.depth);
    return run_on(program, values, stack.data());
}

}  // namespace paretop::expr
