#include "bench/search/contest.h"

#include <algorithm>
#include <ctime>
#include <limits>

#include "engine/search/searcher.h"

namespace paretop::bench {
namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Keeps the best so far, and what it was at the checkpoints.
class Judge {
  public:
    explicit Judge(const SearchProblem& problem) : problem_(problem), front_(problem.objectives()) {}

    std::optional<std::vector<double>> evaluate(const space::Configuration& configuration) {
        const double start = cpu_seconds();
        auto values = count_ < problem_.evaluations ? problem_.evaluate(configuration) : std::nullopt;
        if (values && problem_.reference.empty()) best_ = std::min(best_, (*values)[0]);
        if (values && !problem_.reference.empty()) front_.insert(count_, *values);
        ++count_;
        if (std::ranges::find(k_checkpoints, count_) != std::end(k_checkpoints) && count_ <= problem_.evaluations)
            quality_.push_back(problem_.reference.empty() ? best_ : front_.hypervolume(problem_.reference));
        own_ += cpu_seconds() - start;
        return values;
    }

    [[nodiscard]] Course course(double cpu) const { return {quality_, 1e6 * (cpu - own_) / static_cast<double>(count_)}; }
    [[nodiscard]] double own() const { return own_; }

  private:
    const SearchProblem& problem_;
    front::Front front_;
    double best_ = std::numeric_limits<double>::infinity();
    std::int64_t count_ = 0;
    double own_ = 0;
    std::vector<double> quality_;
};

}  // namespace

std::optional<Course> run(const Contestant& contestant, const SearchProblem& problem, std::uint64_t seed) {
    Judge judge(problem);
    double elsewhere = 0;
    const double start = cpu_seconds();
    const auto evaluate = [&](const space::Configuration& configuration) { return judge.evaluate(configuration); };
    if (!contestant.run(problem, seed, evaluate, elsewhere)) return std::nullopt;
    return judge.course(cpu_seconds() - start + elsewhere);
}

Contestant ours(const std::string& method) {
    return {method, [method](const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate, double&) {
                search::Problem setting;
                setting.space = problem.space;
                setting.objectives = problem.objectives();
                setting.seed = seed;
                setting.budget = problem.evaluations;
                setting.noisy = false;
                auto searcher = search::make_searcher(method, std::move(setting));
                if (!searcher) return false;
                for (search::TrialNumber number = 0; number < problem.evaluations; ++number) {
                    const auto ask = (*searcher)->ask(number);
                    if (!ask) return true;
                    search::Outcome outcome;
                    outcome.number = number;
                    const auto values = evaluate(ask->configuration);
                    outcome.failed = !values;
                    if (values) outcome.objectives = *values;
                    (*searcher)->tell(outcome);
                }
                return true;
            }};
}

}  // namespace paretop::bench
