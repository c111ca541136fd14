// Which trials a tree-structured Parzen estimator calls good, and which it compares them with: a bounded number of both, whatever
// the length of the history, and a function of the order of the tells alone.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/ranking.h"
#include "engine/search/tpe_mixture.h"

namespace paretop::search {

class TpeHistory {
  public:
    TpeHistory(std::uint64_t seed, std::size_t objectives) : seed_(seed), objectives_(objectives) {}

    void add(Axes::Point point, Merit merit);
    [[nodiscard]] std::int64_t learnt() const { return learnt_; }  // trials that did not fail

    struct Split {
        std::vector<Mixture::Kernel> good, bad;  // borrowed until the next add()
    };
    // The best by constrained domination: one objective by value; several by non-dominated rank, and within the rank that is cut
    // by what each adds to the hypervolume (Ozaki et al., "Multiobjective tree-structured Parzen estimator", JAIR 73, 2022).
    [[nodiscard]] const Split& split();

  private:
    struct Trial {
        Axes::Point point;
        Merit merit;
        std::int64_t order = 0;
    };

    void add_bad(Trial trial);
    void shrink();
    void sort_pool();

    std::uint64_t seed_;
    std::size_t objectives_;
    std::int64_t told_ = 0, learnt_ = 0, discarded_ = 0;
    std::vector<Trial> pool_;  // the best, sorted best first where sorted_
    bool sorted_ = true;
    std::vector<Trial> recent_;   // not good, the latest: a ring
    std::vector<Trial> earlier_;  // not good, drawn evenly from those before
    std::int64_t rings_ = 0;      // ever put into recent_
    Split split_;
};

}  // namespace paretop::search
