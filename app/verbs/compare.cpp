#include "app/verbs/compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/compare_report.h"
#include "app/store_path.h"
#include "app/target.h"

namespace paretop::app {
namespace {

// A run alone cannot be compared, so a number alone is a trial of the other one's run.
std::string beside(std::string_view word, storage::TrialKey other) {
    const bool number = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    return number ? fmt::format("{}/{}", other.run, word) : std::string(word);
}

}  // namespace

Result<ExitCode> perform(const CompareCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto a, find_trial(store, command.a));
    PARETOP_TRY(const auto b, find_trial(store, beside(command.b, a)));
    PARETOP_TRY(const auto report, read_comparison(store, a, b, command.pool));
    if (command.json) {
        Json json;
        append_comparison(json, report);
        console.out(json.take() + "\n");
    } else {
        console.out(comparison_text(report, console.width()));
    }
    return ExitCode::ok;
}

}  // namespace paretop::app
