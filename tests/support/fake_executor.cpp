#include "tests/support/fake_executor.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <iterator>

#include "engine/executor/repeats.h"

namespace paretop::test {

FakeExecutor::FakeExecutor(boost::asio::io_context& loop, std::int64_t capacity, Program program, unsigned shuffle_seed)
    : loop_(loop), capacity_(capacity), program_(std::move(program)), shuffle_seed_(shuffle_seed), shuffle_(shuffle_seed) {}

void FakeExecutor::prepare(std::function<void(Result<void>)> ready) {
    boost::asio::post(loop_, [this, ready = std::move(ready)] { ready(prepared); });
}

void FakeExecutor::submit(executor::Job job, std::function<void(executor::Evaluation)> done) {
    const auto number = job.number;
    submitted.push_back(number);
    open_.emplace(number, Open{std::move(job), std::move(done)});
    boost::asio::post(loop_, [this] { finish_one(); });
}

void FakeExecutor::finish_one() {
    if (hold || open_.empty()) return;
    auto chosen = open_.begin();
    if (shuffle_seed_ != 0) std::advance(chosen, static_cast<std::ptrdiff_t>(shuffle_() % open_.size()));
    auto open = std::move(chosen->second);
    open_.erase(chosen);
    if (before_finish) before_finish(open.job.number);
    ++evaluated;
    open.done(program_(open.job));
}

void FakeExecutor::cancel(storage::TrialNumber number) {
    const auto found = open_.find(number);
    if (found == open_.end()) return;
    boost::asio::post(loop_, [done = std::move(found->second.done), number] {
        executor::Evaluation evaluation;
        evaluation.number = number;
        evaluation.cancelled = true;
        done(std::move(evaluation));
    });
    open_.erase(found);
}

executor::Evaluation measured(storage::TrialNumber number, std::vector<double> values) {
    executor::Evaluation evaluation;
    evaluation.number = number;
    for (std::size_t i = 0; i < values.size(); ++i)
        evaluation.measurements.push_back({number, static_cast<std::int64_t>(i), 0, values[i]});
    return evaluation;
}

executor::Evaluation repeated(const executor::Job& job, const spec::Spec& spec,
                              const std::function<std::vector<double>(std::int64_t repeat)>& measure) {
    const executor::RepeatPlan plan(spec);
    executor::Evaluation evaluation;
    evaluation.number = job.number;
    for (std::optional repeat = plan.begin(job.first); repeat; repeat = plan.next(job, *repeat, evaluation)) {
        const auto values = measure(*repeat);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (*repeat >= job.first || job.first == 0)
                evaluation.measurements.push_back({job.number, static_cast<std::int64_t>(i), *repeat, values[i]});
    }
    return evaluation;
}

executor::Evaluation failed(storage::TrialNumber number, std::string reason) {
    executor::Evaluation evaluation;
    evaluation.number = number;
    evaluation.failed = true;
    evaluation.reason = std::move(reason);
    return evaluation;
}

}  // namespace paretop::test
