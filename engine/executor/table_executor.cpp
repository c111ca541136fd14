#include "engine/executor/table_executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <map>

#include "engine/measure/sources.h"

namespace paretop::executor {
namespace {

class TableExecutor : public Executor {
  public:
    TableExecutor(boost::asio::io_context& loop, const Clock& clock, const spec::Spec& spec,
                  std::shared_ptr<const table::Results> results, std::int64_t parallel)
        : loop_(loop), clock_(clock), spec_(spec), results_(std::move(results)), parallel_(std::max<std::int64_t>(parallel, 1)) {}

    void prepare(std::function<void(Result<void>)> ready) override {
        auto sources = measure::Sources::create(spec_);
        const auto made = sources ? Result<void>() : Result<void>(tl::unexpected<Error>(sources.error()));
        if (sources) sources_ = std::move(*sources);
        boost::asio::post(loop_, [ready = std::move(ready), made] { ready(made); });
    }

    void submit(Job job, std::function<void(Evaluation)> done) override {
        waiting_.push_back({std::move(job), std::move(done)});
        boost::asio::post(loop_, [this, alive = std::weak_ptr(alive_)] {
            if (!alive.expired()) finish_first();
        });
    }

    void cancel(TrialNumber number) override {
        for (auto& entry : waiting_)
            if (entry.job.number == number) entry.cancelled = true;
    }

    [[nodiscard]] std::int64_t capacity() const override { return parallel_; }

  private:
    struct Entry {
        Job job;
        std::function<void(Evaluation)> done;
        bool cancelled = false;
    };

    void finish_first() {
        auto entry = std::move(waiting_.front());
        waiting_.pop_front();
        Evaluation evaluation;
        evaluation.number = entry.job.number;
        evaluation.cancelled = entry.cancelled;
        evaluation.started_ns = clock_.now_ns();
        if (!entry.cancelled) evaluation.reason = look_up(entry.job, evaluation);
        evaluation.failed = !evaluation.reason.empty();
        if (evaluation.failed) evaluation.measurements.clear();
        evaluation.ended_ns = clock_.now_ns();
        entry.done(std::move(evaluation));
    }

    // The reason, if it is a failure.
    std::string look_up(const Job& job, Evaluation& evaluation) {
        const auto found = results_->find(space::encode(spec_.space, job.configuration));
        if (!found) return fmt::format("{} has no row for this configuration", spec_.command.table);
        if (!found->failure.empty()) return found->failure;
        std::size_t repeats = 1;
        for (const auto& values : found->values) repeats = std::max(repeats, values.size());
        for (std::size_t repeat = 0; repeat < repeats; ++repeat)
            if (auto reason = add_repeat(job, *found, repeat, evaluation); !reason.empty()) return reason;
        return {};
    }

    // A metric has as many repeats as it has numbers; a formula takes the last number of one that has fewer.
    std::string add_repeat(const Job& job, const table::Results::Found& found, std::size_t repeat, Evaluation& evaluation) {
        for (std::size_t metric = 0; metric < found.values.size(); ++metric)
            if (const auto& values = found.values[metric]; !values.empty())
                named_[spec_.metrics[metric].source.argument] = values[std::min(repeat, values.size() - 1)];
        const auto read = sources_->read_answer(named_, {}, 0, job.configuration);
        if (!read) return read.error().message();
        for (std::size_t metric = 0; metric < read->size(); ++metric) {
            const auto& values = found.values[metric];
            if (values.empty() || repeat < values.size())
                evaluation.measurements.push_back(
                    {job.number, static_cast<std::int64_t>(metric), static_cast<std::int64_t>(repeat), (*read)[metric]});
        }
        return {};
    }

    boost::asio::io_context& loop_;
    const Clock& clock_;
    const spec::Spec& spec_;
    std::shared_ptr<const table::Results> results_;
    std::int64_t parallel_;
    std::optional<measure::Sources> sources_;
    std::deque<Entry> waiting_;
    std::map<std::string, double, std::less<>> named_;  // by column
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

std::unique_ptr<Executor> make_table_executor(boost::asio::io_context& loop, const Clock& clock, const spec::Spec& spec,
                                              std::shared_ptr<const table::Results> results, std::int64_t parallel) {
    return std::make_unique<TableExecutor>(loop, clock, spec, std::move(results), parallel);
}

}  // namespace paretop::executor
