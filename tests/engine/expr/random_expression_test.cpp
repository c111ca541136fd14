// Random expressions against an evaluator that walks the tree and knows nothing of lexers, precedence or instructions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <optional>
#include <random>

#include "engine/expr/expression.h"

namespace paretop::expr {
namespace {

using Number = std::optional<double>;  // nullopt: missing

struct Tree {
    std::string sign;  // empty: a leaf
    std::string leaf;
    Number value;
    std::unique_ptr<Tree> left, right;
};

const std::vector<std::string> k_signs{"||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"};

int level(const std::string& sign) {
    if (sign.empty()) return 9;
    if (sign == "||") return 1;
    if (sign == "&&") return 2;
    if (sign == "+" || sign == "-") return 5;
    if (sign == "*" || sign == "/" || sign == "%") return 6;
    return 4;
}

int pick(std::mt19937& random, int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); }

std::unique_ptr<Tree> random_tree(std::mt19937& random, int depth) {
    auto tree = std::make_unique<Tree>();
    if (depth == 0 || pick(random, 5) == 0) {
        const int kind = pick(random, 4);
        tree->value = kind == 0 ? Number() : Number(kind == 1 ? 7.0 : pick(random, 4));
        tree->leaf = kind == 0 ? "gone" : kind == 1 ? "seven" : fmt::format("{}", *tree->value);
        return tree;
    }
    tree->sign = k_signs[static_cast<std::size_t>(pick(random, static_cast<int>(k_signs.size())))];
    tree->left = random_tree(random, depth - 1);
    tree->right = random_tree(random, depth - 1);
    return tree;
}

// With no more parentheses than are needed; all operators lean to the left, and comparisons do not chain.
std::string written(const Tree& tree) {
    if (tree.sign.empty()) return tree.leaf;
    const int own = level(tree.sign);
    const auto side = [](const Tree& child, bool bare) { return bare ? written(child) : '(' + written(child) + ')'; };
    const bool left_bare = level(tree.left->sign) > own || (level(tree.left->sign) == own && own != 4);
    return side(*tree.left, left_bare) + ' ' + tree.sign + ' ' + side(*tree.right, level(tree.right->sign) > own);
}

bool holds(const Number& number) { return number && *number != 0; }

Number compared(const std::string& sign, double a, double b) {
    if (sign == "==") return a == b;
    if (sign == "!=") return a != b;
    if (sign == "<") return a < b;
    if (sign == "<=") return a <= b;
    return sign == ">" ? a > b : a >= b;
}

Number computed(const std::string& sign, double a, double b) {
    double result = 0;
    if (sign == "+") result = a + b;
    if (sign == "-") result = a - b;
    if (sign == "*") result = a * b;
    if (sign == "/") result = a / b;
    if (sign == "%") result = std::fmod(a, b);
    return std::isfinite(result) ? Number(result) : Number();
}

Number value_of(const Tree& tree) {
    if (tree.sign.empty()) return tree.value;
    const auto a = value_of(*tree.left);
    const auto b = value_of(*tree.right);
    if (tree.sign == "||") return holds(a) || holds(b) ? 1 : 0;
    if (tree.sign == "&&") return holds(a) && holds(b) ? 1 : 0;
    const bool comparison = level(tree.sign) == 4;
    if (!a || !b) return comparison ? Number(0) : Number();
    return comparison ? compared(tree.sign, *a, *b) : computed(tree.sign, *a, *b);
}

Number evaluated(const Expression& expression) {
    std::vector<Operand> values;
    for (const auto& name : expression.names()) values.push_back(name == "seven" ? Operand(7.0) : Operand(Missing{}));
    const auto result = expression.evaluate(values);
    if (const auto* const number = std::get_if<double>(&result)) return *number;
    if (const auto* const truth = std::get_if<bool>(&result)) return *truth ? 1 : 0;
    return {};
}

TEST(random_expressions, mean_what_their_trees_mean) {
    std::mt19937 random(3);
    for (int round = 0; round < 5000; ++round) {
        const auto tree = random_tree(random, 5);
        const auto text = written(*tree);
        const auto expression = Expression::parse(text);
        ASSERT_TRUE(expression) << text << ": " << expression.error().message();
        ASSERT_EQ(evaluated(*expression), value_of(*tree)) << text;
    }
}

TEST(random_expressions, are_read_or_refused_whatever_is_cut_out_of_them) {
    std::mt19937 random(4);
    for (int round = 0; round < 3000; ++round) {
        auto text = written(*random_tree(random, 3));
        text.erase(static_cast<std::size_t>(pick(random, static_cast<int>(text.size()))),
                   static_cast<std::size_t>(1 + pick(random, 3)));
        const auto expression = Expression::parse(text);
        if (expression) {
            (void)evaluated(*expression);
        } else {
            EXPECT_TRUE(expression.error().where.starts_with("column ")) << text;
        }
    }
}

}  // namespace
}  // namespace paretop::expr
