#include "engine/search/enumerator.h"

#include <algorithm>
#include <numeric>

namespace paretop::search {
namespace {

using space::Inactive;
using space::Parameter;
using space::ParameterType;
using space::Permutation;
using space::Value;

bool is_continuous(const Parameter& parameter) {
    return parameter.type == ParameterType::real && parameter.step <= 0 && parameter.low < parameter.high;
}

Value value_at(const Parameter& parameter, std::int64_t index) {
    if (parameter.type == ParameterType::integer)
        return static_cast<std::int64_t>(parameter.grid_value(static_cast<double>(index)));
    if (parameter.type == ParameterType::real)
        return index == 0 ? parameter.low : parameter.grid_value(static_cast<double>(index));
    return index;
}

Value first_value(const Parameter& parameter) {
    if (parameter.type != ParameterType::permutation) return value_at(parameter, 0);
    Permutation order(parameter.choices.size());
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    return order;
}

}  // namespace

bool Enumerator::start_from(std::size_t parameter) {
    const auto& parameters = space_->parameters();
    std::fill(current_.values.begin() + static_cast<std::ptrdiff_t>(parameter), current_.values.end(), Value(Inactive{}));
    for (std::size_t i = parameter; i < parameters.size(); ++i) {
        if (!space_->active(i, current_)) continue;
        if (is_continuous(parameters[i])) return false;
        index_[i] = 0;
        current_.values[i] = first_value(parameters[i]);
    }
    return true;
}

bool Enumerator::step(std::size_t parameter) {
    auto& value = current_.values[parameter];
    if (std::holds_alternative<Inactive>(value)) return false;
    if (auto* const order = std::get_if<Permutation>(&value)) return std::next_permutation(order->begin(), order->end());
    const auto& definition = space_->parameters()[parameter];
    const double values = definition.type == ParameterType::real && definition.step <= 0 ? 1 : definition.cardinality();
    if (static_cast<double>(index_[parameter] + 1) >= values) return false;
    value = value_at(definition, ++index_[parameter]);
    return true;
}

bool Enumerator::advance() {
    for (std::size_t i = current_.values.size(); i-- > 0;) {
        if (!step(i)) continue;
        state_ = start_from(i + 1) ? State::walking : State::infinite;
        return state_ == State::walking;
    }
    state_ = State::over;
    return false;
}

const space::Configuration* Enumerator::next() {
    if (state_ == State::over || state_ == State::infinite) return nullptr;
    if (state_ == State::walking) return advance() ? &current_ : nullptr;
    const std::size_t n = space_->parameters().size();
    current_.values.assign(n, Inactive{});
    index_.assign(n, 0);
    state_ = start_from(0) ? State::walking : State::infinite;
    return infinite() ? nullptr : &current_;
}

std::optional<std::int64_t> count_configurations(const space::Space& space, std::int64_t limit) {
    Enumerator all(space);
    std::int64_t count = 0;
    while (const auto* const configuration = all.next()) {
        if (--limit < 0) return std::nullopt;
        if (!space.violated(*configuration)) ++count;
    }
    if (all.infinite()) return std::nullopt;
    return count;
}

}  // namespace paretop::search
