#include "engine/executor/serve_executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <unordered_map>

#include "engine/executor/answer.h"
#include "engine/executor/environment.h"
#include "engine/executor/failure.h"
#include "engine/executor/folder.h"
#include "engine/executor/repeats.h"
#include "engine/executor/setup.h"
#include "engine/executor/trial.h"
#include "engine/executor/worker.h"
#include "engine/process/ward.h"
#include "engine/spec/places.h"

namespace paretop::executor {
namespace {

constexpr std::int64_t k_most_strikes = 2;
constexpr Nanoseconds k_worker_grace = 500'000'000;
constexpr Nanoseconds k_retirement = 300'000'000;  // to end by itself once its stdin has ended

struct ServeTrial : Trial {
    using Trial::Trial;
    std::int64_t strikes = 0;
};

struct Request {
    std::uint64_t id = 0;
    ServeTrial* trial = nullptr;  // null: cancelled, its answer is awaited and dropped
};

struct Line {  // a worker and what it has been asked
    std::unique_ptr<Worker> worker;
    std::deque<Request> open;
    Nanoseconds front_since = 0;      // steady: when the front request became the one being worked at
    Nanoseconds front_suspended = 0;  // time the machine had slept by then
    std::unique_ptr<boost::asio::steady_timer> watch;
    bool watching = false;
};

class ServeExecutor : public Executor {
  public:
    ServeExecutor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock, const spec::Spec& spec,
                  LocalOptions options)
        : loop_(loop), guardian_(guardian), clock_(clock), spec_(spec), options_(std::move(options)), plan_(spec) {}

    void prepare(std::function<void(Result<void>)> ready) override;
    void submit(Job job, std::function<void(Evaluation)> done) override;
    void cancel(TrialNumber number) override;
    void retire() override;
    [[nodiscard]] std::int64_t capacity() const override { return workers() * depth(); }

  private:
    [[nodiscard]] std::int64_t workers() const { return std::max<std::int64_t>(options_.parallel, 1); }
    [[nodiscard]] std::int64_t depth() const { return std::max<std::int64_t>(spec_.command.in_flight, 1); }
    Result<void> open();
    Result<process::Launch> launch_of(std::int64_t worker) const;
    Line* freest();
    void dispatch();
    void send(Line& line, ServeTrial& trial);
    void begin_front(Line& line);
    void watch(Line& line);
    void answered(Line& line, std::string_view text);
    void take(ServeTrial& trial, const Answer& answer, std::string_view text, Nanoseconds took);
    void interim(Line& line, const Request& request, const Answer& answer);
    std::string record(ServeTrial& trial, const Answer& answer, std::string_view text, Nanoseconds took);
    void ended(Line& line);
    void finish(ServeTrial& trial, std::string reason);

    boost::asio::io_context& loop_;
    process::Guardian& guardian_;
    const Clock& clock_;
    const spec::Spec& spec_;
    const LocalOptions options_;
    RepeatPlan plan_;
    std::optional<measure::Sources> sources_;
    std::vector<std::unique_ptr<Line>> lines_;
    std::unordered_map<TrialNumber, std::unique_ptr<ServeTrial>> trials_;
    std::deque<ServeTrial*> waiting_;
    std::uint64_t last_id_ = 0;
    bool retiring_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// --- setting up ---------------------------------------------------------------------------------------------------------

Result<process::Launch> ServeExecutor::launch_of(std::int64_t worker) const {
    const auto folder = fmt::format("{}/worker{}", options_.scratch, worker);
    PARETOP_CHECK(make_folder(folder));
    PARETOP_TRY(const auto command, command_template(spec_.command.run, spec_));
    PARETOP_TRY(const auto environment, Environment::create(spec_));
    const spec::Places places{folder, "", spec_.directory, options_.cache, spec::input_path(spec_, options_.cache)};
    const auto defaults = spec_.space.defaults();
    process::Launch launch;
    launch.arguments = command_line(command, spec_, defaults, places);
    launch.environment = environment.fill(defaults, places, {});
    launch.environment.push_back(trial_variable(options_.identity, -1 - worker));
    launch.directory = spec::run_directory(spec_, defaults, places);
    launch.limits = spec_.command.limits;
    launch.limits.cpu_time.reset();  // it would be that of all evaluations together
    launch.grace = k_worker_grace;
    return launch;
}

Result<void> ServeExecutor::open() {
    PARETOP_CHECK(empty_folder(options_.scratch));
    PARETOP_TRY(sources_, measure::Sources::create(spec_));
    for (std::int64_t i = 0; i < workers(); ++i) {
        PARETOP_TRY(auto launch, launch_of(i));
        auto line = std::make_unique<Line>();
        line->watch = std::make_unique<boost::asio::steady_timer>(loop_);
        line->worker = Worker::create(loop_, guardian_, std::move(launch),
                                      {[this, raw = line.get()](std::string_view text) { answered(*raw, text); },
                                       [raw = line.get()](std::string_view bytes) {
                                           if (!raw->open.empty() && raw->open.front().trial != nullptr)
                                               raw->open.front().trial->printed(bytes);
                                       },
                                       [this, raw = line.get()] { ended(*raw); }});
        lines_.push_back(std::move(line));
    }
    return {};
}

void ServeExecutor::prepare(std::function<void(Result<void>)> ready) {
    if (auto opened = open(); !opened) return boost::asio::post(loop_, [ready = std::move(ready), opened] { ready(opened); });
    run_setup(loop_, guardian_, spec_, options_, [this, ready = std::move(ready)](Result<void> result) {
        for (const auto& line : lines_)
            if (result) result = line->worker->start();
        ready(result);
    });
}

// --- requests -----------------------------------------------------------------------------------------------------------

void ServeExecutor::submit(Job job, std::function<void(Evaluation)> done) {
    const auto number = job.number;
    auto trial = std::make_unique<ServeTrial>(std::move(job), std::move(done), spec_.command.limits.output);
    trial->repeat = plan_.begin(trial->job.first);
    waiting_.push_back(trial.get());
    trials_[number] = std::move(trial);
    dispatch();
}

// The worker with the shortest line that has room for another request.
Line* ServeExecutor::freest() {
    Line* best = nullptr;
    for (const auto& line : lines_)
        if (!line->worker->ending() && static_cast<std::int64_t>(line->open.size()) < depth() &&
            (best == nullptr || line->open.size() < best->open.size()))
            best = line.get();
    return best;
}

void ServeExecutor::dispatch() {
    while (!waiting_.empty() && !retiring_) {
        Line* line = freest();
        if (line == nullptr) return;
        auto& trial = *waiting_.front();
        waiting_.pop_front();
        send(*line, trial);
    }
}

void ServeExecutor::send(Line& line, ServeTrial& trial) {
    if (trial.evaluation.started_ns == 0) trial.evaluation.started_ns = clock_.now_ns();
    line.open.push_back({++last_id_, &trial});
    if (!line.worker->running()) {
        if (const auto started = line.worker->start(); !started) {
            line.open.pop_back();
            return boost::asio::post(
                loop_, [this, number = trial.job.number, why = started.error().message(), alive = std::weak_ptr(alive_)] {
                    if (!alive.expired() && trials_.contains(number)) finish(*trials_[number], why);
                });
        }
    }
    append_request(line.worker->outgoing(), last_id_, trial.job.json);
    if (line.open.size() == 1) begin_front(line);
    Progress progress;
    progress.running = true;
    if (options_.progress && trial.changed(progress)) options_.progress(progress);
}

void ServeExecutor::begin_front(Line& line) {
    line.front_since = clock_.steady_ns();
    line.front_suspended = process::suspended_ns();
    watch(line);
}

// One timer a worker, set again only when it fires: answers come much faster than timeouts.
void ServeExecutor::watch(Line& line) {
    if (spec_.command.timeout <= 0 || line.watching) return;
    line.watching = true;
    const auto left = line.front_since + spec_.command.timeout - clock_.steady_ns();
    line.watch->expires_after(std::chrono::nanoseconds(std::max<Nanoseconds>(left, 1'000'000)));
    line.watch->async_wait([this, &line](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        line.watching = false;
        if (line.open.empty()) return;
        if (clock_.steady_ns() - line.front_since >= spec_.command.timeout)
            line.worker->end(fmt::format("no answer within {}", duration_text(spec_.command.timeout)));
        watch(line);
    });
}

// --- answers ------------------------------------------------------------------------------------------------------------

void ServeExecutor::answered(Line& line, std::string_view text) {
    const auto answer = parse_answer(text);
    if (!answer) return line.worker->end("it wrote " + answer.error().what);
    if (line.open.empty()) return line.worker->end("it answered without being asked");
    const auto by_id = [&](const Request& request) { return request.id == answer->id; };
    const auto asked = std::find_if(line.open.begin(), line.open.end(), by_id);
    if (asked == line.open.end()) return line.worker->end(fmt::format("it answered request {}, which is not open", answer->id));
    if (answer->interim) {
        if (asked->trial != nullptr) interim(line, *asked, *answer);
        return;
    }
    if (asked != line.open.begin()) return line.worker->end(fmt::format("it answered request {} out of turn", answer->id));
    ServeTrial* trial = line.open.front().trial;
    const auto took = clock_.steady_ns() - line.front_since;
    const bool slept = process::suspended_ns() - line.front_suspended > 10'000'000;
    line.open.pop_front();
    if (!line.open.empty()) begin_front(line);
    if (trial != nullptr && !trial->pruned.empty()) {
        finish(*trial, trial->pruned);
    } else if (trial != nullptr && slept) {
        waiting_.push_front(trial);
    } else if (trial != nullptr) {
        take(*trial, *answer, text, took);
    }
    dispatch();
}

// A trial that is stopped is over when its worker is idle: it would disturb whatever is measured next, by this executor or
// another.
void ServeExecutor::interim(Line& line, const Request& request, const Answer& answer) {
    auto& trial = *request.trial;
    if (!trial.pruned.empty()) return;
    if (answer.step && trial.watched(*answer.step, *sources_)) return append_stop(line.worker->outgoing(), request.id);
    if (answer.status.empty() && answer.progress < 0) return;
    Progress progress;
    progress.running = true;
    progress.status = answer.status;
    progress.fraction = answer.progress;
    if (options_.progress && trial.changed(progress)) options_.progress(progress);
}

void ServeExecutor::take(ServeTrial& trial, const Answer& answer, std::string_view text, Nanoseconds took) {
    if (auto reason = record(trial, answer, text, took); !reason.empty()) return finish(trial, std::move(reason));
    const auto next = plan_.next(trial.job, trial.repeat, trial.evaluation);
    if (!next) return finish(trial, "");
    trial.repeat = *next;
    waiting_.push_front(&trial);
}

// The values of an answer; of several repeats where they are arrays. The reason, if it is a failure.
std::string ServeExecutor::record(ServeTrial& trial, const Answer& answer, std::string_view text, Nanoseconds took) {
    if (!answer.error.empty()) return "worker: " + answer.error;
    trial.evaluation.realised = measure::merge_objects(trial.evaluation.realised, answer.realised);
    std::map<std::string, double, std::less<>> values;
    for (std::size_t i = 0; i < answer.repeats; ++i) {
        for (const auto& [name, repeats] : answer.metrics) values[name] = repeats[std::min(i, repeats.size() - 1)];
        const auto metrics = sources_->read_answer(values, text, static_cast<double>(took) / 1e9, trial.job.configuration);
        if (!metrics) return metrics.error().message();
        if (i > 0) ++trial.repeat;
        trial.add_values(*metrics);
    }
    return {};
}

// --- ends ---------------------------------------------------------------------------------------------------------------

void ServeExecutor::ended(Line& line) {
    if (retiring_) return;
    const auto lost = std::exchange(line.open, {});
    for (auto request = lost.rbegin(); request != lost.rend(); ++request) {
        if (request->trial == nullptr) continue;
        const bool suspect = &*request == &lost.front();
        if (!request->trial->pruned.empty())
            finish(*request->trial, request->trial->pruned);
        else if (suspect && ++request->trial->strikes > k_most_strikes)
            finish(*request->trial, fmt::format("worker: {} (tried {} times)", line.worker->reason(), k_most_strikes + 1));
        else
            waiting_.push_front(request->trial);
    }
    dispatch();
}

void ServeExecutor::retire() {
    retiring_ = true;
    for (const auto& line : lines_) line->worker->hang_up();
    const auto any = [&] {
        return std::any_of(lines_.begin(), lines_.end(), [](const auto& line) { return line->worker->running(); });
    };
    loop_.restart();
    for (const auto until = clock_.steady_ns() + k_retirement; any() && clock_.steady_ns() < until;)
        loop_.run_one_for(std::chrono::nanoseconds(until - clock_.steady_ns()));
}

void ServeExecutor::finish(ServeTrial& trial, std::string reason) {
    const auto owned = trials_.extract(trial.job.number);
    owned.mapped()->finish(std::move(reason), clock_.now_ns());
}

void ServeExecutor::cancel(TrialNumber number) {
    const auto found = trials_.find(number);
    if (found == trials_.end() || found->second->cancelled) return;
    auto* trial = found->second.get();
    trial->cancelled = true;
    std::erase(waiting_, trial);
    for (const auto& line : lines_) {
        bool anyone = false;
        for (auto& request : line->open) {
            if (request.trial == trial) request.trial = nullptr;
            anyone = anyone || request.trial != nullptr;
        }
        if (!line->open.empty() && !anyone) line->worker->end("nobody waits for its answers any more");
    }
    boost::asio::post(loop_, [this, number, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        finish(*trials_.at(number), "cancelled");
        dispatch();
    });
}

}  // namespace

std::unique_ptr<Executor> make_serve_executor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock,
                                              const spec::Spec& spec, LocalOptions options) {
    return std::make_unique<ServeExecutor>(loop, guardian, clock, spec, std::move(options));
}

}  // namespace paretop::executor
