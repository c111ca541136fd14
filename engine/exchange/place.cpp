#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/exchange/history.h"
#include "engine/table/values.h"

namespace paretop::exchange {
namespace {

std::string range_of(const space::Parameter& parameter) {
    using Type = space::ParameterType;
    if (parameter.type == Type::boolean) return "true or false";
    if (parameter.type != Type::integer && parameter.type != Type::real)
        return fmt::format("one of {}", fmt::join(parameter.choices, ", "));
    const auto steps = parameter.step > 0 && !(parameter.type == Type::integer && parameter.step == 1)
                           ? fmt::format(" in steps of {}", parameter.step)
                           : std::string();
    return fmt::format("{} {} to {}{}", space::type_name(parameter.type), parameter.low, parameter.high, steps);
}

class Placer {
  public:
    Placer(const History& history, const spec::Spec& spec) : history_(history), spec_(spec) {}

    Result<std::vector<Placed>> place() {
        match_parameters();
        match_metrics();
        std::vector<Placed> out;
        for (const auto& trial : history_.trials)
            out.push_back({configuration(trial), measurements(trial), intermediates(trial)});
        if (mismatches_.empty()) return out;
        return fail(ErrorKind::usage, fmt::format("{}", fmt::join(mismatches_, "\n")));
    }

  private:
    void mismatch(std::string text) { mismatches_.push_back(fmt::format("{}: {}", history_.source, text)); }

    void match_parameters() {
        columns_.resize(spec_.space.parameters().size());
        for (std::size_t i = 0; i < history_.parameters.size(); ++i) {
            const auto& name = history_.parameters[i].name;
            if (const auto found = spec_.space.find(name))
                columns_[*found] = i;
            else
                mismatch(fmt::format("parameter '{}': {} has none of this name; declare it there", name, spec_.path));
        }
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (!columns_[i])
                mismatch(fmt::format("parameter '{}' of {}: the history has no values of it; remove it there",
                                     spec_.space.parameters()[i].name, spec_.path));
    }

    // Objectives by name where all are found, else by their order.
    void match_metrics() {
        const auto objectives = objectives_of(history_);
        metrics_.resize(history_.metrics.size());
        for (std::size_t i = 0; i < metrics_.size(); ++i) metrics_[i] = spec_.find_metric(history_.metrics[i].name);
        if (objectives.size() != spec_.objectives.size())
            return mismatch(
                fmt::format("it has {} objectives, and {} has {}", objectives.size(), spec_.path, spec_.objectives.size()));
        const bool named = std::all_of(objectives.begin(), objectives.end(), [&](std::size_t i) { return objective_of(i); });
        for (std::size_t i = 0; i < objectives.size(); ++i) {
            const auto& metric = history_.metrics[objectives[i]];
            if (!named) metrics_[objectives[i]] = spec_.objectives[i].metric;
            const auto& ours = *objective_of(objectives[i]);
            if (ours.goal != metric.goal)
                mismatch(fmt::format("objective '{}' is {}, and '{}' of {} is {}", metric.name, goal_text(metric.goal),
                                     spec_.metrics[ours.metric].name, spec_.path, goal_text(ours.goal)));
        }
    }

    static std::string_view goal_text(spec::Goal goal) { return goal == spec::Goal::maximize ? "maximised" : "minimised"; }

    // The experiment's objective that a metric of the history stands for.
    [[nodiscard]] const spec::Objective* objective_of(std::size_t metric) const {
        const auto found = std::find_if(spec_.objectives.begin(), spec_.objectives.end(),
                                        [&](const auto& objective) { return metrics_[metric] == objective.metric; });
        return found == spec_.objectives.end() ? nullptr : &*found;
    }

    space::Configuration configuration(const Trial& trial) {
        space::Configuration out;
        out.values.resize(columns_.size());
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!columns_[i]) continue;
            const auto& text = trial.values[*columns_[i]];
            const bool active = spec_.space.active(i, out);
            if (active && !text) once(i, trial, "has none");
            if (!active && text) once(i, trial, fmt::format("has {}, where it is inactive", *text));
            if (active && text) out.values[i] = value(i, trial, *text);
        }
        return out;
    }

    space::Value value(std::size_t parameter, const Trial& trial, const std::string& text) {
        auto value = table::value_in(spec_.space.parameters()[parameter], text);
        if (value && !std::holds_alternative<space::Inactive>(*value)) return std::move(*value);
        once(parameter, trial, fmt::format("has {}", text));
        return space::Inactive{};
    }

    // The first misfit of each parameter is enough.
    void once(std::size_t index, const Trial& trial, const std::string& has) {
        const auto& parameter = spec_.space.parameters()[index];
        if (told_.insert(index).second)
            mismatch(fmt::format("parameter '{}': trial {} {}, and in {} it is {}", parameter.name, trial.number, has, spec_.path,
                                 range_of(parameter)));
    }

    [[nodiscard]] std::vector<storage::MeasurementRecord> measurements(const Trial& trial) const {
        std::vector<storage::MeasurementRecord> out;
        for (std::size_t i = 0; i < trial.measured.size(); ++i)
            for (std::size_t repeat = 0; metrics_[i] && repeat < trial.measured[i].size(); ++repeat)
                out.push_back(
                    {0, static_cast<std::int64_t>(*metrics_[i]), static_cast<std::int64_t>(repeat), trial.measured[i][repeat]});
        return out;
    }

    [[nodiscard]] std::vector<storage::IntermediateRecord> intermediates(const Trial& trial) const {
        std::vector<storage::IntermediateRecord> out;
        for (const auto& step : trial.steps) {
            const auto metric = static_cast<std::size_t>(step.metric);
            if (metric >= metrics_.size() || !metrics_[metric]) continue;
            out.push_back({0, static_cast<std::int64_t>(*metrics_[metric]), step.repeat, step.step, step.value});
        }
        return out;
    }

    const History& history_;
    const spec::Spec& spec_;
    std::vector<std::optional<std::size_t>> columns_;  // of the history, by parameter of the experiment
    std::vector<std::optional<std::size_t>> metrics_;  // of the experiment, by metric of the history
    std::vector<std::string> mismatches_;
    std::set<std::size_t> told_;
};

}  // namespace

Result<std::vector<Placed>> place(const History& history, const spec::Spec& spec) { return Placer(history, spec).place(); }

}  // namespace paretop::exchange
