#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "engine/exchange/history.h"
#include "engine/table/table.h"

namespace paretop::exchange {
namespace {

constexpr std::size_t k_most_values = 32;  // of the parameter that tells

bool finished(const Trial& trial) { return trial.state == storage::TrialState::done; }

// Whether the value of parameter `teller` tells if `other` has one. Of trials that did not end well only what is there counts.
class Teller {
  public:
    Teller(const History& history, std::size_t teller, std::size_t other) {
        for (const auto& trial : history.trials) {
            const auto& value = trial.values[teller];
            if (!finished(trial) && !(value && trial.values[other])) continue;
            if (!value) {
                tells_ = tells_ && !trial.values[other];  // a condition on what is not there never holds
                continue;
            }
            const auto [known, fresh] = present_.emplace(*value, trial.values[other].has_value());
            tells_ = tells_ && (fresh || known->second == trial.values[other].has_value());
        }
    }
    [[nodiscard]] bool tells(const space::Parameter& teller) const {
        return tells_ && !present_.empty() && (present_.size() <= k_most_values || !threshold(teller).empty());
    }
    [[nodiscard]] std::size_t values() const { return present_.size(); }

    [[nodiscard]] std::string condition(const space::Parameter& teller) const {
        auto text = threshold(teller);
        if (!text.empty()) return text;
        for (const auto& [value, present] : present_)
            if (present) text += (text.empty() ? "" : " || ") + term(teller, value);
        return text;
    }

  private:
    // "depth > 16", half way between the values with and those without, where an integer has all of one kind below the others;
    // empty: it has not.
    [[nodiscard]] std::string threshold(const space::Parameter& teller) const {
        if (teller.type != space::ParameterType::integer) return {};
        const auto [with, without] = std::pair(span(true), span(false));
        const auto name = quoted(teller.name, '`');
        if (with.first > with.second) return {};
        if (without.first > without.second) return fmt::format("{} >= {}", name, std::min(teller.low, with.first));
        if (without.second < with.first) return fmt::format("{} > {}", name, std::floor((without.second + with.first) / 2));
        if (with.second < without.first) return fmt::format("{} <= {}", name, std::floor((with.second + without.first) / 2));
        return {};
    }

    // The least and the greatest value with which the other one is there, or is not; the first above the second: there is none.
    [[nodiscard]] std::pair<double, double> span(bool there) const {
        std::pair out(std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity());
        for (const auto& [value, present] : present_) {
            if (present != there) continue;
            const auto number = table::number_in(value).value_or(0);
            out = {std::min(out.first, number), std::max(out.second, number)};
        }
        return out;
    }

    static std::string quoted(const std::string& text, char quote) {
        std::string out(1, quote);
        for (const char c : text) out.append(c == quote ? 2 : 1, c);
        return out + quote;
    }
    static std::string term(const space::Parameter& teller, const std::string& value) {
        const auto name = quoted(teller.name, '`');
        if (teller.type == space::ParameterType::boolean) return (value == "true" ? "" : "!") + name;
        const bool number = teller.type == space::ParameterType::integer || teller.type == space::ParameterType::real;
        return fmt::format("{} == {}", name, number ? value : quoted(value, '\''));
    }

    std::map<std::string, bool> present_;  // by value: whether the other one is there
    bool tells_ = true;
};

class Conditions {
  public:
    explicit Conditions(History& history) : history_(history) {}

    Result<void> find() {
        std::vector<std::size_t> order;
        std::vector<std::size_t> waiting;
        for (std::size_t i = 0; i < history_.parameters.size(); ++i) (always(i) ? order : waiting).push_back(i);
        while (!waiting.empty()) {
            const auto next = std::find_if(waiting.begin(), waiting.end(), [&](std::size_t i) { return told(i, order); });
            if (next == waiting.end()) return unclear(waiting.front());
            order.push_back(*next);
            waiting.erase(next);
        }
        reorder(order);
        return {};
    }

  private:
    [[nodiscard]] bool always(std::size_t parameter) const {
        return std::all_of(history_.trials.begin(), history_.trials.end(),
                           [&](const Trial& trial) { return !finished(trial) || trial.values[parameter]; });
    }

    // What conditions are usually written on comes first. A float never tells: it is another one in every trial.
    [[nodiscard]] static int rank(const space::Parameter& parameter) {
        using Type = space::ParameterType;
        if (parameter.type == Type::boolean || parameter.type == Type::categorical) return 0;
        if (parameter.type == Type::ordinal) return 1;
        return parameter.type == Type::integer ? 2 : 3;
    }

    bool told(std::size_t parameter, const std::vector<std::size_t>& before) {
        auto best = std::tuple(3, std::size_t{0});
        for (const auto candidate : before) {
            const Teller teller(history_, candidate, parameter);
            const auto merit = std::tuple(rank(history_.parameters[candidate]), teller.values());
            if (!teller.tells(history_.parameters[candidate]) || merit >= best) continue;
            auto condition = expr::Expression::parse(teller.condition(history_.parameters[candidate]));
            if (!condition) continue;
            best = merit;
            history_.parameters[parameter].when = std::move(*condition);
        }
        return std::get<0>(best) < 3;
    }

    [[nodiscard]] tl::unexpected<Error> unclear(std::size_t parameter) const {
        const auto without = std::find_if(history_.trials.begin(), history_.trials.end(),
                                          [&](const Trial& trial) { return finished(trial) && !trial.values[parameter]; });
        return fail(ErrorKind::usage,
                    fmt::format("trial {} has no value of '{}', and no other parameter tells when there is one", without->number,
                                history_.parameters[parameter].name),
                    history_.source, "write an experiment file that says so with `when`, and name it with --experiment");
    }

    void reorder(const std::vector<std::size_t>& order) {
        std::vector<space::Parameter> parameters;
        for (const auto i : order) parameters.push_back(std::move(history_.parameters[i]));
        history_.parameters = std::move(parameters);
        for (auto& trial : history_.trials) {
            std::vector<std::optional<std::string>> values;
            for (const auto i : order) values.push_back(std::move(trial.values[i]));
            trial.values = std::move(values);
        }
    }

    History& history_;
};

using Columns = std::vector<std::optional<std::size_t>>;  // of a history, by parameter of a space

Columns columns_of(const History& history, const space::Space& space) {
    Columns columns(space.parameters().size());
    for (std::size_t i = 0; i < history.parameters.size(); ++i)
        if (const auto found = space.find(history.parameters[i].name)) columns[*found] = i;
    return columns;
}

// Whether the values of a trial are those that the conditions ask for, no more and no less.
bool complete(const space::Space& space, const Columns& columns, const Trial& trial) {
    space::Configuration configuration;
    configuration.values.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i]) continue;
        const auto& text = trial.values[*columns[i]];
        if (space.active(i, configuration) != text.has_value()) return false;
        if (!text) continue;
        const auto value = space::from_text(space.parameters()[i], *text);
        if (value) configuration.values[i] = *value;
    }
    return true;
}

}  // namespace

std::vector<std::size_t> objectives_of(const History& history) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < history.metrics.size(); ++i)
        if (history.metrics[i].goal != spec::Goal::none) out.push_back(i);
    return out;
}

Result<void> find_conditions(History& history) {
    PARETOP_CHECK(Conditions(history).find());
    leave_out_incomplete(history, space::Space(history.parameters, {}));
    return {};
}

void leave_out_incomplete(History& history, const space::Space& space) {
    const auto columns = columns_of(history, space);
    const auto before = history.trials.size();
    std::erase_if(history.trials, [&](const Trial& trial) { return !finished(trial) && !complete(space, columns, trial); });
    if (const auto gone = before - history.trials.size(); gone > 0)
        history.remarks.push_back(fmt::format("{} trial{} that ended or waited without values for all parameters {} left out",
                                              gone, gone == 1 ? "" : "s", gone == 1 ? "was" : "were"));
}

}  // namespace paretop::exchange
