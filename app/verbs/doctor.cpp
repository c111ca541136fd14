#include "app/verbs/doctor.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/doctor/finding.h"
#include "app/json.h"
#include "app/store_path.h"
#include "app/text_table.h"

namespace paretop::app {
namespace {

std::string_view word_of(doctor::Health health) {
    if (health == doctor::Health::ok) return "ok";
    return health == doctor::Health::warn ? "warn" : "bad";
}

std::string as_json(const std::vector<doctor::Finding>& findings) {
    Json json;
    json.begin_array();
    for (const auto& finding : findings) {
        json.newline()
            .begin_object()
            .field("area", finding.area)
            .field("name", finding.name)
            .field("health", word_of(finding.health));
        json.field("found", finding.found).field("remedy", finding.remedy).end_object();
    }
    return json.end_array().take() + "\n";
}

std::string as_table(const std::vector<doctor::Finding>& findings) {
    std::vector<TextRow> rows;
    for (const auto& finding : findings)
        rows.push_back({finding.area, finding.name, std::string(word_of(finding.health)), finding.found});
    auto text = text_table({{"area"}, {"what"}, {""}, {"found"}}, rows, 0);
    for (const auto& finding : findings)
        if (!finding.remedy.empty())
            text += fmt::format("\n{}, {}: {}", finding.area, finding.name, views::harmless(finding.remedy));
    return text + "\n";
}

}  // namespace

Result<ExitCode> perform(const DoctorCommand& command, Console& console) {
    PARETOP_TRY(const auto path, store_path(command.store));
    std::vector<doctor::Finding> findings;
    for (auto&& part : {doctor::examine_counters(), doctor::examine_limits(), doctor::examine_terminal(console),
                        doctor::examine_store(path), doctor::examine_processor("/"), doctor::examine_tools()})
        findings.insert(findings.end(), part.begin(), part.end());
    console.out(command.json ? as_json(findings) : as_table(findings));
    const bool bad = std::any_of(findings.begin(), findings.end(), [](const auto& f) { return f.health == doctor::Health::bad; });
    return bad ? ExitCode::failed : ExitCode::ok;
}

}  // namespace paretop::app
