#include "app/run_reporter.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "app/figures.h"
#include "app/store_path.h"
#include "engine/job/drive.h"
#include "views/model/configurations.h"

namespace paretop::app {
namespace {

constexpr Nanoseconds k_redraw = 100'000'000;
constexpr Nanoseconds k_second = 1'000'000'000;

bool can_rewrite(const Console& console) {
    const char* term = std::getenv("TERM");
    return console.out_is_terminal() && term != nullptr && std::string_view(term) != "dumb";
}

}  // namespace

RunReporter::RunReporter(storage::Store store, Console& console, bool quiet)
    : store_(std::move(store)), console_(console), quiet_(quiet), live_(!quiet && can_rewrite(console)) {}

Result<std::unique_ptr<RunReporter>> RunReporter::open(const std::string& store_path, storage::RunId id, Console& console,
                                                       bool quiet) {
    PARETOP_TRY(auto store, open_existing(store_path, storage::OpenOptions::Mode::read_only));
    std::unique_ptr<RunReporter> reporter(new RunReporter(std::move(store), console, quiet));
    PARETOP_TRY(const auto run, storage::get_run(reporter->store_, id));
    PARETOP_TRY(reporter->experiment_, model::Experiments(reporter->store_).get(run.experiment));
    reporter->progress_.name = reporter->experiment_->record.name;
    reporter->progress_.run = id;
    reporter->progress_.budget = run.budget;
    reporter->best_.assign(reporter->experiment_->objectives.size(), std::numeric_limits<double>::quiet_NaN());
    if (!quiet && !reporter->live_)
        console.out(fmt::format("run {} of {}: {} trials\n", id, console.shown(reporter->progress_.name), run.budget));
    reporter->draw(true);
    return reporter;
}

job::Observer RunReporter::observer() {
    job::Observer observer;
    if (quiet_) return observer;
    observer.trial = [this](const auto& record, const auto& verdict, const auto& run) { trial(record, verdict, run); };
    observer.event = [this](const auto& record) { event(record); };
    if (live_) observer.waiting = [this](const auto& open) { waiting(open); };
    return observer;
}

void RunReporter::finish() {
    if (live_ && drawn_) console_.out("\r\x1b[K");
    drawn_ = false;
}

void RunReporter::draw(bool now) {
    if (!live_) return;
    const auto time = system_clock().steady_ns();
    if (!now && time - drawn_at_ < k_redraw) return;
    drawn_at_ = time;
    drawn_ = true;
    console_.out("\r" + progress_line(progress_, console_.width() - 1) + "\x1b[K");
}

void RunReporter::trial(const storage::TrialRecord& trial, const job::Verdict& verdict, const storage::RunRecord& run) {
    rate_.add(run.active_ns, run.done + run.failed);
    progress_.open.clear();
    progress_.finished = run.done + run.failed - run.repeated;
    progress_.failed = run.failed;
    progress_.front = run.front_size;
    progress_.budget = run.budget;
    progress_.per_minute = rate_.per_minute();
    progress_.left = rate_.time_for(run.budget - progress_.finished);
    if (verdict.entered) improve(verdict);
    draw(progress_.finished == run.budget);
    if (live_) return;
    if (verdict.failed)
        console_.out(fmt::format("trial {}  failed  {}\n", trial.key.number, views::harmless(verdict.reason)));
    else if (verdict.entered)
        console_.out(fmt::format("trial {}  front {}  {}  {}\n", trial.key.number, run.front_size,
                                 objectives_text(verdict.entered->objectives), views::harmless(differences(trial.key))));
}

// A short trial is over before anybody has read of it.
void RunReporter::waiting(const job::OpenTrial& open) {
    if (open.elapsed < 2 * k_second || system_clock().steady_ns() - drawn_at_ < k_second) return;
    progress_.open = fmt::format("trial {} for {}", open.number, duration_text(open.elapsed));
    if (open.progress >= 0) progress_.open += ", " + views::percent(open.progress);
    if (!open.status.empty()) progress_.open += ", " + open.status;
    draw(true);
}

void RunReporter::improve(const job::Verdict& verdict) {
    const auto& heads = experiment_->objectives;
    progress_.best.clear();
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const double value = verdict.entered->objectives[i];
        if (std::isnan(best_[i]) || heads[i].better(value, best_[i])) best_[i] = value;
        progress_.best.push_back(heads[i].name + " " + quantity_text(best_[i], heads[i].unit));
    }
}

void RunReporter::event(const storage::EventRecord& event) {
    if (event.kind == "pausing") {
        progress_.note = event.text;
        draw(true);
    }
    if (live_ && event.level == storage::Level::info) return;
    finish();
    console_.out(views::harmless(event.text) + "\n");
    draw(true);
}

std::string RunReporter::differences(storage::TrialKey trial) const {
    const auto configuration = model::configuration_of(store_, trial, *experiment_);
    if (!configuration || !*configuration) return {};
    const auto& space = experiment_->spec()->space;
    return space::differences(space, **configuration, space.defaults(), space::k_readable_digits);
}

std::string RunReporter::objectives_text(const std::vector<double>& objectives) const {
    std::string text;
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const auto& head = experiment_->objectives[i];
        text += (text.empty() ? "" : "  ") + head.name + " " + quantity_text(objectives[i], head.unit);
    }
    return views::harmless(text);
}

Result<job::RunEnd> drive_here(process::Guardian& guardian, const std::string& store_path, storage::RunId run, Console& console,
                               bool quiet) {
    PARETOP_TRY(const auto reporter, RunReporter::open(store_path, run, console, quiet));
    auto end = job::drive(guardian, {store_path, run, reporter->observer(), true});
    reporter->finish();
    return end;
}

}  // namespace paretop::app
