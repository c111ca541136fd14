#include "engine/executor/trial.h"

#include <fmt/format.h>

#include <algorithm>

namespace paretop::executor {
namespace {

constexpr std::size_t k_most_steps = 1'000'000;  // a trial; later ones are not kept

}  // namespace

Trial::Trial(Job job_of_it, std::function<void(Evaluation)> done, std::int64_t output_limit)
    : job(std::move(job_of_it)), done_(std::move(done)), log_(output_limit) {
    evaluation.number = job.number;
}

void Trial::printed(std::string_view bytes) {
    log_.append(bytes);
    if (live_) live_->append(bytes);
}

void Trial::note(std::string_view line) { printed(fmt::format("[paretop: {}]\n", line)); }

void Trial::flush_live(const std::string& path, std::int64_t limit) {
    if (!live_ && log_.total() > 0) {
        live_ = std::make_unique<process::LiveLog>(path, limit);
        live_->append(log_.text());
    }
    if (live_) live_->flush();
}

void Trial::add_execution(storage::ExecutionRecord record) {
    record.trial = job.number;
    record.sequence = static_cast<std::int64_t>(evaluation.executions.size());
    if (evaluation.executions.empty()) evaluation.started_ns = record.started_ns;
    evaluation.executions.push_back(record);
}

void Trial::add_values(const std::vector<double>& values) {
    if (warming() && job.first > 0) return;
    for (std::size_t metric = 0; metric < values.size(); ++metric)
        evaluation.measurements.push_back({job.number, static_cast<std::int64_t>(metric), repeat, values[metric]});
}

void Trial::add_steps(const measure::Report& report, const measure::Sources& sources) {
    for (; steps_seen_ < report.steps.size(); ++steps_seen_) add_step(report.steps[steps_seen_], sources);
}

void Trial::add_step(const measure::ReportedStep& step, const measure::Sources& sources) {
    if ((warming() && job.first > 0) || evaluation.intermediates.size() >= k_most_steps) return;
    if (const auto metric = sources.reported(step.metric))
        evaluation.intermediates.push_back({job.number, static_cast<std::int64_t>(*metric), repeat, step.step, step.value});
}

void Trial::add_report(const measure::Report& report, const measure::Sources& sources) {
    add_steps(report, sources);
    evaluation.realised = measure::merge_objects(evaluation.realised, report.realised);
    if (report.malformed > 0)
        note(fmt::format("{} malformed lines in $PARETOP_REPORT; the first is {}", report.malformed, report.first_malformed));
}

bool Trial::watched(const measure::Report& report, const measure::Sources& sources) {
    const auto before = evaluation.intermediates.size();
    add_steps(report, sources);
    return worthless(before);
}

bool Trial::watched(const measure::ReportedStep& step, const measure::Sources& sources) {
    const auto before = evaluation.intermediates.size();
    add_step(step, sources);
    return worthless(before);
}

bool Trial::worthless(std::size_t before) {
    if (!job.watch || evaluation.intermediates.size() == before || !pruned.empty() || warming()) return false;
    pruned = job.watch(std::span(evaluation.intermediates).subspan(before));
    return !pruned.empty();
}

bool Trial::changed(Progress& progress) {
    progress.number = job.number;
    const bool same = progress.running == said_.running && progress.measuring == said_.measuring &&
                      progress.status == said_.status && progress.fraction == said_.fraction;
    if (same) return false;
    said_ = progress;
    return true;
}

void Trial::finish(std::string reason, Nanoseconds now) {
    live_.reset();
    evaluation.cancelled = cancelled;
    evaluation.failed = !reason.empty() && !cancelled;
    evaluation.reason = std::move(reason);
    if (evaluation.started_ns == 0) evaluation.started_ns = now;
    evaluation.ended_ns = std::max(now, evaluation.started_ns);  // somebody may have set the clock back
    evaluation.log = log_.text();
    evaluation.log_total = log_.total();
    std::exchange(done_, nullptr)(std::move(evaluation));
}

}  // namespace paretop::executor
