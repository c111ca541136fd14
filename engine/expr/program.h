// An expression as a flat list of instructions for a stack of operands. Only engine/expr includes this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/expr/expression.h"

namespace paretop::expr {

// Those named after an operator replace their operands on top of the stack by their result.
enum class Op : std::uint8_t {
    push_number,
    push_text,    // argument: index into texts
    push_bool,    // argument: 0 or 1
    push_name,    // argument: index into names
    defined,      // argument: index into names
    jump_if_not,  // makes the top a truth; argument: where to go when it is false, else it is popped
    jump_if,      // likewise when it is true
    truth,
    negation,
    minus,
    absolute,
    log2,
    sqrt,
    floor,
    ceil,
    add,
    subtract,
    multiply,
    divide,
    remainder,
    minimum,
    maximum,
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    contains,
};

struct Instruction {
    Op op = Op::push_bool;
    std::uint32_t argument = 0;
    double number = 0;
};

struct Program {
    std::string text;
    std::vector<Instruction> code;
    std::vector<std::string> texts;
    std::vector<std::string> names;
    std::vector<bool> reads;  // by name: mentioned outside defined()
    std::size_t depth = 0;    // operands on the stack at most
};

Result<Program> compile(std::string_view text);
Operand run(const Program& program, std::span<const Operand> values);
bool truth(const Operand& operand);

}  // namespace paretop::expr
