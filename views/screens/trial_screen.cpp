// One trial: its configuration against the baseline, every repeat, what it used, what it printed.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/measure/rounds.h"
#include "views/charts/line_chart.h"
#include "views/model/trial.h"
#include "views/screens/context.h"
#include "views/screens/run_marks.h"
#include "views/screens/trial_panes.h"
#include "views/screens/trial_profiles.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/pager.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

enum class Pane { log, resources, command, about, curves };
constexpr std::array<std::string_view, 5> k_panes{"log", "resources", "command", "about", "curves"};

std::string phase_word(const storage::ExecutionRecord& execution) {
    switch (execution.phase) {
        case storage::Phase::build:
            return "build";
        case storage::Phase::warmup:
        case storage::Phase::run:
            return measure::repeat_name(execution.repeat);
        case storage::Phase::verify:
            return fmt::format("verify {}", execution.repeat % measure::k_round + 1);
    }
    return "";
}

std::string seconds_of(std::int64_t span) { return number(static_cast<double>(span) / 1e9); }

std::string why_no_command(const model::TrialModel& model) {
    const auto* spec = model.experiment().spec();
    if (spec == nullptr) return "its experiment file cannot be read by this version";
    return spec->command.protocol == spec::Protocol::table ? "its results are looked up in a table, no command runs"
                                                           : "its configuration is unknown";
}

class TrialScreen final : public Screen {
  public:
    TrialScreen(Context& context, storage::TrialKey key, std::shared_ptr<const model::Experiment> experiment)
        : context_(context),
          title_(run_title(*experiment, key.run, fmt::format("trial {}", key.number))),
          model_(context.store, key, std::move(experiment), context.live_log(key)),
          parameters_({{.title = "parameter", .max_width = 24, .elastic = true},
                       {.title = "value", .align = Align::right, .max_width = 24},
                       {.title = "baseline", .align = Align::right, .importance = 1, .max_width = 24}},
                      [this](std::int64_t row) { return parameter_row(row); }),
          resources_({{.title = "phase", .min_width = 8},
                      {.title = "wall, s", .align = Align::decimal},
                      {.title = "user, s", .align = Align::decimal, .importance = 1},
                      {.title = "sys, s", .align = Align::decimal, .importance = 2},
                      {.title = "memory", .align = Align::right},
                      {.title = "ended", .min_width = 10}},
                     [this](std::int64_t row) { return resource_row(row); }) {
        resources_.set_empty("Nothing has run for it yet.");
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }

    void draw(Surface surface) override {
        const auto lines = model_.parameters().size();
        const auto metrics = model_.experiment().metrics.size();
        const int wanted = 2 + static_cast<int>(std::max(lines + 1, metrics));
        const int top = std::clamp(wanted, 4, std::max(4, surface.lines() / 2));
        const int left = std::max(24, surface.columns() * 2 / 5);
        surface.rule(0, headline(), outcome());
        const auto upper = surface.lines_from(1, top - 1);
        parameters_.set_count(static_cast<std::int64_t>(lines));
        parameters_.draw(upper.columns_from(0, left), focus_ == 0);
        draw_metrics(upper.lines_from(1).columns_from(left + 2), model_);
        draw_pane(surface.lines_from(top));
    }

    bool key(const Key& key) override {
        if (key.is(KeyKind::tab) && !pager_.searching()) {
            focus_ = 1 - focus_;
            return true;
        }
        if (!pager_.searching() && key.kind == KeyKind::character && !key.ctrl && !key.alt && key.character >= U'1' &&
            key.character <= U'5') {
            choose(static_cast<Pane>(key.character - U'1'));
            return true;
        }
        if (key.is_mouse()) return parameters_.key(key) || pane_key(key);
        return focus_ == 0 ? parameters_.key(key) : pane_key(key);
    }

    std::vector<Action> actions() override {
        const auto trial = model_.key();
        std::vector<Action> all{
            {"measure it again",
             "a",
             "again",
             "As a new trial with the same configuration.",
             {},
             [this, trial] { repeat(trial); }},
            {"the command alone", "y", "command", "On a page of its own, to be copied.",
             model_.commands().run.empty() ? why_no_command(model_) : "",
             [this] { context_.shell.show_text("command", command_text(model_)); }},
            {"write a note", "i", "note", "A line that stays with this trial.", {}, [this, trial] { ask_note(trial); }},
            profile_trial_action(context_, model_.experiment(), trial),
            open_profile_action(context_, model_.experiment(), trial)};
        for (std::size_t i = 0; i < k_panes.size(); ++i)
            all.push_back({"show its " + std::string(k_panes[i]),
                           std::to_string(i + 1),
                           std::string(k_panes[i]),
                           "The lower pane; Tab goes there and back.",
                           {},
                           [this, i] { choose(static_cast<Pane>(i)); }});
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() {
        load(context_, this, model_);
        if (const auto followed = model_.follow_log(); !followed) context_.shell.report(followed.error());
        resources_.set_count(static_cast<std::int64_t>(model_.executions().size()));
        fill_pager();
    }

    void choose(Pane pane) {
        pane_ = pane;
        focus_ = 1;
        fill_pager();
    }

    void fill_pager() {
        if (pane_ == Pane::log) pager_.set_text(log_text(model_));
        if (pane_ == Pane::command) pager_.set_text(command_text(model_));
        if (pane_ == Pane::about) pager_.set_text(about_text(model_, context_.shell.clock().now_ns()));
        pager_.set_empty(pane_ == Pane::command                                ? "No command: " + why_no_command(model_) + "."
                         : model_.record().state == storage::TrialState::asked ? "It has not begun."
                                                                               : "It printed nothing.");
    }

    bool pane_key(const Key& key) {
        if (pane_ == Pane::curves) return false;
        return pane_ == Pane::resources ? resources_.key(key) : pager_.key(key);
    }

    [[nodiscard]] std::string headline() const {
        return fmt::format("trial {} · {}", model_.key().number, model_.record().origin);
    }

    [[nodiscard]] std::string outcome() const {
        const auto& record = model_.record();
        const auto mark = mark_of(record.state, record.feasible);
        auto text = record.reason.empty() ? mark.text() : mark.shape + " " + record.reason;
        if (record.state == storage::TrialState::running && record.progress >= 0) text += " " + percent(record.progress);
        return text;
    }

    void draw_pane(Surface surface) {
        std::string titles;
        for (std::size_t i = 0; i < k_panes.size(); ++i) {
            const bool chosen = i == static_cast<std::size_t>(pane_);
            titles += fmt::format("{}{}{}{}", i == 0 ? "" : " · ", i + 1, chosen ? " ▸" : " ", k_panes[i]);
        }
        const auto body = surface.lines_from(1);
        const bool paged = pane_ != Pane::resources && pane_ != Pane::curves;
        if (pane_ == Pane::resources) resources_.draw(body, focus_ == 1);
        if (pane_ == Pane::curves) draw_curves(body);
        if (paged) pager_.draw(body, focus_ == 1);
        surface.rule(0, titles, paged ? pager_.place() : "", focus_ == 1 ? k_bold : k_normal);
    }

    void draw_curves(Surface surface) const {
        if (model_.intermediates().empty()) {
            surface.text({0, 2}, "It reported no values on the way (lines with a \"step\" in $PARETOP_REPORT).", k_dim);
            return;
        }
        const auto metric = model_.intermediates().front().metric;
        const auto& record = model_.experiment().metrics[static_cast<std::size_t>(metric)];
        LineChart chart;
        chart.y_unit = record.unit.empty() ? record.name : record.unit;
        chart.x_unit = "steps";
        for (const auto& curve : model_.intermediates()) {
            if (curve.metric != metric) continue;
            Series series;
            series.label = record.name;
            for (std::size_t i = 0; i < curve.steps.size(); ++i)
                series.steps.push_back({static_cast<double>(curve.steps[i]), curve.values[i]});
            chart.x_end = std::max(chart.x_end, static_cast<double>(curve.steps.back()));
            chart.series.push_back(std::move(series));
        }
        draw_line_chart(surface, chart);
    }

    [[nodiscard]] TableRow parameter_row(std::int64_t row) const {
        const auto line = model_.parameters()[static_cast<std::size_t>(row)];
        const auto shown = [](const std::string& value) { return value.empty() ? std::string(k_unknown) : value; };
        TableRow cells;
        cells.cells = {{line.name, line.differs() ? k_normal : k_dim},
                       {shown(line.value), line.differs() ? k_accent : k_dim},
                       {shown(line.baseline), k_dim}};
        return cells;
    }

    [[nodiscard]] TableRow resource_row(std::int64_t row) const {
        const auto& execution = model_.executions()[static_cast<std::size_t>(row)];
        const bool well = execution.signal == 0 && execution.exit_code == 0;
        TableRow cells;
        cells.cells = {{phase_word(execution)},
                       {seconds_of(execution.wall_ns)},
                       {seconds_of(execution.user_ns)},
                       {seconds_of(execution.sys_ns)},
                       {size(static_cast<double>(execution.max_rss))},
                       {execution.signal != 0 ? fmt::format("signal {}", execution.signal)
                                              : fmt::format("exit code {}", execution.exit_code),
                        well ? k_dim : k_bad}};
        return cells;
    }

    void repeat(storage::TrialKey trial) {
        const auto asked = context_.actions.request(trial.run, "again", std::to_string(trial.number));
        if (!asked) return context_.shell.report(asked.error());
        context_.shell.say(fmt::format("trial {} will be measured again, as a new trial", trial.number));
    }

    void ask_note(storage::TrialKey trial) {
        PromptRequest request;
        request.label = "note";
        request.text = model_.note();
        request.done = [this, trial](const std::string& text) {
            if (const auto written = context_.actions.write_note(trial, text); !written)
                return context_.shell.report(written.error());
            choose(Pane::about);
            reload();
        };
        context_.shell.prompt(std::move(request));
    }

    Context& context_;
    std::string title_;
    model::TrialModel model_;
    Table parameters_, resources_;
    Pager pager_;
    Pane pane_ = Pane::log;
    int focus_ = 1;  // 0: the parameters, 1: the lower pane
};

}  // namespace

Result<std::unique_ptr<Screen>> make_trial_screen(Context& context, storage::TrialKey trial) {
    PARETOP_CHECK(storage::get_trial(context.store, trial));
    PARETOP_TRY(auto experiment, experiment_of(context, trial.run));
    return std::unique_ptr<Screen>(std::make_unique<TrialScreen>(context, trial, std::move(experiment)));
}

}  // namespace paretop::views
