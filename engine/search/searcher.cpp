#include "engine/search/searcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/search/purpose.h"
#include "engine/search/strategy.h"
#include "storage/base/nearest.h"

namespace paretop::search {
namespace {

using space::Configuration;

// What all methods have in common: the baseline, the listed configurations, and what to do when the method has no idea.
class Search : public Searcher {
  public:
    Search(Problem problem, std::string_view method, std::string why)
        : problem_(std::move(problem)), method_(method), why_(std::move(why)), candidates_(problem_.space) {}

    Result<void> choose_strategy() {
        PARETOP_TRY(strategy_, make_strategy(method_, {problem_, candidates_}));
        return {};
    }

    std::optional<Ask> ask(TrialNumber number) override {
        if (ended_) return std::nullopt;
        auto candidate = next(number);
        if (!candidate) {
            ended_ = true;
            why_ = candidates_.why_none();
            return std::nullopt;
        }
        strategy_->asked(number, *candidate);
        return Ask{std::move(candidate->configuration), std::string(candidate->origin)};
    }

    void adopt(TrialNumber number, const Configuration& configuration) override {
        const Candidate adopted{configuration, {}, "imported"};
        candidates_.claim(configuration);
        strategy_->asked(number, adopted);
    }

    void tell(const Outcome& outcome) override { strategy_->tell(outcome); }

    [[nodiscard]] std::string method() const override { return std::string(method_); }
    [[nodiscard]] std::string why() const override { return why_; }

  private:
    std::optional<Candidate> next(TrialNumber number) {
        if (!std::exchange(baseline_asked_, true)) {
            Candidate baseline{problem_.space.defaults(), {}, "baseline"};
            if (candidates_.claim(baseline.configuration)) return baseline;
        }
        while (listed_ < problem_.start.size()) {
            const Configuration& listed = problem_.start[listed_++];
            if (candidates_.claim(listed)) return Candidate{listed, {}, "listed"};
        }
        if (auto proposed = strategy_->propose(number)) return proposed;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::draw);
        auto drawn = candidates_.draw(random);
        if (drawn) drawn->origin = "random";
        return drawn;
    }

    Problem problem_;
    std::string_view method_;
    std::string why_;
    Candidates candidates_;
    std::unique_ptr<Strategy> strategy_;
    std::size_t listed_ = 0;  // of problem_.start, asked or skipped so far
    bool baseline_asked_ = false;
    bool ended_ = false;
};

tl::unexpected<Error> unknown_method(std::string_view name) {
    const auto nearest =
        std::ranges::min_element(methods(), {}, [&](const Method& method) { return edit_distance(name, method.name); });
    return fail(ErrorKind::usage, fmt::format("there is no search method '{}'", name), {},
                fmt::format("perhaps '{}' was meant", nearest->name));
}

// The defaults are trial 0, so they must keep the constraints.
Result<void> check_baseline(const Problem& problem) {
    const auto& space = problem.space;
    const auto broken = space.violated(space.defaults());
    if (!broken) return {};
    Candidates candidates(space);
    Random random(problem.seed, 0, purpose::feasible);
    if (const auto feasible = candidates.feasible(random))
        return fail(ErrorKind::usage,
                    fmt::format("the defaults, which are the baseline, break `{}`", space.constraints()[*broken].require.text()),
                    space.constraints()[*broken].where,
                    fmt::format("choose defaults that keep it, such as {}", differences(space, *feasible, space.defaults())));
    const auto& worst = space.constraints()[candidates.most_at_fault().value_or(*broken)];
    return fail(ErrorKind::usage,
                fmt::format("no configuration was found that keeps the constraints; `{}` refused most", worst.require.text()),
                worst.where, "loosen it, or widen the parameters it mentions");
}

Result<void> check_listed(const Problem& problem) {
    for (std::size_t i = 0; i < problem.start.size(); ++i) {
        const auto number = i + 1;
        if (auto checked = problem.space.check(problem.start[i]); !checked) {
            auto error = std::move(checked).error();
            error.what = fmt::format("listed configuration {}: {} {}", number, error.where, error.what);
            error.where.clear();
            return tl::unexpected(std::move(error));
        }
        if (const auto broken = problem.space.violated(problem.start[i]))
            return fail(
                ErrorKind::usage,
                fmt::format("listed configuration {} breaks `{}`", number, problem.space.constraints()[*broken].require.text()),
                problem.space.constraints()[*broken].where, "leave it out, or loosen the constraint");
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Searcher>> make_searcher(std::string_view method, Problem problem) {
    const auto known = std::ranges::find(methods(), method, &Method::name);
    if (known == methods().end()) return unknown_method(method);
    PARETOP_CHECK(check_baseline(problem));
    PARETOP_CHECK(check_listed(problem));
    auto choice = method == "auto" ? choose_method(problem) : Choice{known->name, "the experiment asks for it"};
    auto search = std::make_unique<Search>(std::move(problem), choice.method, std::move(choice.why));
    PARETOP_CHECK(search->choose_strategy());
    return search;
}

}  // namespace paretop::search
