// How a run got where it is: best so far per objective and hypervolume, against trials or active time, and who found each step.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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
        if (!both && on_improvements_) return improvements_.draw(surface, true);
        const int below = both ? std::max(k_least_pane, surface.lines() / 4) : 0;
        if (both) improvements_.draw(surface.lines_from(surface.lines() - below), on_improvements_);
        draw_charts(surface.lines_from(0, surface.lines() - below));
    }

    bool key(const Key& key) override {
        if (key.is(KeyKind::tab) || key.is(KeyKind::back_tab)) {
            on_improvements_ = !on_improvements_;
            return true;
        }
        if (on_improvements_) return improvements_.key(key);
        const bool down = key.is(KeyKind::down) || key.is(U'j') || key.kind == KeyKind::wheel_down;
        const bool up = key.is(KeyKind::up) || key.is(U'k') || key.kind == KeyKind::wheel_up;
        if (down && first_ + 1 < chart_count()) ++first_;
        if (up && first_ > 0) --first_;
        return up || down;
    }

    std::vector<Action> actions() override {
        std::vector<Action> all{{against_time_ ? "against trials" : "against time",
                                 "m",
                                 against_time_ ? "trials" : "time",
                                 "The axis below: trials, or the time the run was active.",
                                 {},
                                 [this] { against_time_ = !against_time_; }}};
        if (on_improvements_) all.insert(all.begin(), open_action());
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

    Action open_action() {
        const auto trial = improvements_.cursor();
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
        first_ = std::min(first_, count - shown);
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
        const auto& steps = of_objective ? model_.best(which) : model_.hypervolume();
        const auto name = of_objective ? "best " + objectives[which].name : std::string("hypervolume");
        const auto unit = of_objective ? objectives[which].unit : std::string();
        surface.rule(0, name, steps.empty() ? "" : latest(steps, unit));
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
        chart.x_end = against_time_ ? seconds(model_.active()) : static_cast<double>(model_.trials());
        Series series;
        series.style = of_objective ? k_accent : k_normal;
        for (const auto& step : steps) {
            series.steps.push_back(
                {against_time_ ? seconds(step.active) : static_cast<double>(step.trials), step.value / scale.factor});
            const bool same = &step != &steps.front() && (&step)[-1].source == step.source;
            series.marks.push_back(same ? "" : source_letter(step.source));  // a letter holds until the next one
        }
        chart.series.push_back(std::move(series));
        draw_line_chart(body, chart);
    }

    static double seconds(Nanoseconds span) { return static_cast<double>(span) / 1e9; }

    [[nodiscard]] std::string latest(const std::vector<ProgressStep>& steps, const std::string& unit) const {
        const auto& last = steps.back();
        return fmt::format("{}{} · trial {}, {}", quantity(last.value, unit), relative(steps), last.trial,
                           model_.sources()[last.source].name);
    }

    // Against the first, which is the baseline unless that failed.
    [[nodiscard]] static std::string relative(const std::vector<ProgressStep>& steps) {
        const double first = steps.front().value;
        return first == 0 || steps.size() < 2 ? "" : " · " + change((steps.back().value - first) / std::abs(first));
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
    bool on_improvements_ = false;  // where the keys go
    std::size_t first_ = 0;         // chart on top
    bool against_time_ = false;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_progress_screen(Context& context, storage::RunId run) {
    PARETOP_TRY(auto experiment, experiment_of(context, run));
    return std::unique_ptr<Screen>(std::make_unique<ProgressScreen>(context, run, std::move(experiment)));
}

}  // namespace paretop::views
