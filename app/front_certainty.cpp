#include "app/front_certainty.h"

#include <algorithm>
#include <set>

#include "engine/job/replay.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/dominance.h"
#include "engine/measure/drift.h"
#include "engine/measure/statistics.h"

namespace paretop::app {
namespace {

using Measurements = std::span<const storage::MeasurementRecord>;

constexpr std::size_t k_most_contenders = 1000;

bool known(const measure::Repeats& repeats) {
    return std::none_of(repeats.begin(), repeats.end(), [](const auto& values) { return values.empty(); });
}

bool repeated(const measure::Repeats& repeats) {
    return std::any_of(repeats.begin(), repeats.end(), [](const auto& values) { return values.size() > 1; });
}

bool is_last(const storage::MeasurementRecord& m) {
    return measure::round_of(m.repeat) == static_cast<std::int64_t>(measure::Round::last);
}

std::vector<double> medians_of(const measure::Repeats& repeats) {
    std::vector<double> medians;
    for (const auto& values : repeats) medians.push_back(measure::median(values));
    return medians;
}

// From rows to what is compared: minimised, and what the search knew levelled.
class Reader {
  public:
    Reader(const model::Experiment& experiment, Measurements baseline) : experiment_(experiment), drift_(baseline) {}

    [[nodiscard]] measure::Repeats search(Measurements rows, std::int64_t tell_index) const {
        return read(rows, measure::Round::confirm, [&](auto metric) { return drift_.factor(metric, tell_index); });
    }
    [[nodiscard]] measure::Repeats last(Measurements rows) const {
        if (std::none_of(rows.begin(), rows.end(), is_last)) return {};
        return read(rows, measure::Round::last, [](auto) { return 1.0; });
    }

  private:
    template <class Factor>
    measure::Repeats read(Measurements rows, measure::Round until, const Factor& factor) const {
        measure::Repeats repeats;
        for (const auto& head : experiment_.objectives) {
            repeats.push_back(measure::values_of(rows, head.metric, until));
            const double divisor = head.maximized ? -factor(head.metric) : factor(head.metric);
            for (double& value : repeats.back()) value /= divisor;
        }
        return repeats;
    }

    const model::Experiment& experiment_;
    measure::DriftHistory drift_;
};

// The strongest of those that may dominate a member.
class Contenders {
  public:
    explicit Contenders(std::span<const measure::Evidence> members) {
        for (const auto& member : members) {
            worst_.push_back(measure::worst_corner(member.search));
            medians_.push_back(medians_of(member.search));
        }
    }

    void add(measure::Repeats repeats) {
        if (!measure::contends(repeats, worst_)) return;
        const double shortfall = measure::shortfall(medians_of(repeats), medians_);
        found_.push_back({shortfall, std::move(repeats)});
        if (found_.size() == 2 * k_most_contenders) keep_strongest();
    }

    void append_to(std::vector<measure::Evidence>& all) {
        keep_strongest();
        for (auto& contender : found_) all.push_back({std::move(contender.repeats)});
    }

  private:
    struct Contender {
        double shortfall = 0;
        measure::Repeats repeats;
    };

    // Of equals the earlier ones.
    void keep_strongest() {
        std::ranges::stable_sort(found_, {}, &Contender::shortfall);
        found_.resize(std::min(found_.size(), k_most_contenders));
    }

    std::vector<std::vector<double>> worst_, medians_;  // of the members
    std::vector<Contender> found_;
};

}  // namespace

Result<std::vector<double>> read_certainty(const storage::Store& store, storage::RunId run, const model::Experiment& experiment,
                                           std::span<const storage::FrontRecord> members) {
    if (members.empty()) return {};
    PARETOP_TRY(const auto baseline, storage::list_measurements(store, {run, 0}));
    const Reader reader(experiment, baseline);
    std::vector<measure::Evidence> all;
    std::set<storage::TrialNumber> skipped;
    bool noisy = false;
    for (const auto& member : members) {
        PARETOP_TRY(const auto trial, storage::get_trial(store, {run, member.trial}));
        PARETOP_TRY(const auto rows, storage::list_measurements(store, {run, member.trial}));
        all.push_back({reader.search(rows, trial.tell_index), reader.last(rows)});
        if (!known(all.back().search) || !known(all.back().last)) return {};
        noisy = noisy || repeated(all.back().search) || repeated(all.back().last);
        skipped.insert(member.trial);
    }
    if (!noisy) return {};
    Contenders contenders(all);
    PARETOP_CHECK(storage::scan_trials(store, run, 0, [&](const storage::TrialRow& row) {
        if (row.state != storage::TrialState::done || !row.feasible || row.origin == job::k_again || skipped.contains(row.number))
            return true;
        if (auto repeats = reader.search(row.measurements, row.tell_index); known(repeats)) contenders.add(std::move(repeats));
        return true;
    }));
    contenders.append_to(all);
    auto shares = measure::non_dominated_probability(all);
    shares.resize(members.size());
    return shares;
}

}  // namespace paretop::app
