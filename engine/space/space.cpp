#include "engine/space/space.h"
#include "engine/space/members.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/space/json_text.h"

namespace paretop::space {
namespace {

constexpr auto k_nowhere = std::numeric_limits<std::size_t>::max();

double number_in(std::string_view text) {
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [at, problem] = std::from_chars(text.data(), end, number);
    const bool is_number = problem == std::errc{} && at == end && std::isfinite(number) && !text.empty();
    return is_number ? number : std::numeric_limits<double>::quiet_NaN();
}

// Whether every choice can be written as a bare number in JSON and told from the others when it is read back.
bool are_distinct_numbers(const std::vector<std::string>& texts, std::vector<double> numbers) {
    if (!std::all_of(texts.begin(), texts.end(), is_json_number)) return false;
    if (std::any_of(numbers.begin(), numbers.end(), [](double number) { return std::isnan(number); })) return false;
    std::sort(numbers.begin(), numbers.end());
    return std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end();
}

Space::Form make_form(const Parameter& parameter) {
    Space::Form form;
    append_json_string(form.key, parameter.name);
    form.key += ':';
    std::transform(parameter.choices.begin(), parameter.choices.end(), std::back_inserter(form.numbers), number_in);
    form.numeric = parameter.type != ParameterType::permutation && are_distinct_numbers(parameter.choices, form.numbers);
    for (const auto& choice : parameter.choices) {
        form.choices.emplace_back();
        if (form.numeric)
            form.choices.back() = choice;
        else
            append_json_string(form.choices.back(), choice);
    }
    return form;
}

// Operands for the names of an expression, without the heap for the usual few.
class Operands {
  public:
    Operands(const Space& space, const std::vector<std::size_t>& slots, const Configuration& configuration)
        : size_(slots.size()) {
        if (size_ > few_.size()) many_.resize(size_);
        for (std::size_t i = 0; i < size_; ++i)
            data()[i] = slots[i] == k_nowhere ? expr::Operand(expr::Missing{}) : space.operand(slots[i], configuration);
    }
    [[nodiscard]] std::span<const expr::Operand> values() const {
        return {size_ > few_.size() ? many_.data() : few_.data(), size_};
    }

  private:
    expr::Operand* data() { return size_ > few_.size() ? many_.data() : few_.data(); }

    std::array<expr::Operand, 6> few_;
    std::vector<expr::Operand> many_;
    std::size_t size_;
};

}  // namespace

Space::Space(std::vector<Parameter> parameters, std::vector<Constraint> constraints)
    : parameters_(std::move(parameters)), constraints_(std::move(constraints)), by_name_(parameters_.size()) {
    std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
    std::sort(by_name_.begin(), by_name_.end(), [&](auto a, auto b) { return parameters_[a].name < parameters_[b].name; });
    for (const auto& parameter : parameters_) {
        forms_.push_back(make_form(parameter));
        when_slots_.push_back(parameter.when ? slots(*parameter.when) : std::vector<std::size_t>{});
        conditional_ = conditional_ || parameter.when.has_value();
    }
    for (const auto& constraint : constraints_) constraint_slots_.push_back(slots(constraint.require));
}

std::vector<std::size_t> Space::slots(const expr::Expression& expression) const {
    std::vector<std::size_t> out;
    for (const auto& name : expression.names()) out.push_back(find(name).value_or(k_nowhere));
    return out;
}

std::optional<std::size_t> Space::find(std::string_view name) const {
    const auto it = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                     [&](auto index, auto word) { return parameters_[index].name < word; });
    if (it == by_name_.end() || parameters_[*it].name != name) return std::nullopt;
    return *it;
}

Space Space::restricted(std::shared_ptr<const Members> members) const {
    auto constraints = constraints_;
    std::vector<std::string> names;
    for (const auto& parameter : parameters_) names.push_back(parameter.name);
    auto listed = expr::Expression::stated("is listed in " + members->name(), std::move(names));
    constraints.push_back({std::move(listed), members->name(), std::move(members)});
    return {parameters_, std::move(constraints)};
}

const Members* Space::members() const { return constraints_.empty() ? nullptr : constraints_.back().members.get(); }

Configuration Space::defaults() const {
    Configuration out;
    out.values.reserve(parameters_.size());
    for (const auto& parameter : parameters_) out.values.push_back(parameter.fallback);
    activate(out);
    return out;
}

void Space::activate(Configuration& configuration) const {
    configuration.values.resize(parameters_.size());
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        auto& value = configuration.values[i];
        if (conditional_ && !active(i, configuration))
            value = Inactive{};
        else if (std::holds_alternative<Inactive>(value))
            value = parameters_[i].fallback;
    }
}

bool Space::active(std::size_t parameter, const Configuration& configuration) const {
    const auto& when = parameters_[parameter].when;
    return !when || when->holds(Operands(*this, when_slots_[parameter], configuration).values());
}

Result<void> Space::check(const Configuration& configuration) const {
    if (configuration.values.size() != parameters_.size())
        return fail(ErrorKind::usage,
                    fmt::format("{} values for {} parameters", configuration.values.size(), parameters_.size()));
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const auto& value = configuration.values[i];
        const bool given = !std::holds_alternative<Inactive>(value);
        if (given != active(i, configuration))
            return fail(ErrorKind::usage,
                        given ? "has a value although it is inactive here" : "has no value although it is active here",
                        parameters_[i].name);
        if (given && !parameters_[i].contains(value))
            return fail(ErrorKind::usage, "has a value it cannot take", parameters_[i].name);
    }
    return {};
}

// A constraint that reads an inactive parameter says nothing about this configuration.
bool Space::applies(std::size_t constraint, const Configuration& configuration) const {
    const auto& slots = constraint_slots_[constraint];
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const bool missing = slots[i] != k_nowhere && std::holds_alternative<Inactive>(configuration.values[slots[i]]);
        if (missing && constraints_[constraint].require.reads(i)) return false;
    }
    return true;
}

std::optional<std::size_t> Space::violated(const Configuration& configuration) const {
    for (std::size_t i = 0; i < constraints_.size(); ++i) {
        if (const auto* const members = constraints_[i].members.get()) {
            if (!members->contains(encode(*this, configuration))) return i;
            continue;
        }
        const Operands operands(*this, constraint_slots_[i], configuration);
        if (!constraints_[i].require.holds(operands.values()) && applies(i, configuration)) return i;
    }
    return std::nullopt;
}

double Space::cardinality() const {
    double product = 1;
    for (const auto& parameter : parameters_) product *= parameter.cardinality();
    return product;
}

expr::Operand Space::operand(std::size_t parameter, const Configuration& configuration) const {
    const auto& value = configuration.values[parameter];
    if (const auto* const real = std::get_if<double>(&value)) return *real;
    const auto* const integer = std::get_if<std::int64_t>(&value);
    if (integer == nullptr) return expr::Missing{};
    const auto& definition = parameters_[parameter];
    if (definition.type == ParameterType::integer) return static_cast<double>(*integer);
    if (definition.type == ParameterType::boolean) return *integer != 0;
    const auto index = static_cast<std::size_t>(*integer);
    const double number = forms_[parameter].numbers[index];
    return std::isnan(number) ? expr::Operand(std::string_view(definition.choices[index])) : expr::Operand(number);
}

}  // namespace paretop::space
