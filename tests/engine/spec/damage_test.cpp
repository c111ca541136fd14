// Whatever happens to a file: a whole Spec or problems with places, never both, never neither.
#include <random>

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

void expect_spec_or_problems(const std::string& text) {
    const auto result = read_text(text);
    ASSERT_EQ(result.spec.has_value(), result.problems.empty()) << text;
    for (const auto& problem : result.problems) {
        ASSERT_GE(problem.line, 0) << text;
        ASSERT_FALSE(problem.found.empty() || problem.expected.empty()) << problem.message("t.toml") << '\n' << text;
    }
    ASSERT_TRUE(!result.spec || result.spec->space.check(result.spec->space.defaults())) << text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
        out.push_back(text.substr(at, text.find('\n', at) + 1 - at));
    return out;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line;
    return out;
}

TEST(damage, of_a_missing_line) {
    const auto lines = lines_of(example_spec("x"));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto rest = lines;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        expect_spec_or_problems(joined(rest));
    }
}

TEST(damage, of_lines_in_another_order) {
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        auto lines = lines_of(example_spec("x"));
        const auto pick = [&] { return static_cast<std::ptrdiff_t>(random() % lines.size()); };
        std::iter_swap(lines.begin() + pick(), lines.begin() + pick());
        expect_spec_or_problems(joined(lines));
    }
}

TEST(damage, of_an_end_cut_off) {
    const auto text = example_spec("x");
    for (std::size_t length = 0; length < text.size(); length += 7) expect_spec_or_problems(text.substr(0, length));
}

TEST(damage, of_single_bytes) {
    std::mt19937 random(6);
    for (int round = 0; round < 1000; ++round) {
        auto text = SpecText().text();
        text[random() % text.size()] = static_cast<char>(random() % 256);
        expect_spec_or_problems(text);
    }
}

}  // namespace
}  // namespace paretop::spec
