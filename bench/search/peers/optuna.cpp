// Optuna (Akiba et al., 2019), as Debian packages it for /usr/bin/python3: a child a run, driven line by line.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "bench/search/peers.h"

namespace paretop::bench {
namespace {

using nlohmann::json;
using space::ParameterType;

constexpr const char* k_python = "/usr/bin/python3";
constexpr std::array k_samplers{"random", "tpe", "tpe-univariate", "nsga2", "cmaes", "gp"};

class Child {
  public:
    explicit Child(const json& setting) {
        int to[2], from[2];
        if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) return;
        pid_ = fork();
        if (pid_ == 0) {
            dup2(to[0], STDIN_FILENO);
            dup2(from[1], STDOUT_FILENO);
            execl(k_python, k_python, PARETOP_OPTUNA_PEER, nullptr);
            _exit(127);
        }
        close(to[0]);
        close(from[1]);
        to_ = fdopen(to[1], "w");
        from_ = fdopen(from[0], "r");
        ready_ = answer(setting.dump()).starts_with("ready");
    }
    ~Child() {
        if (to_ != nullptr) std::fclose(to_);
        if (from_ != nullptr) std::fclose(from_);
        if (pid_ > 0) waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] bool ready() const { return ready_; }
    void say(const std::string& line) { fmt::print(to_, "{}\n", line); }
    std::string answer(const std::string& question) {
        say(question);
        std::fflush(to_);
        char line[4096];
        return std::fgets(line, sizeof line, from_) != nullptr ? line : "";
    }

  private:
    pid_t pid_ = -1;
    FILE *to_ = nullptr, *from_ = nullptr;
    bool ready_ = false;
};

// Ordinals are integers to Optuna, an ordered choice being unknown to it.
json described(const space::Parameter& parameter) {
    json j{{"name", parameter.name}, {"log", parameter.log}, {"default", nullptr}, {"step", nullptr}};
    if (parameter.type == ParameterType::real) {
        j.update({{"type", "float"}, {"low", parameter.low}, {"high", parameter.high}});
        if (parameter.step > 0) j["step"] = parameter.step;
    } else if (parameter.type == ParameterType::integer) {
        j.update({{"type", "int"}, {"low", std::int64_t(parameter.low)}, {"high", std::int64_t(parameter.high)}});
    } else if (parameter.type == ParameterType::ordinal) {
        j.update({{"type", "int"}, {"low", 0}, {"high", parameter.choices.size() - 1}});
    } else {
        j.update({{"type", "choice"}, {"choices", parameter.type == ParameterType::boolean ? 2 : parameter.choices.size()}});
    }
    if (const auto* const real = std::get_if<double>(&parameter.fallback)) j["default"] = *real;
    if (const auto* const whole = std::get_if<std::int64_t>(&parameter.fallback)) j["default"] = *whole;
    return j;
}

json setting_of(const std::string& sampler, const SearchProblem& problem, std::uint64_t seed) {
    json setting{{"sampler", sampler}, {"seed", seed}, {"objectives", problem.objectives()}, {"conditional", false}};
    for (const auto& parameter : problem.space.parameters()) {
        setting["parameters"].push_back(described(parameter));
        if (parameter.when) setting["conditional"] = true;
    }
    return setting;
}

// Asks for the active parameters only, in the order of declaration: what `when` mentions comes before.
space::Configuration suggested(Child& child, const space::Space& space) {
    auto configuration = space.defaults();
    for (std::size_t i = 0; i < space.parameters().size(); ++i) {
        space.activate(configuration);
        if (!space.active(i, configuration)) continue;
        const auto value = std::stod(child.answer(fmt::format("p {}", i)));
        if (space.parameters()[i].type == ParameterType::real)
            configuration.values[i] = space.parameters()[i].nearest(value);
        else
            configuration.values[i] = static_cast<std::int64_t>(value);
    }
    space.activate(configuration);
    return configuration;
}

bool has_permutation(const space::Space& space) {
    for (const auto& parameter : space.parameters())
        if (parameter.type == ParameterType::permutation) return true;
    return false;
}

bool study(const std::string& sampler, const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate,
           double& elsewhere) {
    const bool single = sampler == "cmaes" || sampler == "gp";
    if (has_permutation(problem.space) || (single && problem.objectives() > 1)) return false;
    Child child(setting_of(sampler, problem, seed));
    if (!child.ready()) return false;
    for (std::int64_t i = 0; i < problem.evaluations; ++i) {
        child.say("ask");
        const auto configuration = suggested(child, problem.space);
        const auto values = evaluate(configuration);  // one that breaks a constraint is in no table, and costs an evaluation
        if (values)
            child.say(fmt::format("tell {}", fmt::join(*values, " ")));
        else
            child.say("fail");
    }
    elsewhere = std::stod(child.answer("cpu"));
    return true;
}

}  // namespace

void add_optuna(Peers& peers) {
    const json probe{
        {"sampler", "random"}, {"seed", 1}, {"objectives", 1}, {"conditional", false}, {"parameters", json::array()}};
    if (!Child(probe).ready()) {
        peers.absent.emplace_back("Optuna is not there for /usr/bin/python3: ./bootstrap deps --with peers");
        return;
    }
    for (const std::string sampler : k_samplers) {
        auto asked = probe;
        asked["sampler"] = sampler;
        if (!Child(asked).ready()) {
            peers.absent.push_back(fmt::format("this Optuna has no sampler {}, or not what it needs", sampler));
            continue;
        }
        peers.contestants.push_back(
            {"optuna/" + sampler, [sampler](const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate,
                                            double& elsewhere) { return study(sampler, problem, seed, evaluate, elsewhere); }});
    }
}

}  // namespace paretop::bench
