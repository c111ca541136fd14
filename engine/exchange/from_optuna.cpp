#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "engine/exchange/distributions.h"
#include "engine/exchange/optuna.h"

namespace paretop::exchange {
namespace {

using nlohmann::ordered_json;
using storage::TrialState;
namespace optuna = storage::optuna;

const std::string* find(const std::vector<optuna::Attribute>& attributes, std::string_view key) {
    const auto it = std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.key == key; });
    return it == attributes.end() ? nullptr : &it->json;
}

ordered_json parsed(const std::string* json) {
    auto value = json == nullptr ? ordered_json() : ordered_json::parse(*json, nullptr, false);
    return value.is_discarded() ? ordered_json() : value;
}

std::string object_of(const std::vector<optuna::Attribute>& attributes) {
    if (attributes.empty()) return {};
    auto object = ordered_json::object();
    for (const auto& [key, json] : attributes) object[key] = parsed(&json);
    return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::optional<double> finite(const ordered_json& value) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) return std::nullopt;
    return value.get<double>();
}

class Reader {
  public:
    Reader(const optuna::Study& study, const std::string& source) : study_(study) {
        history_.source = source;
        history_.name = study.name;
        history_.note = object_of(study.user);
    }

    Result<History> read() {
        if (study_.trials.empty())
            return fail(ErrorKind::usage, fmt::format("the study '{}' has no trials", study_.name), history_.source,
                        "there is nothing to import; name another study with --study");
        PARETOP_CHECK(read_parameters());
        read_metrics();
        for (const auto& trial : study_.trials) PARETOP_CHECK(read_trial(trial));
        if (widened_ > 0)
            history_.remarks.push_back(
                fmt::format("{} range{} changed between trials, and the widest is kept", widened_, widened_ == 1 ? "" : "s"));
        if (auto found = find_conditions(history_); !found) history_.unclear = std::move(found).error();
        if (history_.trials.empty())
            return fail(ErrorKind::usage, fmt::format("no trial of the study '{}' has values for all parameters", study_.name),
                        history_.source, "there is nothing to import");
        return std::move(history_);
    }

  private:
    [[nodiscard]] std::string place(const optuna::Trial& trial, const std::string& parameter) const {
        return fmt::format("{}: trial {}: parameter '{}'", history_.source, trial.number, parameter);
    }

    Result<void> read_parameters() {
        for (const auto& trial : study_.trials)
            for (const auto& given : trial.parameters) {
                if (!seen_.insert(given.name + '\0' + given.distribution).second) continue;
                const auto& parameter = distribution(given.distribution);
                if (!parameter)
                    return fail(ErrorKind::usage, parameter.error().what, place(trial, given.name), parameter.error().remedy);
                PARETOP_CHECK(take(*parameter, trial, given.name));
                take_choices(given);
            }
        if (history_.parameters.empty())
            return fail(ErrorKind::usage, fmt::format("the study '{}' has no parameters", study_.name), history_.source,
                        "there is nothing to import; name another study with --study");
        for (auto& parameter : history_.parameters) parameter.fallback = space::Inactive{};
        return {};
    }

    // Studies repeat the same few in every trial.
    const Result<space::Parameter>& distribution(const std::string& json) {
        const auto known = distributions_.find(json);
        return known != distributions_.end() ? known->second
                                             : distributions_.emplace(json, from_distribution(json)).first->second;
    }

    Result<void> take(space::Parameter parameter, const optuna::Trial& trial, const std::string& name) {
        parameter.name = name;
        const auto [known, fresh] = columns_.emplace(name, history_.parameters.size());
        if (fresh) {
            history_.parameters.push_back(std::move(parameter));
            return {};
        }
        auto& joined = history_.parameters[known->second];
        const auto before = std::tuple(joined.low, joined.high, joined.step, joined.choices.size());
        if (!join(joined, parameter))
            return fail(ErrorKind::usage,
                        fmt::format("is {} here, and was {} in trials before", space::type_name(parameter.type),
                                    space::type_name(joined.type)),
                        place(trial, name), "import a study in which it is always of one kind");
        if (before != std::tuple(joined.low, joined.high, joined.step, joined.choices.size())) ++widened_;
        return {};
    }

    // Lists that change between trials are no list of the study: their texts have to do.
    void take_choices(const optuna::Parameter& given) {
        const auto choices = choices_of(given.distribution);
        if (choices.empty()) return;
        const auto [known, fresh] = history_.choices.emplace(given.name, choices);
        if (!fresh && known->second != choices) known->second = "[]";
    }

    // Optuna names objectives since 3.2.
    void read_metrics() {
        const auto names = parsed(find(study_.system, "study:metric_names"));
        const auto count = study_.directions.size();
        for (std::size_t i = 0; i < count; ++i) {
            Metric metric;
            const bool named = names.is_array() && i < names.size() && names[i].is_string();
            metric.name = distinct(named ? names[i].get<std::string>() : count == 1 ? "value" : fmt::format("value_{}", i));
            metric.goal = study_.directions[i] == "MAXIMIZE" ? spec::Goal::maximize : spec::Goal::minimize;
            history_.metrics.push_back(std::move(metric));
        }
        const bool ours = find(study_.system, "paretop:metrics") != nullptr;  // constraints are bounds of metrics then
        for (const auto& trial : study_.trials)
            if (!ours) constraints_ = std::max(constraints_, parsed(find(trial.system, "constraints")).size());
        for (std::size_t i = 0; i < constraints_; ++i) {
            Metric metric;
            metric.name = distinct(fmt::format("constraint_{}", i));
            metric.upper = 0;
            history_.metrics.push_back(std::move(metric));
        }
        read_own_metrics();
    }

    // Those that paretop has written beside the objectives, with their units and bounds.
    void read_own_metrics() {
        for (const auto& own : parsed(find(study_.system, "paretop:metrics"))) {
            const auto name = own.is_object() ? own.value("name", "") : "";
            auto known =
                std::find_if(history_.metrics.begin(), history_.metrics.end(), [&](const Metric& m) { return m.name == name; });
            if (name.empty() || columns_.contains(name)) continue;
            if (known == history_.metrics.end())
                known = history_.metrics.insert(known, Metric{name, "", spec::Goal::none, {}, {}});
            known->unit = own.value("unit", "");
            known->lower = finite(own.value("lower", ordered_json()));
            known->upper = finite(own.value("upper", ordered_json()));
        }
    }

    [[nodiscard]] std::string distinct(std::string name) const {
        const auto taken = [&] {
            return columns_.contains(name) || std::any_of(history_.metrics.begin(), history_.metrics.end(),
                                                          [&](const Metric& metric) { return metric.name == name; });
        };
        while (taken()) name.insert(0, "objective ");
        return name;
    }

    Result<void> read_trial(const optuna::Trial& given) {
        Trial trial;
        trial.number = given.number;
        trial.started_ns = from_datetime(given.started);
        trial.ended_ns = from_datetime(given.ended);
        trial.realised = object_of(given.user);
        trial.values.resize(history_.parameters.size());
        trial.measured.resize(history_.metrics.size());
        PARETOP_CHECK(read_values(given, trial));
        read_measured(given, trial);
        read_steps(given, trial);
        read_state(given, trial);
        history_.trials.push_back(std::move(trial));
        return {};
    }

    Result<void> read_values(const optuna::Trial& given, Trial& trial) {
        for (const auto& parameter : given.parameters) {
            const auto& own = distribution(parameter.distribution);
            auto text = own ? stored_value(*own, parameter.value) : Result<std::string>(tl::unexpected<Error>(own.error()));
            if (!text)
                return fail(ErrorKind::usage, text.error().what, place(given, parameter.name),
                            "the file is damaged: copy it again");
            trial.values[columns_.at(parameter.name)] = std::move(*text);
        }
        const auto fixed = parsed(find(given.system, "fixed_params"));
        if (given.state != "WAITING" || !fixed.is_object()) return {};
        for (const auto& [name, value] : fixed.items()) {
            const auto column = columns_.find(name);
            if (column == columns_.end()) continue;
            const auto text = text_of(name, value);
            if (space::from_text(history_.parameters[column->second], text)) trial.values[column->second] = text;
        }
        return {};
    }

    [[nodiscard]] std::string text_of(const std::string& parameter, const ordered_json& value) const {
        const auto json = value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        const auto choices = history_.choices.find(parameter);
        const auto choice = choices == history_.choices.end() ? std::nullopt : text_of_choice(choices->second, json);
        return choice ? *choice : value.is_string() ? value.get<std::string>() : json;
    }

    void read_measured(const optuna::Trial& given, Trial& trial) const {
        for (std::size_t i = 0; i < given.values.size(); ++i)
            if (given.values[i] && std::isfinite(*given.values[i])) trial.measured[i] = {*given.values[i]};
        const auto constraints = parsed(find(given.system, "constraints"));
        for (std::size_t i = 0; i < std::min(constraints_, constraints.size()); ++i)
            if (const auto value = finite(constraints[i])) trial.measured[given.values.size() + i] = {*value};
        const auto own = parsed(find(given.system, "paretop:measured"));
        for (std::size_t i = 0; i < history_.metrics.size() && own.is_object(); ++i) {
            const auto repeats = own.find(history_.metrics[i].name);
            if (repeats == own.end()) continue;
            trial.measured[i].clear();
            for (const auto& repeat : *repeats)
                if (const auto value = finite(repeat)) trial.measured[i].push_back(*value);
        }
    }

    static void read_steps(const optuna::Trial& given, Trial& trial) {
        for (const auto& [step, value] : given.intermediates)
            if (std::isfinite(value)) trial.steps.push_back({0, 0, 0, step, value});
    }

    void read_state(const optuna::Trial& given, Trial& trial) const {
        if (given.state == "RUNNING" || given.state == "WAITING") {
            trial.state = TrialState::asked;
            for (auto& repeats : trial.measured) repeats.clear();
        } else if (given.state == "COMPLETE") {
            for (std::size_t i = 0; i < given.values.size() && trial.reason.empty(); ++i)
                if (trial.measured[i].empty())
                    trial.reason = fmt::format("{} is {}", history_.metrics[i].name,
                                               given.values[i] ? fmt::format("{}", *given.values[i]) : "missing");
            trial.state = trial.reason.empty() ? TrialState::done : TrialState::failed;
        } else {
            trial.state = TrialState::failed;
            const auto own = parsed(find(given.system, "paretop:reason"));
            trial.reason = given.state == "PRUNED" ? pruned(given) : "it failed";
            if (own.is_string()) trial.reason = own.get<std::string>();
        }
        if (trial.state == TrialState::failed)
            for (auto& repeats : trial.measured) repeats.clear();
    }

    static std::string pruned(const optuna::Trial& given) {
        return given.intermediates.empty() ? std::string(k_pruned)
                                           : fmt::format("{} at step {}", k_pruned, given.intermediates.back().step);
    }

    const optuna::Study& study_;
    History history_;
    std::map<std::string, std::size_t> columns_;                               // parameters by name
    std::unordered_map<std::string, Result<space::Parameter>> distributions_;  // by their JSON
    std::unordered_set<std::string> seen_;                                     // names and distributions
    std::size_t constraints_ = 0;
    int widened_ = 0;
};

}  // namespace

Result<History> from_optuna(const optuna::Study& study, const std::string& source) { return Reader(study, source).read(); }

}  // namespace paretop::exchange
