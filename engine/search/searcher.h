// A Searcher proposes configurations and learns from outcomes. It is never serialised: its state is a pure function of
// (problem, seed, the ordered asks and tells), so a run is resumed by repeating them (see replay in engine/job).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/space/space.h"
#include "storage/base/result.h"

namespace paretop::search {

using TrialNumber = std::int64_t;

struct Problem {
    space::Space space;
    std::size_t objectives = 1;  // all minimised here: a maximised one is negated before it is told
    std::uint64_t seed = 1;
    std::int64_t budget = 0;     // trials in all, 0: unknown
    std::int64_t in_flight = 1;  // most asks that may be open at once
    bool noisy = true;
    std::vector<space::Configuration> start;  // asked right after the baseline
};

struct Ask {
    space::Configuration configuration;
    std::string origin;  // baseline, listed, or who proposed it: the method, its arm (nsga2/sobol), random where it had no idea
};

struct Outcome {
    TrialNumber number = 0;
    bool failed = false;
    std::vector<double> objectives;  // aggregated (median of repeats), minimised; empty when failed
    double violation = 0;            // how far bounds and keep-thresholds are missed, summed, each relative; 0: feasible
    std::vector<std::vector<double>> repeats;  // [objective][repeat], minimised
};

class Searcher {
  public:
    virtual ~Searcher() = default;
    // The configuration for trial `number` (asked with 0, 1, 2, …, each once). Never one that was asked before; nullopt:
    // nothing is left to ask (a finite space is exhausted), or nothing can be found that keeps the constraints: why() tells.
    virtual std::optional<Ask> ask(TrialNumber number) = 0;
    // Stands for an ask that was answered elsewhere: trial `number` is of this configuration, whose outcome is told like any
    // other's. It is never asked again. Before the first ask, which is the baseline as ever, unless that was adopted.
    virtual void adopt(TrialNumber number, const space::Configuration& configuration) = 0;
    // The outcome of an earlier ask; in any order, each once.
    virtual void tell(const Outcome& outcome) = 0;
    // The method that really searches ("nsga2"), and, in one sentence, why it was chosen or why it ended.
    [[nodiscard]] virtual std::string method() const = 0;
    [[nodiscard]] virtual std::string why() const = 0;
};

struct Method {
    std::string_view name;
    std::string_view about;  // what it is good for, one sentence
};
const std::vector<Method>& methods();  // "auto" first

// Baseline first, then Problem::start, then the method; without duplicates. usage: an unknown method (with the nearest name);
// defaults or a listed configuration that break a constraint; a space that no configuration satisfies (after a bounded effort,
// naming the constraint most often at fault).
Result<std::unique_ptr<Searcher>> make_searcher(std::string_view method, Problem problem);

}  // namespace paretop::search
