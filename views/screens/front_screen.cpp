// The front of a run, drawn through all its trials, beside the table of its configurations.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/model/configurations.h"
#include "views/model/front.h"
#include "views/screens/comparing.h"
#include "views/screens/comparison_pane.h"
#include "views/screens/context.h"
#include "views/screens/front_chart.h"
#include "views/screens/run_actions.h"
#include "views/screens/run_marks.h"
#include "views/screens/trial_profiles.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

constexpr int k_both = 64;         // columns from which on chart and table stand side by side
constexpr int k_least_lines = 12;  // lines from which on there is a chart at all
constexpr Nanoseconds k_piece = 3'000'000;

class FrontScreen final : public Screen {
  public:
    FrontScreen(Context& context, storage::RunId run, std::shared_ptr<const model::Experiment> experiment)
        : context_(context),
          title_(run_title(*experiment, run, "front")),
          model_(context.store, run, std::move(experiment)),
          table_({}, [this](std::int64_t row) { return table_row(row); }),
          chart_(model_) {
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return run_family(model_.run().id); }
    [[nodiscard]] StyledText status() const override {
        return run_status(model_.run(), status_, context_.shell.clock().now_ns());
    }

    void draw(Surface surface) override {
        sync();
        const auto* comparison = compared();
        const int below = comparison == nullptr ? 0
                          : comparing_ ? std::min(surface.lines() / 2, 1 + comparison_lines(*comparison, surface.columns()))
                                       : 1;
        const auto body = surface.lines_from(0, surface.lines() - below);
        if (comparison != nullptr) draw_compared(surface.lines_from(surface.lines() - below), *comparison);
        if (body.lines() < k_least_lines) return draw_table(body);
        if (body.columns() < k_both) {
            draw_chart(body.lines_from(0, body.lines() / 2));
            return draw_table(body.lines_from(body.lines() / 2));
        }
        const int right = std::clamp(body.columns() * 2 / 5, 30, 64);
        draw_chart(body.columns_from(0, body.columns() - right - 2));
        body.lines_from(1).vertical_rule(body.columns() - right - 1);
        draw_table(body.columns_from(body.columns() - right));
    }

    bool key(const Key& key) override {
        if (key.is_mouse() && chart_.contains(key.at)) return chart_.mouse(key);
        if (key.kind == KeyKind::click && table_.header_at(key.at)) return true;
        sync();
        Key along = key;  // the front runs from left to right: so do the arrows
        if (key.is(KeyKind::right) || key.is(U'l')) along = Key(KeyKind::down);
        if (key.is(KeyKind::left) || key.is(U'h')) along = Key(KeyKind::up);
        if (!table_.key(along)) return false;
        model_.move_to(static_cast<std::size_t>(table_.cursor()));
        return true;
    }

    std::vector<Action> actions() override {
        const auto trial = model_.members().empty() ? std::nullopt : model_.cursor();
        const std::string none = trial ? "" : "nothing is on the front yet";
        const auto name = trial ? fmt::format("trial {}", *trial) : "trial";
        const bool both = model_.mark_a() && model_.mark_b();
        std::vector<Action> all{
            {"open " + name, "enter", "open", "Its configuration, repeats, resources and log.", none,
             [this, trial] {
                 show(context_, make_trial_screen(context_, {model_.run().id, *trial}));
             }},
            {"mark " + name, "space", "mark", "The first is A, the second B.", none,
             [this, trial] { model_.toggle_mark(*trial); }},
            {comparing_ ? "close the comparison" : "compare A and B", "c", "compare",
             "Parameter by parameter, metric by metric, with intervals.", both ? "" : "two are compared: mark them with space",
             [this] { comparing_ = !comparing_; }},
            measure_in_turns_action(context_, model_.experiment(), model_.run().id, status_, model_.mark_a(), model_.mark_b()),
            profile_trial_action(context_, model_.experiment(), key_of(trial)),
            diff_trials_action(context_, model_.experiment(), key_of(model_.mark_a()), key_of(model_.mark_b()))};
        const auto add = [&all](std::vector<Action> more) { all.insert(all.end(), more.begin(), more.end()); };
        add(chart_actions());
        add(visit_actions(context_, model_.run().id, "front"));
        add(control_actions(context_, {target_of(model_.run(), status_)}));
        for (auto& action : all) {  // x is an axis, p profiles
            if (action.key == "x" && action.title == "stop") action.key = "ctrl-x";
            if (action.key == "p" && action.name.starts_with("pause ")) action.key = "ctrl-p";
        }
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    [[nodiscard]] std::optional<storage::TrialKey> key_of(std::optional<storage::TrialNumber> trial) const {
        if (!trial) return std::nullopt;
        return storage::TrialKey{model_.run().id, *trial};
    }

    // --- loading -------------------------------------------------------------------------------------------------------
    void reload() {
        comparison_.reset();
        if (step()) keep_working();
        status_ = model::status_of(model_.run().state, context_.owner(model_.run().id) != 0);
    }

    void keep_working() {
        context_.shell.work(this, "load", [this] { return step(); });
    }

    bool step() {
        auto budget = model::Budget::of_time(context_.shell.clock(), k_piece);
        const auto more = model_.update(budget);
        if (!more) {
            context_.shell.report(more.error());
            return false;
        }
        fit_scales();
        return chart_.work(context_.shell.clock(), k_piece / 3) || *more;
    }

    // Units that suit the baseline, or else the front; chart and columns begin anew when they change.
    void fit_scales() {
        const auto& objectives = model_.experiment().objectives;
        std::vector<UnitScale> scales;
        for (std::size_t i = 0; i < objectives.size(); ++i) {
            double typical = model_.baseline()[i];
            if (std::isnan(typical) && !model_.members().empty()) typical = model_.members().front().objectives[i];
            scales.push_back(scale_for(objectives[i].unit, typical));
        }
        const bool same = fitted_ && std::equal(scales.begin(), scales.end(), scales_.begin(), scales_.end(),
                                                [](const UnitScale& a, const UnitScale& b) { return a.unit == b.unit; });
        if (same) return;
        fitted_ = true;
        scales_ = std::move(scales);
        make_columns();
        chart_.restart(scales_);
    }

    void make_columns() {
        const auto& experiment = model_.experiment();
        std::vector<Column> columns;
        order_.clear();
        if (!experiment.objectives.empty()) order_.push_back(model_.x_axis());
        if (!single()) order_.push_back(model_.y_axis());
        for (std::size_t i = 0; i < experiment.objectives.size(); ++i)
            if (std::find(order_.begin(), order_.end(), i) == order_.end()) order_.push_back(i);
        for (const auto i : order_)
            columns.push_back({.title = scales_[i].title(experiment.objectives[i].name), .align = Align::decimal});
        for (std::size_t i = 0; i < experiment.parameters.size(); ++i) {
            const bool number = experiment.parameters[i].type == "int" || experiment.parameters[i].type == "float";
            columns.push_back({.title = experiment.parameters[i].name,
                               .align = number ? Align::right : Align::left,
                               .importance = 1 + static_cast<int>(i) / 3,
                               .max_width = 16});
        }
        table_.set_columns(std::move(columns));
    }

    // --- the chart -----------------------------------------------------------------------------------------------------
    // With a single objective its value is drawn against the trials.
    [[nodiscard]] bool single() const { return model_.experiment().objectives.size() < 2; }

    void draw_chart(Surface surface) {
        chart_.draw(surface, pulse(), why_empty());
        if (chart_.pending()) keep_working();
    }

    [[nodiscard]] std::string pulse() const {
        if (model_.frozen()) return "frozen";
        if (model_.known() < 1) return percent(model_.known()) + " drawn";
        if (chart_.zoomed()) return "zoomed";
        const auto left_out = model_.cloud().infeasible;
        auto text =
            left_out > 0 ? fmt::format("{} not drawn: a bound is broken", grouped(static_cast<std::int64_t>(left_out))) : "";
        if (status_ == model::RunStatus::running) text += text.empty() ? "live" : " · live";
        return text;
    }

    std::vector<Action> chart_actions() {
        const auto objectives = model_.experiment().objectives.size();
        const std::string axes = objectives > 1 ? "" : "there is only one objective";
        const auto turn = [this](bool x) {
            x ? model_.next_x_axis() : model_.next_y_axis();
            make_columns();
            chart_.restart(scales_);
            keep_working();
        };
        return {{model_.frozen() ? "thaw the front" : "freeze the front",
                 "f",
                 model_.frozen() ? "thaw" : "freeze",
                 "Keeps this moment while the run goes on.",
                 {},
                 [this] {
                     model_.freeze(!model_.frozen());
                     reload();
                 }},
                {"another x axis", "x", "axes", "The next objective across; y does it upwards.", axes, [turn] { turn(true); }},
                {"another y axis", "y", "", "The next objective upwards.", axes, [turn] { turn(false); }},
                {"zoom in",
                 "+",
                 "zoom",
                 "Around the cursor; - zooms out, 0 shows everything. The wheel zooms too.",
                 {},
                 [this] { chart_.zoom(0.7); }},
                {"zoom out", "-", "", "Around the cursor.", {}, [this] { chart_.zoom(1 / 0.7); }},
                {"show everything", "0", "", "Ends zooming.", {}, [this] { chart_.show_all(); }}};
    }

    // --- the table -----------------------------------------------------------------------------------------------------
    void sync() {
        fit_scales();
        table_.set_count(static_cast<std::int64_t>(model_.members().size()));
        table_.move_to(static_cast<std::int64_t>(model_.cursor_row()));
        table_.set_empty("Empty.");
    }

    [[nodiscard]] std::string why_empty() const {
        if (model_.run().done > 0) return "Reading…";
        return status_ == model::RunStatus::running ? "Nothing has been measured yet."
                                                    : "Nothing has been measured. r takes the run up.";
    }

    void draw_table(Surface surface) {
        const auto outdone = std::count_if(model_.members().begin(), model_.members().end(),
                                           [](const model::FrontMember& member) { return member.outdone_by.has_value(); });
        surface.rule(0, fmt::format("front {}{}", model_.members().size() - static_cast<std::size_t>(outdone),
                                    outdone > 0 ? fmt::format(" · {} outdone", outdone) : ""));
        const auto objectives = static_cast<int>(order_.size());
        const int detail = surface.lines() > k_least_lines + objectives && !model_.members().empty() ? 2 + objectives : 0;
        table_.draw(surface.lines_from(1, surface.lines() - 1 - detail));
        if (detail > 0) draw_chosen(surface.lines_from(surface.lines() - detail + 1));
    }

    // The configuration under the cursor: every objective with its interval, against the baseline.
    void draw_chosen(Surface surface) {
        const auto summary = model_.summary(*model_.cursor());
        if (!summary) return context_.shell.report(summary.error());
        const auto& metrics = (*summary)->metrics;
        const auto repeats = metrics[model_.experiment().objectives[order_[0]].metric].repeats.size();
        surface.text({0, 2}, chosen_title(**summary, repeats), k_dim);
        int line = 1;
        for (const auto i : order_) {
            const auto& metric = metrics[model_.experiment().objectives[i].metric];
            const auto text = measured_text(metric, i);
            int at = surface.text({line, 2}, text.value);
            if (!text.interval.empty()) at = surface.text({line, at + 1}, text.interval, k_dim);
            at = surface.text({line, at + 1}, scales_[i].unit, k_dim);
            if (const auto relative = model::relative_change(model_.baseline()[i], metric.median)) {
                const int column = std::max(at + 2, 20);
                const auto against = change(*relative);
                const std::string whole = against + " vs baseline";
                surface.text({line, column}, width_of(whole) <= surface.columns() - column ? whole : against, k_dim);
            }
            ++line;
        }
    }

    // What the last round made of it is said here: it entered the front by what the search had measured.
    [[nodiscard]] std::string chosen_title(const model::TrialSummary& summary, std::size_t repeats) const {
        const auto& member = model_.members()[model_.cursor_row()];
        if (member.outdone_by) return fmt::format("trial {} · outdone by {}", summary.trial, *member.outdone_by);
        return fmt::format("trial {} · {}", summary.trial, count_of(static_cast<std::int64_t>(repeats), "repeat"));
    }

    [[nodiscard]] Measured measured_text(const model::MetricSummary& metric, std::size_t objective) const {
        const double factor = scales_[objective].factor;
        if (metric.spread() <= 0) return {number(metric.median / factor), {}};
        return measured(metric.median / factor, metric.spread() / factor);
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) {
        const auto& chosen = model_.members()[static_cast<std::size_t>(row)];
        TableRow cells;
        cells.mark = chosen.trial == model_.mark_a() ? "A" : chosen.trial == model_.mark_b() ? "B" : chosen.outdone_by ? "×" : "";
        if (chosen.outdone_by) cells.style = k_dim;
        for (const auto i : order_) cells.cells.push_back({number(chosen.objectives[i] / scales_[i].factor)});
        const auto summary = model_.summary(chosen.trial);
        if (!summary) return cells;
        for (std::size_t i = 0; i < (*summary)->parameters.size(); ++i)
            cells.cells.push_back({model::readable(model_.experiment().parameters[i].type, (*summary)->parameters[i])});
        return cells;
    }

    // --- comparing -----------------------------------------------------------------------------------------------------
    [[nodiscard]] const model::Comparison* compared() {
        const auto a = model_.mark_a(), b = model_.mark_b();
        if (!a || !b) return nullptr;
        if (comparison_ && comparison_->a == *a && comparison_->b == *b) return &*comparison_;
        auto fresh = model_.compare_marked();
        if (!fresh) {
            context_.shell.report(fresh.error());
            return nullptr;
        }
        comparison_ = std::move(*fresh);
        against_ = comparison_title(context_, model_.run().id, *a, *b);
        return &*comparison_;
    }

    void draw_compared(Surface surface, const model::Comparison& comparison) const {
        if (!comparing_) return surface.rule(0, shorten(against_ + " ── " + comparison_line(comparison), surface.columns() - 8));
        surface.rule(0, against_);
        draw_comparison(surface.lines_from(1), comparison);
    }

    Context& context_;
    std::string title_;
    model::FrontModel model_;
    model::RunStatus status_ = model::RunStatus::done;
    Table table_;
    FrontChart chart_;
    std::vector<UnitScale> scales_;   // by objective
    std::vector<std::size_t> order_;  // objectives as the columns have them
    bool fitted_ = false;
    bool comparing_ = false;
    std::optional<model::Comparison> comparison_;
    std::string against_;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_front_screen(Context& context, storage::RunId run) {
    PARETOP_TRY(auto experiment, experiment_of(context, run));
    return std::unique_ptr<Screen>(std::make_unique<FrontScreen>(context, run, std::move(experiment)));
}

}  // namespace paretop::views
