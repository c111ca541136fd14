#include "app/verbs/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "app/store_path.h"
#include "app/write_file.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"
#include "views/charts/svg.h"
#include "views/model/front_members.h"
#include "views/model/trial_fields.h"

namespace paretop::app {
namespace {

using Position = std::size_t;  // of a metric

struct Axes {
    Position x, y;
};

Result<Position> axis(const model::Experiment& experiment, const std::string& name, std::size_t objective) {
    if (name.empty() && objective < experiment.objectives.size()) return experiment.objectives[objective].metric;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < experiment.metrics.size(); ++i) {
        if (experiment.metrics[i].name == name) return i;
        known.push_back(experiment.metrics[i].name);
    }
    if (name.empty())
        return fail(ErrorKind::usage, "it has only one objective, and a plot needs two axes", experiment.record.name,
                    fmt::format("name metrics with --x and --y: {}", fmt::join(known, ", ")));
    return fail(ErrorKind::not_found, fmt::format("there is no metric {}", name), experiment.record.name,
                fmt::format("its metrics are {}", fmt::join(known, ", ")));
}

bool less_is_better(const model::Experiment& experiment, Position metric) {
    return experiment.metrics[metric].goal != "maximize";
}

// Where a threshold on this metric lies; nullopt: there is none, or the baseline it refers to has not been measured.
std::optional<double> threshold_of(const model::Experiment& experiment, const std::vector<storage::MeasurementRecord>& baseline,
                                   Position metric) {
    const auto* spec = experiment.spec();
    if (spec == nullptr) return std::nullopt;
    measure::Scorer scorer(*spec);
    if (!baseline.empty()) scorer.set_baseline(baseline);
    for (std::size_t i = 0; i < spec->objectives.size(); ++i) {
        const auto& objective = spec->objectives[i];
        const auto& threshold = objective.keep ? objective.keep : objective.steer;
        if (objective.metric == metric && threshold) return scorer.bound(i, *threshold);
    }
    return std::nullopt;
}

Result<void> add_points(const storage::Store& store, storage::RunId run, std::shared_ptr<const model::Experiment> experiment,
                        Axes axes, views::SvgScatter& plot) {
    model::RowReader reader(std::move(experiment));
    return storage::scan_trials(store, run, 0, [&](const storage::TrialRow& row) {
        reader.set(row);
        const auto x = reader.metric(axes.x);
        const auto y = reader.metric(axes.y);
        if (!x || !y) return true;
        (row.feasible ? plot.points : plot.infeasible).push_back({*x, *y});
        if (row.number == 0) plot.baseline = {*x, *y};
        return true;
    });
}

// Those that hold by what is reported; the others are points like any.
Result<void> add_front(const storage::Store& store, const storage::RunRecord& run,
                       const std::shared_ptr<const model::Experiment>& experiment, Axes axes, views::SvgScatter& plot) {
    model::FrontMembers front(store, experiment);
    auto all = model::Budget::of_steps(std::numeric_limits<std::int64_t>::max());
    PARETOP_CHECK(front.update(run, all, true));
    for (const auto& member : front.members()) {
        if (member.outdone_by) continue;
        PARETOP_TRY(const auto measurements, storage::list_measurements(store, {run.id, member.trial}));
        auto xs = measure::values_of(measurements, axes.x, measure::Round::last);
        auto ys = measure::values_of(measurements, axes.y, measure::Round::last);
        if (!xs.empty() && !ys.empty()) plot.front.push_back({measure::median(std::move(xs)), measure::median(std::move(ys))});
    }
    std::sort(plot.front.begin(), plot.front.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
    return {};
}

Result<views::SvgScatter> make_plot(const storage::Store& store, const PlotCommand& command) {
    PARETOP_TRY(const auto id, storage::find_run(store, command.run));
    PARETOP_TRY(const auto run, storage::get_run(store, id));
    PARETOP_TRY(const auto experiment, model::Experiments(store).get(run.experiment));
    PARETOP_TRY(const auto x, axis(*experiment, command.x, 0));
    PARETOP_TRY(const auto y, axis(*experiment, command.y, 1));
    views::SvgScatter plot;
    plot.title = fmt::format("{}, run {}", experiment->record.name, id);
    plot.x_name = experiment->metrics[x].name;
    plot.x_unit = experiment->metrics[x].unit;
    plot.y_name = experiment->metrics[y].name;
    plot.y_unit = experiment->metrics[y].unit;
    plot.less_x_is_better = less_is_better(*experiment, x);
    plot.less_y_is_better = less_is_better(*experiment, y);
    PARETOP_CHECK(add_points(store, id, experiment, {x, y}, plot));
    PARETOP_CHECK(add_front(store, run, experiment, {x, y}, plot));
    plot.subtitle = fmt::format("{} trials, {} on the front", run.done + run.failed, plot.front.size());
    PARETOP_TRY(const auto baseline, storage::list_measurements(store, {id, 0}));
    plot.x_threshold = threshold_of(*experiment, baseline, x);
    plot.y_threshold = threshold_of(*experiment, baseline, y);
    return plot;
}

}  // namespace

Result<ExitCode> perform(const PlotCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto plot, make_plot(store, command));
    const auto svg = views::scatter_svg(plot);
    if (command.output == "-") {
        console.out(svg);
        return ExitCode::ok;
    }
    PARETOP_CHECK(write_file(command.output, svg));
    console.out(fmt::format("wrote {}: {}\n", console.shown(command.output), plot.subtitle));
    return ExitCode::ok;
}

}  // namespace paretop::app
