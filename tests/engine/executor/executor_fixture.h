// Local executors on real children, in a folder that goes away.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/executor/executor.h"
#include "engine/process/guardian.h"

namespace paretop::executor {

class ExecutorTest : public testing::Test {
  protected:
    ExecutorTest() {
        char name[] = "/tmp/paretop-executor-XXXXXX";
        folder = ::mkdtemp(name);
        spec.directory = folder;
        options.scratch = folder + "/scratch";
        options.builds = folder + "/builds";
        options.cache = folder + "/cache";
        options.identity = folder + ":1";
        spec.command.limits.output = 64 * 1024;
        guardian->attach(loop);
    }
    ~ExecutorTest() override {
        executor.reset();
        guardian.reset();
        std::filesystem::remove_all(folder);
    }

    void shell(const std::string& run) {
        spec.command.run = {run};
        spec.command.shell = true;
    }
    // Integer parameters from 0 to 1000; there is one called x unless a test says otherwise.
    void integers(const std::vector<std::string>& names) {
        std::vector<space::Parameter> parameters;
        for (const auto& name : names) {
            space::Parameter parameter;
            parameter.name = name;
            parameter.high = 1000;
            parameter.step = 1;
            parameter.fallback = std::int64_t{0};
            parameters.push_back(parameter);
        }
        spec.space = space::Space(parameters, {});
    }
    void metric(spec::Source::Kind kind, const std::string& argument = "", const std::string& name = "m") {
        spec::Metric added;
        added.name = name;
        added.source = {kind, argument};
        spec.metrics.push_back(added);
    }

    Result<void> prepare() {
        if (spec.space.parameters().empty()) integers({"x"});
        executor = make_local_executor(loop, *guardian, system_clock(), spec, options);
        std::optional<Result<void>> ready;
        executor->prepare([&](Result<void> result) { ready = result; });
        run_until([&] { return ready.has_value(); });
        return *ready;
    }
    void submit(TrialNumber number, std::vector<std::int64_t> values = {0}) {
        Job job;
        job.number = number;
        job.configuration.values.assign(values.begin(), values.end());
        job.json = space::to_json(spec.space, job.configuration);
        if (adapt) adapt(job);
        executor->submit(std::move(job), [this](Evaluation evaluation) {
            order.push_back(evaluation.number);
            results[evaluation.number] = std::move(evaluation);
        });
    }
    Evaluation& wait_for(TrialNumber number) {
        run_until([&] { return results.contains(number); });
        return results[number];
    }
    // The usual way: prepare, one trial, its evaluation.
    Evaluation& evaluate(std::vector<std::int64_t> values = {0}) {
        if (!executor) {
            const auto ready = prepare();
            EXPECT_TRUE(ready) << ready.error().message();
        }
        const auto number = next_++;
        submit(number, std::move(values));
        return wait_for(number);
    }
    template <class Condition>
    void run_until(Condition condition) {
        loop.restart();
        while (!condition() && loop.run_one_for(std::chrono::milliseconds(50)) < 2) {
        }
    }

    [[nodiscard]] std::string path(const std::string& name) const { return folder + "/" + name; }
    void write(const std::string& name, const std::string& content) const { std::ofstream(path(name)) << content; }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream file(path(name));
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] static std::vector<double> values(const Evaluation& evaluation, std::int64_t metric = 0) {
        std::vector<double> found;
        for (const auto& m : evaluation.measurements)
            if (m.metric == metric && m.repeat >= 0) found.push_back(m.value);
        return found;
    }

    std::string folder;
    spec::Spec spec;
    LocalOptions options;
    boost::asio::io_context loop;
    std::unique_ptr<process::Guardian> guardian = process::Guardian::start().value();
    std::unique_ptr<Executor> executor;
    std::map<TrialNumber, Evaluation> results;
    std::vector<TrialNumber> order;
    std::function<void(Job&)> adapt;  // of what is submitted: a judge, a first repeat

  private:
    TrialNumber next_ = 0;
};

}  // namespace paretop::executor
