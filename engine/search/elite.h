// The best trials so far and where they are.
#pragma once

#include "engine/search/candidates.h"
#include "engine/search/ranking.h"

namespace paretop::search {

// The front of the feasible trials; while there is none, the trial that violates least. With one objective: the best one.
class Elite {
  public:
    explicit Elite(std::size_t objectives) : front_(objectives) {}

    // True where it entered the front (for one objective: is a new best), or violates less than any before. Failed ones never do.
    bool offer(TrialNumber number, const Coordinates& at, const Merit& merit);
    [[nodiscard]] bool empty() const { return members_.empty(); }
    // One of them at random; not empty.
    [[nodiscard]] const Coordinates& pick(Random& random) const { return members_[random.below(members_.size())].at; }
    [[nodiscard]] const front::Front& front() const { return front_; }

  private:
    struct Member {
        TrialNumber number;
        Coordinates at;
    };
    front::Front front_;
    std::vector<Member> members_;
    double least_violation_ = std::numeric_limits<double>::infinity();
};

}  // namespace paretop::search
