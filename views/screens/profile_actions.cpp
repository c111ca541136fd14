#include "views/screens/profile_actions.h"

#include <fmt/format.h>

#include <algorithm>

#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {

std::string profile_title(storage::ProfileId profile, const std::string& what) {
    return fmt::format("{} › {}", profile_family(profile), what);
}

std::string profile_family(storage::ProfileId profile) { return fmt::format("profile {}", profile); }

std::string extent_of(const storage::ProfileRecord& profile) {
    const auto span = profile.last_ns - profile.first_ns;
    return span > 0 ? span_text(static_cast<double>(span)) : std::string(k_unknown);
}

StyledText profile_status(const storage::ProfileRecord& profile) {
    StyledText text;
    if (storage::being_removed(profile))
        text.push_back({"✗ half removed", k_warning});
    else if (profile.state == storage::ProfileState::growing)
        text.push_back({"● growing", k_good});
    else if (profile.state == storage::ProfileState::cut_off)
        text.push_back({"✗ cut off", k_warning});
    text.push_back({fmt::format("{}{} · {}", text.empty() ? "" : " · ", profile.name, extent_of(profile)), k_dim});
    return text;
}

std::string reading_text(const model::Operations& operations) {
    return fmt::format("Reading… {} so far.", count_of(operations.read_so_far(), "operation"));
}

Action diff_with_action(Context& context, storage::ProfileId profile) {
    return {"diff with another profile", "d", "diff with…", "Operation by operation, with intervals.", {}, [&context, profile] {
                PromptRequest request;
                request.label = fmt::format("profile {} against (a number or a name)", profile);
                request.history = "profiles";
                request.done = [&context, profile](const std::string& text) {
                    if (text.empty()) return;
                    const auto other = storage::find_profile(context.store, text);
                    if (!other) return context.shell.report(other.error());
                    show(context, make_profile_diff_screen(context, profile, *other));
                };
                context.shell.prompt(std::move(request));
            }};
}

std::vector<Action> profile_visits(Context& context, storage::ProfileId profile, std::string_view here) {
    std::vector<Action> all{{"operations of the profile",
                             "p",
                             "operations",
                             "Where its time went, operation by operation.",
                             {},
                             [&context, profile] { show(context, make_operations_screen(context, profile)); }},
                            {"icicle of its calls",
                             "i",
                             "icicle",
                             "Who calls whom, as wide as it took; the root on top.",
                             {},
                             [&context, profile] { show(context, make_icicle_screen(context, profile)); }},
                            {"sandwich of a function",
                             "s",
                             "sandwich",
                             "One function between its callers and its callees.",
                             {},
                             [&context, profile] { show(context, make_sandwich_screen(context, profile)); }},
                            {"timeline of its workers",
                             "t",
                             "timeline",
                             "What each worker did when.",
                             {},
                             [&context, profile] { show(context, make_timeline_screen(context, profile)); }},
                            diff_with_action(context, profile)};
    std::erase_if(all, [&](const Action& action) { return action.title == here; });
    if (const auto record = storage::get_profile(context.store, profile); record && record->trial)
        all.push_back({fmt::format("open trial {}/{}", record->trial->run, record->trial->number),
                       "T",
                       "trial",
                       "The trial it is of.",
                       {},
                       [&context, trial = *record->trial] { show(context, make_trial_screen(context, trial)); }});
    return all;
}

std::string doubts_of(const storage::ProfileRecord& profile, const std::vector<storage::OmissionRecord>& omissions) {
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : " · ") + part; };
    for (const auto& remark : profile.remarks) add(remark);
    for (const auto& omission : omissions)
        add(fmt::format("{} {}{}", grouped(omission.count), omission.kind,
                        omission.where.empty() ? "" : fmt::format(" (first: {})", omission.where)));
    return text;
}

}  // namespace paretop::views
