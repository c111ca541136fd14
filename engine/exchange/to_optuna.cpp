#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/exchange/distributions.h"
#include "engine/exchange/optuna.h"
#include "engine/measure/statistics.h"

namespace paretop::exchange {
namespace {

using nlohmann::ordered_json;
namespace optuna = storage::optuna;

std::string dumped(const ordered_json& value) { return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace); }

std::vector<optuna::Attribute> attributes_of(const std::string& object) {
    std::vector<optuna::Attribute> out;
    const auto parsed = ordered_json::parse(object.empty() ? "{}" : object, nullptr, false);
    if (!parsed.is_object()) return out;
    for (const auto& [key, value] : parsed.items()) out.push_back({key, dumped(value)});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    return out;
}

class Writer {
  public:
    explicit Writer(const History& history) : history_(history), objectives_(objectives_of(history)) {
        orders_.resize(history.parameters.size());
        for (std::size_t i = 0; i < orders_.size(); ++i)
            if (history.parameters[i].type == space::ParameterType::permutation) orders_[i] = texts(i);
        for (std::size_t i = 0; i < orders_.size(); ++i)
            codings_.push_back(coding_of(history.parameters[i], orders_[i], imported_choices(history.parameters[i].name)));
    }

    optuna::Study write() const {
        optuna::Study study;
        study.name = history_.name;
        study.user = attributes_of(history_.note);
        study.system = {{"paretop:metrics", metrics()}, {"study:metric_names", names()}};
        for (const auto i : objectives_)
            study.directions.emplace_back(history_.metrics[i].goal == spec::Goal::maximize ? "MAXIMIZE" : "MINIMIZE");
        for (const auto& trial : history_.trials)
            study.trials.push_back(write_trial(trial, static_cast<std::int64_t>(study.trials.size())));
        return study;
    }

  private:
    [[nodiscard]] std::string imported_choices(const std::string& parameter) const {
        const auto found = history_.choices.find(parameter);
        return found == history_.choices.end() ? std::string() : found->second;
    }

    [[nodiscard]] std::vector<std::string> texts(std::size_t parameter) const {
        std::set<std::string> seen;
        for (const auto& trial : history_.trials)
            if (trial.values[parameter]) seen.insert(*trial.values[parameter]);
        return {seen.begin(), seen.end()};
    }

    [[nodiscard]] std::string names() const {
        auto out = ordered_json::array();
        for (const auto i : objectives_) out.push_back(history_.metrics[i].name);
        return dumped(out);
    }

    [[nodiscard]] std::string metrics() const {
        auto out = ordered_json::array();
        for (const auto& metric : history_.metrics) {
            ordered_json entry{{"name", metric.name}, {"unit", metric.unit}};
            if (metric.lower) entry["lower"] = *metric.lower;
            if (metric.upper) entry["upper"] = *metric.upper;
            out.push_back(std::move(entry));
        }
        return dumped(out);
    }

    [[nodiscard]] optuna::Trial write_trial(const Trial& trial, std::int64_t number) const {
        optuna::Trial out;
        out.number = number;
        out.state = state_of(trial);
        out.started = to_datetime(trial.started_ns);
        out.ended = to_datetime(trial.ended_ns);
        out.user = attributes_of(trial.realised);
        for (std::size_t i = 0; i < trial.values.size() && out.state != "WAITING"; ++i)
            if (trial.values[i])
                out.parameters.push_back({history_.parameters[i].name,
                                          value_to_store(history_.parameters[i], codings_[i], *trial.values[i]),
                                          codings_[i].distribution});
        for (const auto i : objectives_) {
            const auto& repeats = trial.measured[i];
            out.values.push_back(repeats.empty() ? std::nullopt : std::optional(measure::median(repeats)));
        }
        add_steps(trial, out);
        if (out.state == "PRUNED" && out.values.size() == 1 && !out.intermediates.empty())
            out.values = {out.intermediates.back().value};  // as Optuna has it
        add_attributes(trial, out);
        if (out.state == "WAITING") out.system.push_back({"fixed_params", fixed(trial)});
        return out;
    }

    static std::string state_of(const Trial& trial) {
        if (trial.state == storage::TrialState::done) return "COMPLETE";
        if (trial.state == storage::TrialState::failed) return trial.reason.starts_with(k_pruned) ? "PRUNED" : "FAIL";
        return trial.started_ns > 0 ? "RUNNING" : "WAITING";
    }

    [[nodiscard]] std::string fixed(const Trial& trial) const {
        auto out = ordered_json::object();
        for (std::size_t i = 0; i < trial.values.size(); ++i)
            if (trial.values[i])
                out[history_.parameters[i].name] =
                    ordered_json::parse(value_as_json(history_.parameters[i], codings_[i], *trial.values[i]));
        return dumped(out);
    }

    // Optuna knows one value a step: that of the first objective, in the last repeat that has it.
    void add_steps(const Trial& trial, optuna::Trial& out) const {
        for (const auto& step : trial.steps) {
            if (objectives_.empty() || step.metric != static_cast<std::int64_t>(objectives_.front())) continue;
            const auto same = std::find_if(out.intermediates.begin(), out.intermediates.end(),
                                           [&](const auto& other) { return other.step == step.step; });
            if (same == out.intermediates.end())
                out.intermediates.push_back({step.step, step.value});
            else
                same->value = step.value;
        }
        std::sort(out.intermediates.begin(), out.intermediates.end(),
                  [](const auto& a, const auto& b) { return a.step < b.step; });
    }

    void add_attributes(const Trial& trial, optuna::Trial& out) const {
        auto constraints = ordered_json::array();
        auto measured = ordered_json::object();
        for (std::size_t i = 0; i < history_.metrics.size(); ++i) {
            const auto& metric = history_.metrics[i];
            const auto& repeats = trial.measured[i];
            if (repeats.empty()) continue;
            measured[metric.name] = repeats;
            if (metric.upper) constraints.push_back(measure::median(repeats) - *metric.upper);
            if (metric.lower) constraints.push_back(*metric.lower - measure::median(repeats));
        }
        if (!constraints.empty()) out.system.push_back({"constraints", dumped(constraints)});
        if (!measured.empty()) out.system.push_back({"paretop:measured", dumped(measured)});
        if (trial.state == storage::TrialState::failed) out.system.push_back({"paretop:reason", dumped(trial.reason)});
    }

    const History& history_;
    std::vector<std::size_t> objectives_;
    std::vector<std::vector<std::string>> orders_;  // by parameter: of a permutation, those that occur
    std::vector<Coding> codings_;                   // by parameter
};

}  // namespace

optuna::Study to_optuna(const History& history) { return Writer(history).write(); }

}  // namespace paretop::exchange
