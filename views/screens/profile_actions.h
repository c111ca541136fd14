// What the screens of one profile have in common.
#pragma once

#include <string>
#include <vector>

#include "views/model/profile.h"
#include "views/screens/context.h"

namespace paretop::views {

[[nodiscard]] std::string profile_title(storage::ProfileId profile, const std::string& what);  // "profile 5 › icicle"
[[nodiscard]] std::string profile_family(storage::ProfileId profile);  // its views take each other's place
// "● growing · 12 s · lotus": for the right of the line on top.
[[nodiscard]] StyledText profile_status(const storage::ProfileRecord& profile);
// "Reading… 320,000 operations so far."
[[nodiscard]] std::string reading_text(const model::Operations& operations);
// The other views of one profile: operations (p), icicle (i), sandwich (s), timeline (t) and diff (d), less the one titled
// `here`, and the trial that it is of (T).
[[nodiscard]] std::vector<Action> profile_visits(Context& context, storage::ProfileId profile, std::string_view here);
// Asks for the other profile: a number, a name or its beginning.
[[nodiscard]] Action diff_with_action(Context& context, storage::ProfileId profile);
// What was left out or is in doubt, in one line; empty: nothing.
[[nodiscard]] std::string doubts_of(const storage::ProfileRecord& profile, const std::vector<storage::OmissionRecord>& omissions);
// "3.21 s", "4.70 ms": how long it took from the first record to the last.
[[nodiscard]] std::string extent_of(const storage::ProfileRecord& profile);

}  // namespace paretop::views
