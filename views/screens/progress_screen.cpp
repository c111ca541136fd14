// How a run got where it is: best so far per objective and hypervolume, against trials or active time, and who found each step.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "views/charts/line_chart.h"
#include "views/model/progress.h"
#include "views/screens/context.h"
#include "views/screens/improvements_pane.h"
#include "views/screens/run_actions.h"
#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

using model::ProgressStep;

constexpr int k_least_chart = 8;  // lines, its rule included
constexpr int k_least_both = 20;  // lines from which on charts and improvements are both there
constexpr int k_least_pane = 6;   // lines of the improvements

class ProgressScreen final : public Screen {
  public:
    ProgressScreen(Context& context, storage::RunId run, std::shared_ptr<const model::Experiment> experiment)
        : context_(context),
          title_(run_title(*experiment, run, "progress")),
          model_(context.store, run, std::move(experiment)),
          improvements_(model_) {
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return run_family(model_.run().id); }
    [[nodiscard]] StyledText status() const override {
        return run_status(model_.run(), status_, context_.shell.clock().now_ns());
    }

    void draw(Surface surface) override {
        const bool both = surface.lines() >= k_least_both && !model_.improvements().empty();
        areas_.clear();
        pane_ = surface.area();
        if (!both && on_improvements_) return improvements_.draw(surface, true);
        const int below = both ? std::max(k_least_pane, surface.lines() / 4) : 0;
        pane_ = surface.lines_from(surface.lines() - below).area();
        if (both) improvements_.draw(surface.lines_from(surface.lines() - below), on_improvements_);
        draw_charts(surface.lines_from(0, surface.lines() - below));
    }

    bool key(const Key& key) override {
        if (key.is(KeyKind::tab) || key.is(KeyKind::back_tab)) {
            on_improvements_ = !on_improvements_;
            return true;
        }
        if (key.kind == KeyKind::click || key.kind == KeyKind::double_click) return click(key);
        if (on_improvements_) return improvements_.key(key);
        const bool down = key.is(KeyKind::down) || key.is(U'j') || key.kind == KeyKind::wheel_down;
        const bool up = key.is(KeyKind::up) || key.is(U'k') || key.kind == KeyKind::wheel_up;
        if (down && chart_ + 1 < chart_count()) choose_chart(chart_ + 1);
        if (up && chart_ > 0) choose_chart(chart_ - 1);
        return up || down || step_key(key);
    }

    std::vector<Action> actions() override {
        std::vector<Action> all{{against_time_ ? "against trials" : "against time",
                                 "m",
                                 against_time_ ? "trials" : "time",
                                 "The axis below: trials, or the time the run was active.",
                                 {},
                                 [this] { against_time_ = !against_time_; }}};
        all.insert(all.begin(), open_action(on_improvements_ ? improvements_.cursor() : trial_of_step()));
        const auto add = [&all](std::vector<Action> more) { all.insert(all.end(), more.begin(), more.end()); };
        add(visit_actions(context_, model_.run().id, "progress"));
        add(control_actions(context_, {target_of(model_.run(), status_)}));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() {
        load(context_, this, model_);
        status_ = model::status_of(model_.run().state, context_.owner(model_.run().id) != 0);
    }

    // --- the chosen chart and step -------------------------------------------------------------------------------------
    [[nodiscard]] const std::vector<ProgressStep>& steps_of(std::size_t chart) const {
        return chart < model_.experiment().objectives.size() ? model_.best(chart) : model_.hypervolume();
    }
    [[nodiscard]] bool any_chart() const { return !model_.experiment().objectives.empty(); }

    // nullopt: none was chosen, the newest counts.
    [[nodiscard]] std::optional<std::size_t> step() const {
        if (!any_chart() || !step_) return std::nullopt;
        const auto& steps = steps_of(chart_);
        const auto at = std::find_if(steps.begin(), steps.end(), [this](const auto& s) { return s.trial == *step_; });
        if (at == steps.end()) return std::nullopt;
        return static_cast<std::size_t>(at - steps.begin());
    }

    [[nodiscard]] std::optional<storage::TrialNumber> trial_of_step() const {
        if (!any_chart() || steps_of(chart_).empty()) return std::nullopt;
        const auto at = step();
        return at ? steps_of(chart_)[*at].trial : steps_of(chart_).back().trial;
    }

    void choose_chart(std::size_t chart) {
        chart_ = chart;
        step_.reset();
    }

    bool step_key(const Key& key) {
        if (!any_chart() || steps_of(chart_).empty()) return false;
        const auto& steps = steps_of(chart_);
        const auto last = steps.size() - 1, at = step().value_or(last);
        std::size_t to = at;
        if (key.is(KeyKind::right) || key.is(U'l'))
            to = std::min(at + 1, last);
        else if (key.is(KeyKind::left) || key.is(U'h'))
            to = at - (at > 0 ? 1 : 0);
        else if (key.is(KeyKind::home) || key.is(U'g'))
            to = 0;
        else if (key.is(KeyKind::end) || key.is(U'G'))
            to = last;
        else
            return false;
        step_ = steps[to].trial;
        return true;
    }

    // Chooses the improvement, or the step of a chart that was going on where it was clicked.
    bool click(const Key& key) {
        on_improvements_ = pane_.contains(key.at);
        if (on_improvements_) return improvements_.key(key);
        for (const auto& [chart, area] : areas_) {
            if (!area.contains(key.at)) continue;
            choose_chart(chart);
            const double x = x_end() * (key.at.column - area.at.column + 0.5) / std::max(1, area.size.columns);
            for (const auto& step : steps_of(chart))
                if (!step_ || x_of(step) <= x) step_ = step.trial;
        }
        return key.kind == KeyKind::click;
    }

    [[nodiscard]] double x_of(const ProgressStep& step) const {
        return against_time_ ? seconds(step.active) : static_cast<double>(step.trials);
    }
    [[nodiscard]] double x_end() const { return against_time_ ? seconds(model_.active()) : static_cast<double>(model_.trials()); }

    Action open_action(std::optional<storage::TrialNumber> trial) {
        return {trial ? fmt::format("open trial {}", *trial) : "open trial",
                "enter",
                "open",
                "Its configuration, repeats, resources and log.",
                trial ? "" : "nothing has entered the front yet",
                [this, trial] {
                    show(context_, make_trial_screen(context_, {model_.run().id, *trial}));
                }};
    }

    void draw_charts(Surface surface) {
        const auto count = chart_count();
        const auto shown = std::clamp<std::size_t>(static_cast<std::size_t>(surface.lines() / k_least_chart), 1, count);
        first_ = std::min({first_, count - shown, chart_});
        if (chart_ >= first_ + shown) first_ = chart_ - shown + 1;
        for (std::size_t i = 0; i < shown; ++i) {
            const int top = surface.lines() * static_cast<int>(i) / static_cast<int>(shown);
            const int end = surface.lines() * static_cast<int>(i + 1) / static_cast<int>(shown);
            draw_chart(surface.lines_from(top, end - top), first_ + i);
        }
    }

    // One for each objective; the hypervolume is that of several together.
    [[nodiscard]] std::size_t chart_count() const {
        const auto objectives = model_.experiment().objectives.size();
        return objectives > 1 ? objectives + 1 : std::max<std::size_t>(objectives, 1);
    }

    void draw_chart(Surface surface, std::size_t which) {
        const auto& objectives = model_.experiment().objectives;
        const bool of_objective = which < objectives.size();
        const auto& steps = steps_of(which);
        const bool chosen = which == chart_ && !on_improvements_;
        auto at = steps.size();  // none
        if (which == chart_) at = step().value_or(at);
        const auto name = of_objective ? "best " + objectives[which].name : std::string("hypervolume");
        const auto unit = of_objective ? objectives[which].unit : std::string();
        surface.rule(0, name, steps.empty() ? "" : told(steps, std::min(at, steps.size() - 1), unit), chosen ? k_bold : k_normal);
        const auto body = surface.lines_from(1);
        if (steps.empty()) {
            body.text({0, 2}, why_empty(of_objective), k_dim);
            return;
        }
        const auto scale = scale_for(unit, steps.back().value);
        LineChart chart;
        chart.y_unit = scale.unit;
        chart.x_unit = against_time_ ? "" : "trials";
        chart.x_is_time = against_time_;
        chart.x_end = x_end();
        Series series;
        series.style = of_objective ? k_accent : k_normal;
        for (const auto& step : steps) {
            series.steps.push_back({x_of(step), step.value / scale.factor});
            const bool same = &step != &steps.front() && (&step)[-1].source == step.source;
            series.marks.push_back(same ? "" : source_letter(step.source));  // a letter holds until the next one
        }
        if (at < series.steps.size()) chart.cursor = series.steps[at];
        chart.series.push_back(std::move(series));
        areas_.emplace_back(which, draw_line_chart(body, chart));
    }

    static double seconds(Nanoseconds span) { return static_cast<double>(span) / 1e9; }

    [[nodiscard]] std::string told(const std::vector<ProgressStep>& steps, std::size_t at, const std::string& unit) const {
        const auto& step = steps[at];
        return fmt::format("{}{} · trial {}, {}", quantity(step.value, unit), relative(steps, at), step.trial,
                           model_.sources()[step.source].name);
    }

    // Against the first, which is the baseline unless that failed.
    [[nodiscard]] static std::string relative(const std::vector<ProgressStep>& steps, std::size_t at) {
        const double first = steps.front().value;
        return first == 0 || at == 0 ? "" : " · " + change((steps[at].value - first) / std::abs(first));
    }

    [[nodiscard]] std::string why_empty(bool of_objective) const {
        if (model_.experiment().objectives.empty())
            return "This experiment has no objectives: there is no best. t shows its trials.";
        if (!of_objective && !model_.best(0).empty())
            return "Not known before the first trials have shown how the objectives spread.";
        return status_ == model::RunStatus::running ? "Nothing has been measured yet."
                                                    : "Nothing has been measured. r takes the run up.";
    }

    Context& context_;
    std::string title_;
    model::ProgressModel model_;
    model::RunStatus status_ = model::RunStatus::done;
    ImprovementsPane improvements_;
    bool on_improvements_ = false;                     // where the keys go
    std::size_t first_ = 0;                            // chart on top
    std::size_t chart_ = 0;                            // the chosen one, and of it
    std::optional<storage::TrialNumber> step_;         // the step that this trial made
    std::vector<std::pair<std::size_t, Rect>> areas_;  // of the charts as drawn last
    Rect pane_;                                        // of the improvements
    bool against_time_ = false;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_progress_screen(Context& context, storage::RunId run) {
    PARETOP_TRY(auto experiment, experiment_of(context, run));
    return std::unique_ptr<Screen>(std::make_unique<ProgressScreen>(context, run, std::move(experiment)));
}

}  // namespace paretop::views
