#include "engine/executor/exec_executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>

#include "engine/executor/build_cache.h"
#include "engine/executor/failure.h"
#include "engine/executor/repeats.h"
#include "engine/executor/setup.h"
#include "engine/executor/slot.h"
#include "engine/executor/trial.h"
#include "engine/spec/places.h"

namespace paretop::executor {
namespace {

constexpr auto k_tick = std::chrono::milliseconds(250);  // live logs and reports of trials that run longer
constexpr std::int64_t k_most_disturbances = 5;          // in a row

enum class Stage { building, ready, measuring, over };

struct ExecTrial : Trial {
    using Trial::Trial;
    Stage stage = Stage::building;
    std::shared_ptr<Lease> build;
};

struct Place {  // a slot and who is in it
    std::unique_ptr<Slot> slot;
    ExecTrial* trial = nullptr;
    process::ChildId child = 0;
    process::Launch run, verify;
    spec::Places places;
};

class ExecExecutor : public Executor {
  public:
    ExecExecutor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock, const spec::Spec& spec,
                 LocalOptions options)
        : loop_(loop), guardian_(guardian), clock_(clock), spec_(spec), options_(std::move(options)), plan_(spec), tick_(loop) {}
    ~ExecExecutor() override;

    void prepare(std::function<void(Result<void>)> ready) override;
    void submit(Job job, std::function<void(Evaluation)> done) override;
    void cancel(TrialNumber number) override;
    [[nodiscard]] std::int64_t capacity() const override;

  private:
    Result<void> open();
    [[nodiscard]] bool builds() const { return !spec_.command.build.empty(); }
    void built(ExecTrial& trial, Built result);
    void fill_places();
    void assign(Place& place, ExecTrial& trial);
    void run(Place& place);
    void launch(Place& place, const process::Launch& launch, void (ExecExecutor::*then)(Place&, const process::Exit&));
    void ran(Place& place, const process::Exit& exit);
    void verified(Place& place, const process::Exit& exit);
    bool measure_again(Place& place, const process::Exit& exit);
    [[nodiscard]] std::string judge(Place& place, const process::Exit& exit);
    void go_on(Place& place);
    void leave(Place& place, std::string reason);
    void finish(ExecTrial& trial, std::string reason);
    void finish_later(ExecTrial& trial, std::string reason);
    void tell(ExecTrial& trial, const measure::Report* report);
    void reported(Place& place);
    void arm_tick();
    void ticked();

    boost::asio::io_context& loop_;
    process::Guardian& guardian_;
    const Clock& clock_;
    const spec::Spec& spec_;
    const LocalOptions options_;
    RepeatPlan plan_;
    std::optional<measure::Sources> sources_;
    std::optional<Environment> environment_;
    std::vector<std::size_t> all_parameters_;
    spec::Template run_, verify_;
    std::string input_;
    std::unique_ptr<BuildCache> cache_;
    std::vector<std::unique_ptr<Place>> places_;
    std::list<ExecTrial> trials_;  // in the order of submission
    boost::asio::steady_timer tick_;
    bool ticking_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

ExecExecutor::~ExecExecutor() {
    for (const auto& place : places_)
        if (place->child != 0) guardian_.terminate(place->child);
}

// --- setting up ---------------------------------------------------------------------------------------------------------

Result<void> ExecExecutor::open() {
    PARETOP_CHECK(empty_folder(options_.scratch));
    PARETOP_TRY(sources_, measure::Sources::create(spec_));
    PARETOP_TRY(environment_, Environment::create(spec_));
    PARETOP_TRY(run_, command_template(spec_.command.run, spec_));
    PARETOP_TRY(verify_, command_template(spec_.command.verify, spec_));
    all_parameters_ = environment_->all_parameters();
    input_ = spec::input_path(spec_, options_.cache);
    if (builds()) {
        PARETOP_TRY(cache_, BuildCache::create(loop_, guardian_, spec_, options_));
    }
    for (std::int64_t i = 0; i < std::max<std::int64_t>(options_.parallel, 1); ++i) {
        auto place = std::make_unique<Place>();
        const auto sink = [raw = place.get()](std::string_view bytes) {
            if (raw->trial != nullptr) raw->trial->printed(bytes);
        };
        PARETOP_TRY(place->slot, Slot::create(loop_, fmt::format("{}/slot{}", options_.scratch, i), *sources_,
                                              spec_.command.limits, spec::uses(spec_, spec::Place::work), sink));
        places_.push_back(std::move(place));
    }
    return {};
}

void ExecExecutor::prepare(std::function<void(Result<void>)> ready) {
    if (auto opened = open(); !opened) return boost::asio::post(loop_, [ready = std::move(ready), opened] { ready(opened); });
    run_setup(loop_, guardian_, spec_, options_, std::move(ready));
}

std::int64_t ExecExecutor::capacity() const {
    return std::max<std::int64_t>(options_.parallel, 1) + (builds() ? std::max<std::int64_t>(spec_.search.builds, 1) : 0);
}

// --- the way of a trial ---------------------------------------------------------------------------------------------------

void ExecExecutor::submit(Job job, std::function<void(Evaluation)> done) {
    auto& trial = trials_.emplace_back(std::move(job), std::move(done), spec_.command.limits.output);
    trial.repeat = plan_.begin(trial.job.first);
    if (!builds()) {
        trial.stage = Stage::ready;
        return fill_places();
    }
    cache_->request(
        trial.job.number, trial.job.configuration, [this, &trial] { tell(trial, nullptr); },
        [this, &trial, alive = std::weak_ptr(alive_)](Built result) {
            if (!alive.expired()) built(trial, std::move(result));
        });
}

void ExecExecutor::built(ExecTrial& trial, Built result) {
    if (trial.stage != Stage::building) return;
    if (result.execution) trial.add_execution(*result.execution);
    if (!result.lease) {
        trial.printed(result.log);
        return finish(trial, std::move(result.reason));
    }
    trial.build = std::move(result.lease);
    trial.stage = Stage::ready;
    fill_places();
}

void ExecExecutor::fill_places() {
    for (const auto& place : places_) {
        if (place->trial != nullptr) continue;
        const auto next =
            std::find_if(trials_.begin(), trials_.end(), [](const auto& trial) { return trial.stage == Stage::ready; });
        if (next == trials_.end()) return;
        assign(*place, *next);
    }
}

void ExecExecutor::assign(Place& place, ExecTrial& trial) {
    place.trial = &trial;
    trial.stage = Stage::measuring;
    const auto& configuration = trial.job.configuration;
    place.places = {place.slot->work(), trial.build ? trial.build->path() : "", spec_.directory, options_.cache, input_};
    auto variables = environment_->fill(configuration, place.places, all_parameters_);
    variables.push_back(trial_variable(options_.identity, trial.job.number));
    if (const auto assigned = place.slot->assign(trial.job.json, std::move(variables)); !assigned) {
        place.trial = nullptr;
        return finish_later(trial, assigned.error().message());
    }
    place.run.arguments = command_line(run_, spec_, configuration, place.places);
    place.run.directory = spec::run_directory(spec_, configuration, place.places);
    place.run.limits = spec_.command.limits;
    place.run.timeout = spec_.command.timeout;
    place.run.counters = sources_->counters();
    place.slot->equip(place.run);
    if (!verify_.empty()) {
        place.verify = place.run;
        place.verify.counters.clear();
        place.verify.arguments = command_line(verify_, spec_, configuration, place.places);
    }
    run(place);
}

void ExecExecutor::run(Place& place) {
    if (const auto prepared = place.slot->prepare_run(); !prepared) {
        auto& trial = *std::exchange(place.trial, nullptr);
        return finish_later(trial, prepared.error().message());
    }
    place.trial->begin_repeat();
    launch(place, place.run, &ExecExecutor::ran);
    tell(*place.trial, nullptr);
    arm_tick();
}

void ExecExecutor::launch(Place& place, const process::Launch& launch, void (ExecExecutor::*then)(Place&, const process::Exit&)) {
    place.child = guardian_.launch(launch, [this, &place, then, alive = std::weak_ptr(alive_)](const process::Exit& exit) {
        if (alive.expired()) return;
        place.child = 0;
        place.slot->collect();
        (this->*then)(place, exit);
    });
}

// A repeat that was stopped, slept through or lost its guardian says nothing about the program.
bool ExecExecutor::measure_again(Place& place, const process::Exit& exit) {
    auto& trial = *place.trial;
    if (!exit.frozen) return trial.disturbed = 0, false;
    if (++trial.disturbed > k_most_disturbances) {
        leave(place, fmt::format("it was stopped or suspended in {} runs one after the other", k_most_disturbances));
        return true;
    }
    trial.note("the run was stopped, suspended or lost; it is measured again");
    run(place);
    return true;
}

void ExecExecutor::ran(Place& place, const process::Exit& exit) {
    auto& trial = *place.trial;
    if (trial.cancelled) return leave(place, "cancelled");
    if (trial.pruned.empty() && measure_again(place, exit)) return;
    if (exit.launched && trial.warming())
        trial.add_execution(execution_of(exit, storage::Phase::warmup, trial.repeat - trial.job.first));
    else if (exit.launched)
        trial.add_execution(execution_of(exit, storage::Phase::run, trial.repeat));
    if (!trial.pruned.empty()) return leave(place, trial.pruned);
    if (auto reason = judge(place, exit); !reason.empty()) return leave(place, std::move(reason));
    if (verify_.empty() || trial.warming()) return go_on(place);
    place.slot->forget_output();
    launch(place, place.verify, &ExecExecutor::verified);
}

// Takes the metrics of a run; the reason, if it failed.
std::string ExecExecutor::judge(Place& place, const process::Exit& exit) {
    auto& trial = *place.trial;
    const auto& slot = *place.slot;
    const bool code_counts = exit.exit_code != 0 && !sources_->wants_exit_code();
    if (!exit.launched || exit.timed_out || exit.signal != 0 || code_counts)
        return failure_of({place.run, exit, slot.standard_error().text()});
    if (slot.unread_report() > 0)
        trial.note(fmt::format("the last {} bytes of $PARETOP_REPORT were not read: 64 MiB are", slot.unread_report()));
    if (exit.leftovers) trial.note("it left processes behind, which were killed");
    const measure::Facts facts{
        exit,         slot.standard_output(), slot.standard_error(), slot.report(), trial.job.configuration,
        place.places, place.run.directory};
    trial.add_report(slot.report(), *sources_);
    if (const auto caveat = sources_->caveat(facts); !caveat.empty()) trial.note(caveat);
    const auto values = sources_->read(facts);
    if (!values) return values.error().message();
    trial.add_values(*values);
    return {};
}

void ExecExecutor::verified(Place& place, const process::Exit& exit) {
    auto& trial = *place.trial;
    if (trial.cancelled) return leave(place, "cancelled");
    if (!trial.pruned.empty()) return leave(place, trial.pruned);
    if (exit.error == ECONNRESET) return launch(place, place.verify, &ExecExecutor::verified);
    if (exit.launched) trial.add_execution(execution_of(exit, storage::Phase::verify, trial.repeat));
    if (!exit.launched || exit.timed_out || exit.signal != 0 || exit.exit_code != 0)
        return leave(place, "verify: " + failure_of({place.verify, exit, place.slot->standard_error().text()}));
    go_on(place);
}

void ExecExecutor::go_on(Place& place) {
    auto& trial = *place.trial;
    const auto next = plan_.next(trial.job, trial.repeat, trial.evaluation);
    if (!next) return leave(place, "");
    trial.repeat = *next;
    run(place);
}

// --- the end of a trial -----------------------------------------------------------------------------------------------------

void ExecExecutor::leave(Place& place, std::string reason) {
    auto& trial = *std::exchange(place.trial, nullptr);
    finish(trial, std::move(reason));
    fill_places();
}

void ExecExecutor::finish(ExecTrial& trial, std::string reason) {
    const auto at = std::find_if(trials_.begin(), trials_.end(), [&](const auto& other) { return &other == &trial; });
    std::list<ExecTrial> ended;
    ended.splice(ended.begin(), trials_, at);
    trial.stage = Stage::over;
    trial.finish(std::move(reason), clock_.now_ns());
}

void ExecExecutor::finish_later(ExecTrial& trial, std::string reason) {
    trial.stage = Stage::over;
    boost::asio::post(loop_, [this, &trial, reason = std::move(reason), alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        finish(trial, reason);
        fill_places();
    });
}

void ExecExecutor::cancel(TrialNumber number) {
    const auto at = std::find_if(trials_.begin(), trials_.end(), [&](const auto& trial) { return trial.job.number == number; });
    if (at == trials_.end() || at->cancelled) return;
    at->cancelled = true;
    if (at->stage == Stage::building) cache_->cancel(number);
    if (at->stage == Stage::building || at->stage == Stage::ready) return finish_later(*at, "cancelled");
    for (const auto& place : places_)
        if (place->trial == &*at && place->child != 0) guardian_.terminate(place->child);
}

// --- while it runs ------------------------------------------------------------------------------------------------------------

void ExecExecutor::tell(ExecTrial& trial, const measure::Report* report) {
    if (!options_.progress) return;
    Progress progress;
    progress.running = true;
    progress.measuring = trial.stage == Stage::measuring;
    if (report != nullptr) {
        progress.status = report->status;
        progress.fraction = report->progress;
    }
    if (trial.changed(progress)) options_.progress(progress);
}

void ExecExecutor::reported(Place& place) {
    auto& trial = *place.trial;
    tell(trial, &place.slot->report());
    if (place.child != 0 && !trial.cancelled && trial.watched(place.slot->report(), *sources_)) guardian_.terminate(place.child);
}

void ExecExecutor::arm_tick() {
    if (std::exchange(ticking_, true)) return;
    tick_.expires_after(k_tick);
    tick_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) ticked();
    });
}

void ExecExecutor::ticked() {
    ticking_ = false;
    for (const auto& place : places_) {
        if (place->trial == nullptr) continue;
        place->trial->flush_live(live_log_path(options_.scratch, place->trial->job.number), spec_.command.limits.output);
        if (place->slot->poll_report()) reported(*place);
        arm_tick();
    }
}

}  // namespace

std::unique_ptr<Executor> make_exec_executor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock,
                                             const spec::Spec& spec, LocalOptions options) {
    return std::make_unique<ExecExecutor>(loop, guardian, clock, spec, std::move(options));
}

}  // namespace paretop::executor
