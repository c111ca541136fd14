#include "app/target.h"

#include <fmt/format.h>

#include <charconv>

namespace paretop::app {
namespace {

struct Words {
    std::string_view run;
    std::optional<storage::TrialNumber> trial;
};

// A name may contain a slash itself: only a number after the last one is a trial.
Words split(std::string_view word) {
    const auto slash = word.rfind('/');
    if (slash == std::string_view::npos) return {word, {}};
    storage::TrialNumber trial = 0;
    const auto* end = word.data() + word.size();
    const auto parsed = std::from_chars(word.data() + slash + 1, end, trial);
    if (parsed.ec != std::errc() || parsed.ptr != end || trial < 0) return {word, {}};
    return {word.substr(0, slash), trial};
}

}  // namespace

Result<Target> find_target(const storage::Store& store, std::string_view word) {
    const auto words = split(word);
    PARETOP_TRY(const auto run, storage::find_run(store, words.run));
    if (!words.trial) return Target{run, {}};
    if (storage::get_trial(store, {run, *words.trial})) return Target{run, words.trial};
    PARETOP_TRY(const auto record, storage::get_run(store, run));
    return fail(ErrorKind::not_found, fmt::format("it has no trial {}", *words.trial), name_of(run),
                record.asked > 0 ? fmt::format("its trials are 0 to {}", record.asked - 1) : "it has not been started yet");
}

Result<storage::TrialKey> find_trial(const storage::Store& store, std::string_view word) {
    PARETOP_TRY(const auto target, find_target(store, word));
    if (target.trial) return storage::TrialKey{target.run, *target.trial};
    return fail(ErrorKind::usage, "this is a run, and a trial is needed", std::string(word),
                fmt::format("write {}/TRIAL, e.g. {}/0 for the baseline", word, word));
}

std::string name_of(storage::RunId run) { return fmt::format("run {}", run); }
std::string name_of(storage::TrialKey trial) { return fmt::format("trial {}/{}", trial.run, trial.number); }

}  // namespace paretop::app
