// An executor without processes: outcomes are a function of the configuration and come in an order the test chooses.
#pragma once

#include <functional>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "engine/executor/executor.h"

namespace paretop::test {

class FakeExecutor final : public executor::Executor {
  public:
    using Program = std::function<executor::Evaluation(const executor::Job&)>;
    // Finishes the open submissions in an order drawn from `shuffle_seed` (0: in the order of submission).
    FakeExecutor(boost::asio::io_context& loop, std::int64_t capacity, Program program, unsigned shuffle_seed = 0);

    void prepare(std::function<void(Result<void>)> ready) override;
    void submit(executor::Job job, std::function<void(executor::Evaluation)> done) override;
    void cancel(storage::TrialNumber number) override;
    [[nodiscard]] std::int64_t capacity() const override { return capacity_; }

    std::int64_t evaluated = 0;
    std::vector<storage::TrialNumber> submitted;
    Result<void> prepared;                                    // what prepare() answers
    std::function<void(storage::TrialNumber)> before_finish;  // called with the trial about to finish; may pause or stop the run
    bool hold = false;                                        // nothing finishes (until cancelled)

  private:
    void finish_one();
    struct Open {
        executor::Job job;
        std::function<void(executor::Evaluation)> done;
    };
    boost::asio::io_context& loop_;
    std::int64_t capacity_;
    Program program_;
    unsigned shuffle_seed_;
    std::mt19937 shuffle_;
    std::map<storage::TrialNumber, Open> open_;
};

// A trial that was measured once: values[i] is of metric i.
executor::Evaluation measured(storage::TrialNumber number, std::vector<double> values);
executor::Evaluation failed(storage::TrialNumber number, std::string reason);

// Repeat by repeat, as the spec plans them and the job judges them; `measure` gives the value of every metric for a repeat,
// warm-ups included.
executor::Evaluation repeated(const executor::Job& job, const spec::Spec& spec,
                              const std::function<std::vector<double>(std::int64_t repeat)>& measure);

}  // namespace paretop::test
