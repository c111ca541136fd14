// import and export as scripts use them, with files that Optuna itself writes and reads where Debian's python3-optuna is there.
#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "storage/queries.h"
#include "tests/app/captured.h"
#include "tests/support/laboratory.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* k_cache = R"({"tune_params_keys": ["x", "y"], "objective": ["a", "b"], "cache": {
"1,2": {"x": 1, "y": 2, "a": 3, "b": 9807}, "50,2": {"x": 50, "y": 2, "a": 2502, "b": 2506},
"7,9": {"x": 7, "y": 9, "a": "RuntimeFailedConfig", "b": "RuntimeFailedConfig"}}})";

// Two studies: one with every kind of parameter and two objectives, one with a single objective and all states.
constexpr const char* k_make_studies = R"py(
import sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = "sqlite:///" + sys.argv[1]
def several(trial):
    x = trial.suggest_float("x", 0, 1)
    lr = trial.suggest_float("lr", 1e-5, 1, log=True)
    n = trial.suggest_int("n", 1, 9, step=2)
    c = trial.suggest_categorical("c", ["a", "b", None, 1])
    if c == "a":
        trial.suggest_int("deep", 1, 3)
    trial.set_user_attr("note", {"k": [1, 2]})
    return x + lr, n
study = optuna.create_study(storage=storage, study_name="several", directions=["minimize", "maximize"],
                            sampler=optuna.samplers.TPESampler(seed=1))
study.set_user_attr("who", "me")
study.optimize(several, n_trials=40)
def single(trial):
    x = trial.suggest_float("x", -5, 5, step=0.1)
    for step in range(3):
        trial.report(x * x / (step + 1), step)
    if trial.number == 1:
        raise optuna.TrialPruned()
    if trial.number == 2:
        raise ValueError("no")
    return float("inf") if trial.number == 3 else x * x
study = optuna.create_study(storage=storage, study_name="single", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(single, n_trials=6, catch=(ValueError,))
study.enqueue_trial({"x": 0.5})
for study_name in ("several", "single"):
    study = optuna.load_study(storage=storage, study_name=study_name)
    print(study_name, len(study.trials), len(study.best_trials), sum(sum(t.values) for t in study.best_trials))
)py";

constexpr const char* k_read_study = R"py(
import sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = "sqlite:///" + sys.argv[1]
name = optuna.get_all_study_summaries(storage)[0].study_name
study = optuna.load_study(storage=storage, study_name=name)
print(name, len(study.trials), len(study.best_trials), sum(sum(t.values) for t in study.best_trials))
print(sorted({t.state.name for t in study.trials}), sorted(study.trials[0].params))
study.sampler = optuna.samplers.TPESampler(seed=1)
study.tell(study.ask(study.trials[0].distributions), [1.0] * len(study.directions))
)py";

class ExchangeVerbs : public testing::Test {
  protected:
    [[nodiscard]] test::Captured paretop(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--store", folder_.file("lab.db")});
        return test::paretop(arguments);
    }
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        test::write_bytes(folder_.file(name), text);
        return folder_.file(name);
    }
    // What a script of Debian's Python prints; the error where it fails.
    [[nodiscard]] std::string python(const std::string& script, const std::string& argument) const {
        const auto command =
            "/usr/bin/python3 " + write("script.py", script) + " " + argument + " > " + folder_.file("out") + " 2>&1";
        const int code = std::system(command.c_str());
        return (code == 0 ? "" : "failed: ") + test::read_bytes(folder_.file("out"));
    }
    [[nodiscard]] static bool has_optuna() { return std::system("/usr/bin/python3 -c 'import optuna' > /dev/null 2>&1") == 0; }
    test::TemporaryFolder folder_;
};

TEST_F(ExchangeVerbs, ACacheBecomesARun) {
    const auto taken = paretop({"import", write("c.json", k_cache), "--name", "kernel"});
    ASSERT_EQ(taken.code, 0) << taken.err;
    EXPECT_EQ(taken.out, "run 1: 3 trials of kernel were imported, 1 of them failed; 2 on the front\n");
    EXPECT_THAT(paretop({"front", "kernel"}).out, HasSubstr("9807"));
    EXPECT_EQ(json::parse(paretop({"import", folder_.file("c.json"), "--json"}).out)["trials"], 3);
    EXPECT_THAT(paretop({"check-store"}).out, HasSubstr("well"));
}

TEST_F(ExchangeVerbs, AnExperimentTellsWhenAParameterIsThere) {
    const auto file = write("c.json", R"({"tune_params_keys": ["a", "b", "c"], "cache": {
        "1": {"a": 1, "b": 1, "time": 4}, "2": {"a": 2, "b": 1, "time": 3}, "3": {"a": 1, "b": 2, "time": 2},
        "4": {"a": 2, "b": 2, "c": 5, "time": 1}}})");
    const auto alone = paretop({"import", file});
    EXPECT_EQ(alone.code, 2);
    EXPECT_THAT(alone.err, HasSubstr("has no value of 'c', and no other parameter tells when there is one"));
    const auto experiment = write("e.toml", R"(
experiment = { name = "told" }
parameter = [
    { name = "a", type = "int", range = [1, 2] },
    { name = "b", type = "int", range = [1, 2] },
    { name = "c", type = "int", range = [0, 9], when = "a == 2 and b == 2" },
]
command = { run = ["true"] }
metric = [{ name = "time", from = "wall_s" }]
objective = [{ metric = "time", goal = "minimize" }]
)");
    const auto taken = paretop({"import", file, "--experiment", experiment, "--trials", "3"});
    EXPECT_EQ(taken.code, 0) << taken.err;
    EXPECT_THAT(taken.out,
                HasSubstr("run 1: 4 trials of c were imported; 1 on the front; `paretop resume 1` goes on with 3 more"));
}

TEST_F(ExchangeVerbs, WhatIsExportedCanBeImported) {
    ASSERT_EQ(paretop({"import", write("c.json", k_cache), "--name", "kernel"}).code, 0);
    const auto before = paretop({"export", "1", "--format", "t4"}).out;
    for (const auto* const format : {"optuna", "t4", "kernel-tuner"}) {
        const auto file = folder_.file(format);
        const auto written = paretop({"export", "1", "--format", format, "-o", file});
        EXPECT_EQ(written.code, 0) << written.err;
        EXPECT_EQ(written.out, "wrote " + file + ": 3 trials\n");
        const auto taken = paretop({"import", file, "--name", format});
        EXPECT_EQ(taken.code, 0) << taken.err;
        auto after = json::parse(paretop({"export", format, "--format", "t4"}).out);
        auto wanted = json::parse(before);
        ASSERT_EQ(after["results"].size(), 3U);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(after["results"][i]["configuration"], wanted["results"][i]["configuration"]) << format;
            EXPECT_EQ(after["results"][i]["measurements"], wanted["results"][i]["measurements"]) << format;
            EXPECT_EQ(after["results"][i]["invalidity"], wanted["results"][i]["invalidity"]) << format;
        }
    }
}

TEST_F(ExchangeVerbs, ExportSaysWhatItNeeds) {
    ASSERT_EQ(paretop({"import", write("c.json", k_cache)}).code, 0);
    EXPECT_THAT(paretop({"export", "1", "--format", "optuna"}).err, HasSubstr("name it with -o study.db"));
    const auto twice = paretop({"export", "1", "--format", "optuna", "-o", folder_.file("c.json")});
    EXPECT_EQ(twice.code, 2);
    EXPECT_THAT(twice.err, HasSubstr("exists already"));
    EXPECT_EQ(test::read_bytes(folder_.file("c.json")), k_cache);
    EXPECT_EQ(paretop({"export", "1", "-o", folder_.file("t.csv")}).code, 0);
    EXPECT_THAT(test::read_bytes(folder_.file("t.csv")), HasSubstr("trial,state"));
}

TEST_F(ExchangeVerbs, WhatCannotBeImportedSaysWhyAndLeavesNothing) {
    const auto refused = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "import");
        const auto result = paretop(arguments);
        EXPECT_NE(result.code, 0);
        return result.err;
    };
    EXPECT_THAT(refused({"/nowhere/s.db"}), HasSubstr("/nowhere/s.db: there is no such file"));
    EXPECT_THAT(refused({write("a.csv", "a,b\n1,2\n")}), HasSubstr("is CSV"));
    EXPECT_THAT(refused({write("a.json", "[]")}), HasSubstr("array of JSON"));
    EXPECT_THAT(refused({write("cut.json", std::string(k_cache).substr(0, 150))}), HasSubstr("ends in the middle"));
    EXPECT_THAT(refused({write("cut.gz", "\x1f\x8b\x08")}), HasSubstr("is cut off"));
    EXPECT_THAT(refused({write("c.json", k_cache), "--study", "s"}), HasSubstr("leave --study out"));
    EXPECT_EQ(paretop({"ls"}).out, "");
}

TEST_F(ExchangeVerbs, AHistoryAloneCannotBeResumed) {
    ASSERT_EQ(paretop({"import", write("c.json", k_cache), "--name", "kernel"}).code, 0);
    const auto resumed = paretop({"resume", "1", "--trials", "10"});
    EXPECT_NE(resumed.code, 0);
    EXPECT_THAT(resumed.err, HasSubstr("it was imported without a command to run; import it again with --experiment FILE"));
}

// The experiment of the laboratory: a = x² + y, b = (100 − x)² + 3y; the history is of the same program.
TEST(ImportedRun, GoesOnWithTheCommandOfAnExperiment) {
    const test::Laboratory lab(test::Laboratory::Protocol::exec, 12, 2, "nsga2");
    const auto cache = lab.folder() + "/cache.json";
    test::write_bytes(cache, k_cache);
    const auto taken = lab.paretop({"import", cache, "--experiment", lab.experiment()});
    ASSERT_EQ(taken.code, 0) << taken.err;
    EXPECT_THAT(taken.out, HasSubstr("`paretop resume 1` goes on with 12 more"));
    EXPECT_EQ(lab.run().state, storage::RunState::paused);
    ASSERT_EQ(lab.paretop({"resume", "1"}).code, 0);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (lab.run().state != storage::RunState::done && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto run = lab.run();
    EXPECT_EQ(run.state, storage::RunState::done) << run.reason;
    EXPECT_EQ(run.asked, 15);
    const auto trials = json::parse(lab.paretop({"export", "1", "--format", "json"}).out);
    for (std::size_t i = 0; i < trials.size(); ++i) {
        EXPECT_EQ(trials[i]["origin"] == "imported", i < 3) << i;
        for (std::size_t j = 0; j < i; ++j) EXPECT_NE(trials[i]["configuration"], trials[j]["configuration"]) << i << " " << j;
    }
    EXPECT_THAT(lab.paretop({"check-store"}).out, HasSubstr("well"));
}

TEST(ImportedRun, MustFitItsExperiment) {
    const test::Laboratory lab(test::Laboratory::Protocol::exec, 12, 2, "nsga2");
    auto cache = json::parse(k_cache);
    cache["cache"]["1,2"]["x"] = 1000;
    cache["objective"] = "a";
    test::write_bytes(lab.folder() + "/cache.json", cache.dump());
    const auto refused = lab.paretop({"import", lab.folder() + "/cache.json", "--experiment", lab.experiment()});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("it has 1 objectives, and"));
    EXPECT_THAT(refused.err, HasSubstr("parameter 'x': trial 0 has 1000, and in"));
    EXPECT_EQ(lab.paretop({"ls", "--json"}).out, "[]\n");
}

TEST_F(ExchangeVerbs, OptunasOwnStudiesComeAndGo) {
    if (!has_optuna()) GTEST_SKIP() << "python3-optuna is not installed: apt install python3-optuna";
    const auto made = python(k_make_studies, folder_.file("study.db"));
    ASSERT_THAT(made, testing::StartsWith("several 40 ")) << made;
    EXPECT_THAT(paretop({"import", folder_.file("study.db")}).err,
                HasSubstr("holds 2 studies: several, single; choose one with --study"));
    for (const std::string study : {"several", "single"}) {
        const auto taken = paretop({"import", folder_.file("study.db"), "--study", study});
        ASSERT_EQ(taken.code, 0) << taken.err;
        const auto back = folder_.file(study + ".db");
        ASSERT_EQ(paretop({"export", study, "--format", "optuna", "-o", back}).code, 0);
        const auto line = made.substr(made.find(study), made.find('\n', made.find(study)) - made.find(study));
        EXPECT_THAT(python(k_read_study, back), testing::StartsWith(line + "\n"));
    }
    EXPECT_THAT(paretop({"show", "several/0", "--json"}).out, HasSubstr("[1,2]"));
    // The one that waited was taken up and told by the first reading.
    EXPECT_THAT(python(k_read_study, folder_.file("single.db")), HasSubstr("['COMPLETE', 'FAIL', 'PRUNED']"));
    EXPECT_EQ(paretop({"check-store"}).code, 0);
}

}  // namespace
}  // namespace paretop::app
