#include "engine/job/repeat_judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/measure/race.h"

namespace paretop::job {

measure::ConfirmRule confirm_rule(const spec::Spec& spec) { return {spec.search.confirm, spec.command.repeats.max}; }

RepeatJudge::RepeatJudge(const spec::Spec& spec, const Ledger& ledger)
    : ledger_(ledger), rule_(confirm_rule(spec)), race_(spec.search.race) {}

std::optional<std::int64_t> RepeatJudge::operator()(executor::Evaluation& so_far, std::optional<std::int64_t> planned) {
    const auto score = ledger_.score(so_far.measurements);
    if (!score || so_far.number == 0) return planned;
    const auto repeat = so_far.measurements.back().repeat;
    if (measure::round_of(repeat) == 0) return after_search(so_far, *score, planned);
    return after_confirming(so_far, *score, repeat);
}

std::string RepeatJudge::status() const {
    return wanted_ > 0 ? fmt::format("measured again: repeat {} of {}", std::min(made_ + 1, wanted_), wanted_) : "";
}

bool RepeatJudge::lost(const measure::Score& score) const {
    const auto& members = ledger_.members();
    return race_ && std::any_of(members.begin(), members.end(),
                                [&](const auto& member) { return measure::clearly_dominated(member.second, score); });
}

std::optional<std::int64_t> RepeatJudge::after_search(executor::Evaluation& so_far, const measure::Score& score,
                                                      std::optional<std::int64_t> planned) {
    if (planned) {
        if (!lost(score)) return planned;
        so_far.mark = fmt::format("raced out after {} of {} repeats", score.repeats.front().size(), rule_.planned);
        return std::nullopt;
    }
    if (!ledger_.would_enter(score)) return std::nullopt;
    wanted_ = measure::confirming_repeats(rule_, score);
    return wanted_ > 0 ? std::optional(measure::first_of(measure::Round::confirm)) : std::nullopt;
}

std::optional<std::int64_t> RepeatJudge::after_confirming(executor::Evaluation& so_far, const measure::Score& score,
                                                          std::int64_t repeat) {
    made_ = measure::place_of(repeat) + 1;
    if (made_ >= wanted_) return std::nullopt;
    if (!lost(score)) return repeat + 1;
    so_far.mark = fmt::format("not confirmed: dominated after {} of {} further repeats", made_, wanted_);
    return std::nullopt;
}

}  // namespace paretop::job
