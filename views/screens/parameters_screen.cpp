// Which parameters matter to which objective, what each value of one does, and the configurations of the front side by side.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "views/charts/small.h"
#include "views/model/configurations.h"
#include "views/model/parameters.h"
#include "views/screens/context.h"
#include "views/screens/front_lines.h"
#include "views/screens/run_actions.h"
#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/screens/value_axis.h"
#include "views/screens/wrap.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

constexpr int k_beside = 60;         // columns from which on the charts stand beside the table
constexpr int k_least_chart = 7;     // lines of one, its rule included
constexpr int k_least_front = 9;     // lines of the front, its rule included
constexpr int k_least_both = 18;     // lines from which on the front is always there
constexpr int k_percent = 6;         // columns of " 62 %"
constexpr double k_doubtful = 0.25;  // R² below which a model is said to know little

class ParametersScreen final : public Screen {
  public:
    ParametersScreen(Context& context, storage::RunId run, std::shared_ptr<const model::Experiment> experiment)
        : context_(context),
          title_(run_title(*experiment, run, "parameters")),
          model_(context.store, run, std::move(experiment)),
          table_({}, [this](std::int64_t row) { return table_row(row); }) {
        rows_.resize(model_.experiment().parameters.size());
        std::iota(rows_.begin(), rows_.end(), std::size_t{0});
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return run_family(model_.run().id); }
    [[nodiscard]] StyledText status() const override {
        return run_status(model_.run(), status_, context_.shell.clock().now_ns());
    }

    void draw(Surface surface) override {
        if (alone_) return draw_charts(surface);
        const bool both = surface.lines() >= k_least_both;
        if (!both && focus_on_front_) return draw_front(surface);
        const int below = both ? std::max(k_least_front, surface.lines() * 2 / 5) : 0;
        const auto upper = surface.lines_from(0, surface.lines() - below);
        if (both) draw_front(surface.lines_from(surface.lines() - below));
        if (upper.columns() < k_beside) return draw_table(upper);
        const int left = std::clamp(upper.columns() * 2 / 5, 39, 72);
        draw_table(upper.columns_from(0, left));
        upper.lines_from(1).vertical_rule(left + 1);
        draw_charts(upper.columns_from(left + 2));
    }

    bool key(const Key& key) override {
        if (key.is(KeyKind::tab) || key.is(KeyKind::back_tab)) {
            focus_on_front_ = !focus_on_front_ && !alone_;
            return true;
        }
        if (key.kind == KeyKind::click && !alone_) {
            if (const auto column = table_.header_at(key.at)) {
                if (*column > 0) objective_ = *column - 1;
                return true;
            }
            focus_on_front_ = front_area_.contains(key.at);
        }
        if (focus_on_front_ && !alone_) return front_key(key);
        if (key.is_mouse() && alone_) return false;
        sort_rows();
        if (!table_.key(key)) return false;
        chosen_ = rows_.empty() ? 0 : rows_[static_cast<std::size_t>(table_.cursor())];
        return true;
    }

    std::vector<Action> actions() override {
        std::vector<Action> all{enter_action()};
        const auto objectives = model_.experiment().objectives.size();
        const bool main = model_.method() == importance::Method::fanova;
        all.push_back({"sort by the next objective", "o", "sort", "Parameters by what they matter to it; its chart comes first.",
                       objectives > 1 ? "" : "there is only one objective",
                       [this, objectives] { objective_ = (objective_ + 1) % objectives; }});
        all.push_back(
            {main ? "total effects" : "main effects",
             "m",
             main ? "total" : "main",
             main ? "Count what a parameter does together with others, too." : "Count only what a parameter does on its own.",
             {},
             [this, main] {
                 model_.set_method(main ? importance::Method::permutation : importance::Method::fanova);
                 keep_studying();
             }});
        all.push_back({model_.frozen() ? "thaw the parameters" : "freeze the parameters",
                       "f",
                       model_.frozen() ? "thaw" : "freeze",
                       "Keeps this moment while the run goes on.",
                       {},
                       [this] {
                           model_.freeze(!model_.frozen());
                           reload();
                       }});
        all.push_back(like_action());
        auto visits = visit_actions(context_, model_.run().id, "parameters");
        for (auto& visit : visits)
            if (visit.title == "front") visit.key = visit.title = "";  // f freezes, as it does there
        const auto add = [&all](std::vector<Action> more) { all.insert(all.end(), more.begin(), more.end()); };
        add(std::move(visits));
        add(control_actions(context_, {target_of(model_.run(), status_)}));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    // --- loading -------------------------------------------------------------------------------------------------------
    void reload() {
        load(context_, this, model_);
        status_ = model::status_of(model_.run().state, context_.owner(model_.run().id) != 0);
        keep_studying();
    }

    void keep_studying() {
        context_.shell.work(this, "study", [this] { return model_.study() || (!model_.frozen() && model_.known() < 1); });
    }

    // --- which parameter, which member ---------------------------------------------------------------------------------
    void sort_rows() {
        const auto of = [this](std::size_t parameter) {
            const auto* found = model_.share(parameter, objective_);
            return found == nullptr ? 0.0 : found->share;
        };
        std::sort(rows_.begin(), rows_.end());
        std::stable_sort(rows_.begin(), rows_.end(), [&](auto a, auto b) { return of(a) > of(b); });
        if (!chosen_ && model_.learnt(objective_) != nullptr && !rows_.empty()) chosen_ = rows_.front();
        table_.set_count(static_cast<std::int64_t>(rows_.size()));
        const auto at = std::find(rows_.begin(), rows_.end(), parameter());
        table_.move_to(at == rows_.end() ? 0 : at - rows_.begin());
    }

    [[nodiscard]] std::size_t parameter() const { return chosen_.value_or(0); }

    [[nodiscard]] std::optional<std::size_t> member() const {
        if (model_.front().empty()) return std::nullopt;
        const auto& front = model_.front();
        const auto found = std::find_if(front.begin(), front.end(), [this](const auto& m) { return m.trial == trial_; });
        return found == front.end() ? std::min(member_, front.size() - 1) : static_cast<std::size_t>(found - front.begin());
    }

    void move_to_member(std::size_t index) {
        member_ = std::min(index, model_.front().size() - 1);
        trial_ = model_.front()[member_].trial;
    }

    bool front_key(const Key& key) {
        const auto at = member();
        if (!at) return false;
        const auto last = model_.front().size() - 1;
        if (key.is(KeyKind::right) || key.is(KeyKind::down) || key.is(U'l') || key.is(U'j'))
            move_to_member(*at + 1);
        else if (key.is(KeyKind::left) || key.is(KeyKind::up) || key.is(U'h') || key.is(U'k'))
            move_to_member(*at == 0 ? 0 : *at - 1);
        else if (key.is(KeyKind::home) || key.is(KeyKind::end))
            move_to_member(key.is(KeyKind::home) ? 0 : last);
        else
            return false;
        return true;
    }

    Action enter_action() {
        if (focus_on_front_ && !alone_) {
            const auto at = member();
            const auto trial = at ? model_.front()[*at].trial : 0;
            return {at ? fmt::format("open trial {}", trial) : "open trial",
                    "enter",
                    "open",
                    "Its configuration, repeats, resources and log.",
                    at ? "" : "nothing is on the front yet",
                    [this, trial] {
                        show(context_, make_trial_screen(context_, {model_.run().id, trial}));
                    }};
        }
        return {alone_ ? "the table and the front" : "the charts alone",
                "enter",
                alone_ ? "all" : "charts",
                "Of this parameter, as large as the window; Tab goes to the front.",
                {},
                [this] { alone_ = !alone_; }};
    }

    // The trials that have the value that the chosen member has.
    Action like_action() {
        const auto at = member();
        Action action{"trials of a value", "T", "", "All trials with the value that ◉ has.", "nothing is on the front yet", {}};
        if (!at || model_.space() == nullptr || rows_.empty()) return action;
        const auto& of = model_.space()->parameters()[parameter()];
        const auto& value = model_.front()[*at].configuration.values[parameter()];
        action.disabled = !std::holds_alternative<space::Inactive>(value) ? "" : of.name + " does nothing in the chosen trial";
        const auto filter = model::filter_of(of, value);
        action.name = "trials with " + filter;
        action.run = [this, filter] { show(context_, make_trials_screen(context_, model_.run().id, filter)); };
        return action;
    }

    // --- the table -----------------------------------------------------------------------------------------------------
    void draw_table(Surface surface) {
        make_columns(surface.columns());
        sort_rows();
        const bool main = model_.method() == importance::Method::fanova;
        surface.rule(0, main ? "importance" : "importance, interactions counted", said(),
                     focus_on_front_ || alone_ ? k_normal : k_bold);
        table_.set_empty("It has no parameters.");
        table_.draw(surface.lines_from(1), !focus_on_front_);
    }

    // As wide as what is left by the names allows.
    void make_columns(int columns) {
        const auto& experiment = model_.experiment();
        int name = 9;
        for (const auto& each : experiment.parameters) name = std::max(name, std::min(columns / 3, width_of(each.name)));
        const auto count = static_cast<int>(std::max<std::size_t>(experiment.objectives.size(), 1));
        bar_ = std::clamp((columns - name - 3) / std::min(count, 3) - k_percent - 2, 4, 24);
        std::vector<Column> all{{.title = "parameter", .min_width = std::min(name, 12), .max_width = 24, .elastic = true}};
        for (std::size_t i = 0; i < experiment.objectives.size(); ++i)
            all.push_back({.title = experiment.objectives[i].name,
                           .importance = i == objective_ ? 0 : 1 + static_cast<int>(i),
                           .min_width = bar_ + k_percent,
                           .max_width = bar_ + k_percent});
        table_.set_columns(std::move(all));
        table_.set_sorted(experiment.objectives.empty() ? std::nullopt : std::optional(1 + objective_), true);
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto parameter = rows_[static_cast<std::size_t>(row)];
        TableRow cells;
        cells.cells.push_back({model_.experiment().parameters[parameter].name});
        for (std::size_t i = 0; i < model_.experiment().objectives.size(); ++i) {
            const auto* found = model_.share(parameter, i);
            if (found == nullptr) {
                cells.cells.push_back({std::string(k_unknown), k_dim});
                continue;
            }
            const auto filled = bar(found->share, bar_);
            cells.cells.push_back(
                {filled + repeat(" ", bar_ - width_of(filled)) + fmt::format("{:>4} %", fixed(100 * found->share, 0)),
                 found->share >= 0.005 ? k_normal : k_dim});
        }
        return cells;
    }

    // What the model is worth, or why there is none.
    [[nodiscard]] std::string said() const {
        if (model_.space() == nullptr) return "";
        if (model_.frozen()) return "frozen";
        if (model_.known() < 1) return percent(model_.known()) + " read";
        const auto* learnt = model_.learnt(objective_);
        if (learnt == nullptr)
            return model_.measured() < static_cast<std::int64_t>(importance::k_fewest) ? "too few trials" : "learning…";
        if (learnt->analysis.constant) return fmt::format("the same in all {} trials", learnt->trials);
        const auto r_squared = learnt->analysis.r_squared;
        return fmt::format("R² {:.2f}{}", r_squared, r_squared < k_doubtful ? ": hardly predictable" : "");
    }

    [[nodiscard]] std::string why_empty() const {
        if (model_.space() == nullptr) return "Its experiment file cannot be read by this version of paretop.";
        if (model_.experiment().objectives.empty()) return "This experiment has no objectives.";
        if (model_.known() < 1) return "Reading…";
        return status_ == model::RunStatus::running ? "Nothing has been measured yet."
                                                    : "Nothing has been measured. r takes the run up.";
    }

    // --- the charts ----------------------------------------------------------------------------------------------------
    void draw_charts(Surface surface) {
        const auto objectives = model_.experiment().objectives.size();
        if (model_.sample().empty() || model_.space() == nullptr || objectives == 0 || rows_.empty()) {
            surface.rule(0, "value by value");
            int line = 2;
            for (const auto& part : wrapped(why_empty(), surface.columns() - 4)) surface.text({line++, 2}, part, k_dim);
            return;
        }
        const auto fitting = std::clamp<std::size_t>(static_cast<std::size_t>(surface.lines() / k_least_chart), 1, objectives);
        for (std::size_t i = 0; i < fitting; ++i) {
            const int top = surface.lines() * static_cast<int>(i) / static_cast<int>(fitting);
            const int end = surface.lines() * static_cast<int>(i + 1) / static_cast<int>(fitting);
            draw_chart(surface.lines_from(top, end - top), (objective_ + i) % objectives);
        }
    }

    void draw_chart(Surface surface, std::size_t objective) const {
        const auto& head = model_.experiment().objectives[objective];
        const auto* learnt = model_.learnt(objective);
        const auto* marginal = learnt == nullptr ? nullptr : &learnt->analysis.marginal(parameter());
        const auto item = marginal == nullptr ? 0 : telling_item(*marginal);
        const ValueAxis axis(model_.space()->parameters()[parameter()], item);
        const auto scale = scale_for(head.unit, model_.sample().front().objectives[objective]);
        ValueChart chart;
        chart.y_unit = scale.unit;
        chart.x_labels = axis.labels(surface.columns() - 8);
        const auto point = [&](const model::Sampled& each, double spread) {
            return PlotPoint{axis.place(each.configuration.values[parameter()], spread),
                             each.objectives[objective] / scale.factor};
        };
        constexpr double k_golden = 0.6180339887498949;  // its multiples are spread evenly
        for (const auto& each : model_.sample()) {
            double whole = 0;
            chart.points.push_back(point(each, std::modf(static_cast<double>(each.trial) * k_golden, &whole)));
        }
        for (const auto& each : model_.front()) chart.front.push_back(point(each, 0.5));
        if (const auto at = member()) chart.chosen = point(model_.front()[*at], 0.5);
        if (marginal != nullptr) chart.expected = axis.expected(*marginal);
        for (auto& step : chart.expected) {
            step.mean /= scale.factor;
            step.deviation /= scale.factor;
        }
        surface.rule(0, head.name + " by " + axis_name(axis, item), trials_said());
        draw_value_chart(surface.lines_from(1), chart);
    }

    [[nodiscard]] static std::string axis_name(const ValueAxis& axis, std::size_t item) {
        const auto& parameter = axis.parameter();
        if (parameter.type != space::ParameterType::permutation) return parameter.name;
        return fmt::format("the place of {} in {}", parameter.choices[item], parameter.name);
    }

    [[nodiscard]] std::string trials_said() const {
        const auto drawn = static_cast<std::int64_t>(model_.sample().size());
        return drawn == model_.measured() ? count_of(drawn, "trial")
                                          : fmt::format("{} of {}", grouped(drawn), count_of(model_.measured(), "trial"));
    }

    // --- the front -----------------------------------------------------------------------------------------------------
    void draw_front(Surface surface) {
        front_area_ = surface.area();
        const auto& front = model_.front();
        if (front.empty()) {
            surface.rule(0, "front 0", "", focus_on_front_ ? k_bold : k_normal);
            surface.text({2, 2}, why_empty(), k_dim);
            return;
        }
        const auto lines = front_lines(model_, member(), surface.columns());
        surface.rule(0, lines.title, lines.remark, focus_on_front_ ? k_bold : k_normal);
        draw_parallel(surface.lines_from(1), lines.chart);
    }

    Context& context_;
    std::string title_;
    model::ParametersModel model_;
    model::RunStatus status_ = model::RunStatus::done;
    Table table_;
    int bar_ = 8;
    std::vector<std::size_t> rows_;              // parameters as the table has them
    std::optional<std::size_t> chosen_;          // the parameter under the cursor
    std::size_t objective_ = 0;                  // sorted by
    std::size_t member_ = 0;                     // place in the front of trial_ when it was chosen
    std::optional<storage::TrialNumber> trial_;  // the chosen member
    bool focus_on_front_ = false;
    Rect front_area_;
    bool alone_ = false;  // the charts
};

}  // namespace

Result<std::unique_ptr<Screen>> make_parameters_screen(Context& context, storage::RunId run) {
    PARETOP_TRY(auto experiment, experiment_of(context, run));
    return std::unique_ptr<Screen>(std::make_unique<ParametersScreen>(context, run, std::move(experiment)));
}

}  // namespace paretop::views
