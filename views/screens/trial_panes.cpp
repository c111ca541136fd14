#include "views/screens/trial_panes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/charts/small.h"
#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr int k_least_strip = 8;  // columns

struct MetricLine {
    std::string name, value, interval, unit, against;
    Style style;
};

MetricLine line_of(const model::MetricSummary& metric, const model::MetricSummary& baseline,
                   const storage::MetricRecord& record) {
    MetricLine line{record.name, std::string(k_unknown), {}, {}, {}, k_dim};
    if (!metric.measured()) return line;
    const auto scale = scale_for(record.unit, metric.median);
    line.unit = scale.unit;
    line.value = number(metric.median / scale.factor);
    if (metric.repeats.size() > 1 && metric.spread() > 0) {
        const auto text = measured(metric.median / scale.factor, metric.spread() / scale.factor);
        line.value = text.value;
        line.interval = text.interval;
    }
    const auto relative = baseline.measured() ? model::relative_change(baseline.median, metric.median) : std::nullopt;
    if (!relative) return line;
    line.against = change(*relative);
    const auto difference = measure::difference(baseline.repeats, metric.repeats);
    if (record.goal.empty() || !difference || !difference->certain()) return line;
    line.style = (difference->low > 0) == (record.goal == "maximize") ? k_good : k_bad;
    return line;
}

Scale scale_of(const model::MetricSummary& metric) {
    Range range;
    for (const double value : metric.repeats) range.add(value);
    return choose_scale(range);
}

std::string since(Nanoseconds from, Nanoseconds to) { return duration(static_cast<double>(to - from) / 1e9); }

}  // namespace

void draw_metrics(Surface surface, const model::TrialModel& model) {
    const auto& records = model.experiment().metrics;
    std::vector<MetricLine> lines;
    int name = 0, value = 0, interval = 0, unit = 0, against = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        lines.push_back(line_of(model.summary().metrics[i], model.baseline().metrics[i], records[i]));
        name = std::max(name, width_of(lines.back().name));
        value = std::max(value, width_of(lines.back().value));
        interval = std::max(interval, width_of(lines.back().interval));
        unit = std::max(unit, width_of(lines.back().unit));
        against = std::max(against, width_of(lines.back().against));
    }
    name = std::min(name, std::max(4, surface.columns() / 3));
    const int strip_at = name + value + interval + unit + against + 6;
    for (std::size_t i = 0; i < lines.size() && static_cast<int>(i) < surface.lines(); ++i) {
        const auto& line = lines[i];
        const int at = static_cast<int>(i);
        surface.text({at, 0}, shorten(line.name, name), k_dim);
        surface.text_right(at, name + 2 + value, line.value);
        surface.text({at, name + 3 + value}, line.interval, k_dim);
        surface.text({at, name + 4 + value + interval}, line.unit, k_dim);
        surface.text_right(at, strip_at - 1, line.against, line.style);
        const auto& metric = model.summary().metrics[i];
        if (metric.repeats.size() < 2 || surface.columns() - strip_at - 1 < k_least_strip) continue;
        const Strip strip{metric.repeats, metric.interval.low, metric.interval.high, metric.median};
        draw_strip(surface.sub({{at, strip_at + 1}, {1, surface.columns() - strip_at - 1}}), strip, scale_of(metric), k_accent);
    }
}

std::string log_text(const model::TrialModel& model) {
    std::string text;
    if (model.log().omitted() > 0)
        text += fmt::format("… {} more were printed and not kept …\n", size(static_cast<double>(model.log().omitted())));
    for (const auto& line : model.log().lines()) text += line + "\n";
    return text;
}

std::string command_text(const model::TrialModel& model) {
    const auto& commands = model.commands();
    std::string text;
    for (const auto& [label, command] :
         {std::pair{"build", &commands.build}, {"run", &commands.run}, {"verify", &commands.verify}})
        if (!command->empty()) text += fmt::format("# {}\n{}\n\n", label, *command);
    return text;
}

std::string about_text(const model::TrialModel& model, Nanoseconds now) {
    const auto& record = model.record();
    auto text = fmt::format("proposed by {} after {} outcomes, asked {}\n", record.origin, record.told_before,
                            clock_time(record.asked_ns, now));
    if (record.started_ns > 0 && record.ended_ns > record.started_ns)
        text += fmt::format("began {}, took {}\n", clock_time(record.started_ns, now), since(record.started_ns, record.ended_ns));
    if (!record.status.empty()) text += "it says: " + record.status + "\n";
    if (!record.reason.empty()) text += record.reason + "\n";
    if (!record.realised.empty()) text += "really done: " + record.realised + "\n";
    if (!model.note().empty()) text += "\nnote: " + model.note() + "\n";
    if (!model.events().empty()) text += "\n";
    for (const auto& event : model.events())
        text += fmt::format("{}  {}  {}\n", clock_time(event.at_ns, now), event.kind, event.text);
    return text;
}

}  // namespace paretop::views
