// A history with everything in it, for the tests of what becomes of histories.
#pragma once

#include "engine/exchange/history.h"

namespace paretop::exchange {

inline space::Parameter parameter(std::string name, space::ParameterType type, std::vector<std::string> choices = {}) {
    space::Parameter out;
    out.name = std::move(name);
    out.type = type;
    out.choices = std::move(choices);
    out.fallback = space::Inactive{};
    return out;
}

inline space::Parameter number(std::string name, space::ParameterType type, double low, double high, double step,
                               bool log = false) {
    auto out = parameter(std::move(name), type);
    out.low = low;
    out.high = high;
    out.step = step;
    out.log = log;
    return out;
}

inline Trial done(std::int64_t at, std::vector<std::optional<std::string>> values, std::vector<std::vector<double>> measured) {
    Trial trial;
    trial.number = at;
    trial.values = std::move(values);
    trial.measured = std::move(measured);
    trial.started_ns = 1'700'000'000'000'000'000 + at * 2'000'000'000;
    trial.ended_ns = trial.started_ns + 1'500'000'000;
    return trial;
}

inline Trial failed(std::int64_t at, std::vector<std::optional<std::string>> values, std::string reason,
                    std::size_t metrics = 3) {
    auto trial = done(at, std::move(values), std::vector<std::vector<double>>(metrics));
    trial.state = storage::TrialState::failed;
    trial.reason = std::move(reason);
    return trial;
}

// Two objectives and a metric with a bound; every type of parameter; one that is active where mode is 'deep'.
inline History example_history() {
    using Type = space::ParameterType;
    History history;
    history.source = "study.db";
    history.name = "it's \"a\" study";
    history.parameters = {number("x", Type::real, 0, 1, 0),
                          number("lr", Type::real, 1e-5, 1, 0, true),
                          number("n", Type::integer, 1, 9, 2),
                          parameter("size", Type::ordinal, {"1", "2", "16"}),
                          parameter("mode", Type::categorical, {"flat", "de'ep"}),
                          parameter("fast", Type::boolean),
                          number("depth", Type::integer, 1, 3, 1)};
    history.metrics = {{"loss", "", spec::Goal::minimize, {}, {}},
                       {"speed", "1/s", spec::Goal::maximize, {}, {}},
                       {"bytes", "bytes", spec::Goal::none, {}, 4096}};
    history.trials = {done(0, {"0.5", "0.001", "3", "16", "flat", "true", {}}, {{1.5, 1.25}, {20}, {100}}),
                      done(1, {"0.125", "0.1", "9", "1", "de'ep", "false", "2"}, {{2}, {40}, {5000}}),
                      failed(2, {"0.25", "1", "1", "2", "flat", "true", {}}, "exit code 3"),
                      failed(3, {"0.75", "1", "1", "2", "de'ep", "true", "3"}, "pruned at step 2"),
                      done(4, {"1", "1e-05", "5", "2", "flat", "false", {}}, {{1}, {10}, {}})};
    history.trials[3].steps = {{0, 0, 0, 1, 5.5}, {0, 0, 0, 2, 4.5}};
    history.trials[1].realised = R"({"k":[1,2],"who":"me"})";
    history.note = R"({"about":"a test"})";
    return history;
}

}  // namespace paretop::exchange
