// The parts of the Trial screen as text and lines.
#pragma once

#include <string>

#include "views/model/trial.h"
#include "views/surface/surface.h"

namespace paretop::views {

// One line a metric: name, median with its interval, change against the baseline, and every repeat on a scale of its own.
void draw_metrics(Surface surface, const model::TrialModel& model);

[[nodiscard]] std::string log_text(const model::TrialModel& model);
[[nodiscard]] std::string command_text(const model::TrialModel& model);
[[nodiscard]] std::string about_text(const model::TrialModel& model, Nanoseconds now);  // times, note, what was realised, events

}  // namespace paretop::views
