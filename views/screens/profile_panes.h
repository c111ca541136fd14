// What stands below the operations of a profile: its batches, its workers and what is doubtful.
#pragma once

#include "views/model/profile.h"
#include "views/surface/surface.h"

namespace paretop::views {

[[nodiscard]] int profile_summary_lines(const model::ProfileModel& model);  // with the rules; 0: there is nothing to say
void draw_profile_summary(Surface surface, const model::ProfileModel& model);

}  // namespace paretop::views
