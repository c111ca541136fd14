// After each repeat of a trial: is it worth another one?
#pragma once

#include "engine/executor/executor.h"
#include "engine/job/ledger.h"
#include "engine/measure/confirm.h"

namespace paretop::job {

measure::ConfirmRule confirm_rule(const spec::Spec& spec);

// Job::judge of one trial of the search. Ends a trial that the front dominates beyond doubt ("raced out after 2 of 5 repeats");
// sends one that would enter the front into the confirming round, whose repeats alone are its outcome then, and which is raced
// as well. The baseline is neither raced nor confirmed: nobody chose it for its luck. Asked at times that depend on the machine,
// so its answers are not repeated by a replay: the repeats that were stored are.
class RepeatJudge {
  public:
    RepeatJudge(const spec::Spec& spec, const Ledger& ledger);  // both outlive it

    std::optional<std::int64_t> operator()(executor::Evaluation& so_far, std::optional<std::int64_t> planned);
    // "measured again: repeat 3 of 5"; empty in the search round.
    [[nodiscard]] std::string status() const;

  private:
    [[nodiscard]] bool lost(const measure::Score& score) const;
    std::optional<std::int64_t> after_search(executor::Evaluation& so_far, const measure::Score& score,
                                             std::optional<std::int64_t> planned);
    std::optional<std::int64_t> after_confirming(executor::Evaluation& so_far, const measure::Score& score, std::int64_t repeat);

    const Ledger& ledger_;
    measure::ConfirmRule rule_;
    bool race_;
    std::int64_t wanted_ = 0, made_ = 0;  // in the confirming round
};

}  // namespace paretop::job
