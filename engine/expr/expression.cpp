#include "engine/expr/expression.h"

#include <stdexcept>

#include "engine/expr/program.h"

namespace paretop::expr {

Expression::Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

Result<Expression> Expression::parse(std::string_view text) {
    PARETOP_TRY(auto program, compile(text));
    return Expression(std::make_shared<const Program>(std::move(program)));
}

Expression Expression::stated(std::string text, std::vector<std::string> names) {
    Program program;
    program.text = std::move(text);
    program.code = {{Op::push_bool, 1, 0}};
    program.reads.assign(names.size(), false);
    program.names = std::move(names);
    program.depth = 1;
    return Expression(std::make_shared<const Program>(std::move(program)));
}

const std::vector<std::string>& Expression::names() const { return program_->names; }

bool Expression::reads(std::size_t name) const { return program_->reads.at(name); }

Operand Expression::evaluate(std::span<const Operand> values) const {
    if (values.size() != program_->names.size()) throw std::logic_error("an expression needs one value for each of its names");
    return run(*program_, values);
}

bool Expression::holds(std::span<const Operand> values) const { return truth(evaluate(values)); }

const std::string& Expression::text() const { return program_->text; }

}  // namespace paretop::expr
