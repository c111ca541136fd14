#include "views/screens/front_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/screens/units.h"
#include "views/screens/value_axis.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

using model::ParametersModel;

double weight(const ParametersModel& model, std::size_t parameter) {
    double most = 0;
    for (std::size_t i = 0; i < model.experiment().objectives.size(); ++i)
        if (const auto* found = model.share(parameter, i)) most = std::max(most, found->share);
    return most;
}

std::vector<std::size_t> shown_parameters(const ParametersModel& model, int columns) {
    const auto& front = model.front();
    std::vector<std::size_t> differing;
    for (std::size_t i = 0; i < model.experiment().parameters.size(); ++i)
        if (std::any_of(front.begin(), front.end(), [&](const auto& member) {
                return member.configuration.values[i] != front.front().configuration.values[i];
            }))
            differing.push_back(i);
    const auto objectives = model.experiment().objectives.size();
    const auto fitting = axes_that_fit(columns);
    const auto room = fitting > objectives ? fitting - objectives : 1;
    std::stable_sort(differing.begin(), differing.end(), [&](auto a, auto b) { return weight(model, a) > weight(model, b); });
    if (differing.size() > room) differing.resize(room);
    std::sort(differing.begin(), differing.end());
    return differing;
}

// The last axis goes from the least to the most that occurs; all the same: in the middle.
void stretch(ParallelChart& chart) {
    Range range;
    for (const auto& line : chart.lines)
        if (!std::isnan(line.back())) range.add(line.back());
    for (auto& line : chart.lines) {
        if (std::isnan(line.back())) continue;
        line.back() = range.high > range.low ? (line.back() - range.low) / (range.high - range.low) : 0.5;
    }
}

std::string text_of(const space::Parameter& parameter, const space::Value& value) {
    constexpr int k_digits = 4;
    const auto text = space::to_text(parameter, value, k_digits);
    return text.empty() ? std::string(k_unknown) : text;
}

void add_parameter(ParallelChart& chart, const ParametersModel& model, std::size_t index) {
    const auto& parameter = model.space()->parameters()[index];
    const auto& front = model.front();
    const ValueAxis axis(parameter);
    ParallelAxis head{parameter.name, {}, {}, {}};
    Range range;
    for (std::size_t i = 0; i < front.size(); ++i) {
        const auto& value = front[i].configuration.values[index];
        const bool active = !std::holds_alternative<space::Inactive>(value);
        const double place = active ? axis.place(value) : std::nan("");
        chart.lines[i].push_back(place);
        if (active && place < range.low) head.low = text_of(parameter, value);
        if (active && place > range.high) head.high = text_of(parameter, value);
        if (active) range.add(place);
        if (chart.chosen == i) head.chosen = text_of(parameter, value);
    }
    stretch(chart);
    chart.axes.push_back(std::move(head));
}

void add_objective(ParallelChart& chart, const ParametersModel& model, std::size_t index) {
    const auto& head = model.experiment().objectives[index];
    Range range;
    for (const auto& member : model.front()) range.add(member.objectives[index]);
    const auto scale = choose_scale(range, 0);
    for (std::size_t i = 0; i < chart.lines.size(); ++i)
        chart.lines[i].push_back(scale.place(model.front()[i].objectives[index]));
    stretch(chart);
    ParallelAxis axis{
        (head.maximized ? "↑ " : "↓ ") + head.name, quantity(range.low, head.unit), quantity(range.high, head.unit), {}};
    if (chart.chosen) axis.chosen = quantity(model.front()[*chart.chosen].objectives[index], head.unit);
    chart.axes.push_back(std::move(axis));
}

}  // namespace

FrontLines front_lines(const ParametersModel& model, std::optional<std::size_t> chosen, int columns) {
    const auto& front = model.front();
    const auto parameters = shown_parameters(model, columns);
    FrontLines lines;
    lines.title = front.size() < model.front_size() ? fmt::format("front {} of {}", front.size(), model.front_size())
                                                    : fmt::format("front {}", front.size());
    const auto all = model.experiment().parameters.size();
    if (parameters.size() < all) lines.remark = fmt::format("{} of {} parameters", parameters.size(), all);
    if (chosen) lines.remark += fmt::format("{}trial {}", lines.remark.empty() ? "" : " · ", front[*chosen].trial);
    lines.chart.lines.resize(front.size());
    lines.chart.chosen = chosen;
    for (const auto i : parameters) add_parameter(lines.chart, model, i);
    for (std::size_t i = 0; i < model.experiment().objectives.size(); ++i) add_objective(lines.chart, model, i);
    return lines;
}

}  // namespace paretop::views
