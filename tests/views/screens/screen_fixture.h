// A shell on a fake terminal over a synthetic store, for the tests of screens.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/views/fake_terminal.h"
#include "tests/views/model/model_fixture.h"
#include "views/screens/context.h"

namespace paretop::test {

// Writes down what was asked for.
class RecordedActions final : public model::Actions {
  public:
    Result<void> start(storage::RunId run) override { return note("start " + std::to_string(run)); }
    Result<void> request(storage::RunId run, std::string_view verb, std::string_view argument) override {
        return note(std::string(verb) + " " + std::to_string(run) + (argument.empty() ? "" : " " + std::string(argument)));
    }
    Result<void> remove(storage::RunId run) override { return note("remove " + std::to_string(run)); }
    Result<void> remove_profile(storage::ProfileId profile) override { return note("remove profile " + std::to_string(profile)); }
    Result<storage::RunId> launch(const model::LaunchOrder& order) override {
        PARETOP_CHECK(note("launch " + std::to_string(order.trials.value_or(-1)) + " " + order.method.value_or("")));
        return launched;
    }
    Result<void> write_note(storage::TrialKey trial, std::string_view text) override {
        return note("note " + std::to_string(trial.number) + " " + std::string(text));
    }

    std::vector<std::string> asked;
    storage::RunId launched = 1;
    std::optional<Error> refuse;  // what every call answers

  private:
    Result<void> note(std::string what) {
        asked.push_back(std::move(what));
        return refuse ? Result<void>(tl::unexpected(*refuse)) : Result<void>();
    }
};

class ScreenTest : public testing::Test {
  protected:
    ScreenTest() {
        setenv("TZ", "UTC", 1);
        tzset();
        clock.now = 1'700'000'000'000'000'000 + 3600LL * 1'000'000'000;
    }

    storage::RunId add(const std::string& name, std::int64_t trials, storage::RunState state = storage::RunState::done,
                       std::int64_t budget = 0) {
        auto like = encoded_run(trials, name);
        like.state = state;
        like.budget = budget;
        const auto run = add_run(store, like);
        if (state == storage::RunState::running) owned.insert(run);
        return run;
    }
    // Everything that was to be loaded is.
    void settle() {
        while (shell.has_work()) shell.do_work();
    }
    std::string text() {
        settle();
        return views::text_on(shell, terminal);
    }
    std::string line(int number) {
        settle();
        return views::line_on(shell, terminal, number);
    }
    std::string last_line() { return line(terminal.size().lines - 1); }
    void press(std::string_view keys) { views::press(shell, keys); }
    // Why the action of this name cannot be done; empty: it can.
    std::string disabled(const std::string& name) {
        for (const auto& action : shell.actions())
            if (action.name == name) return action.disabled;
        return "there is no such action";
    }

    storage::Store store = open_store();
    views::FakeTerminal terminal{{24, 80}};
    views::FakeClock clock;
    views::Shell shell{terminal, clock};
    model::Experiments experiments{store};
    RecordedActions actions;
    std::set<storage::RunId> owned;
    views::Context context{shell,
                           store,
                           experiments,
                           actions,
                           [this](storage::RunId run) { return owned.contains(run) ? 42 : 0; },
                           [](storage::TrialKey) { return std::string("/nowhere/log"); },
                           {},
                           "lab.db"};
};

}  // namespace paretop::test
