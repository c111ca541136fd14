#include "app/profile_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/figures.h"
#include "app/text_table.h"

namespace paretop::app {
namespace {

using storage::OperationRecord;

std::string ms(double ns) { return views::number(ns / 1e6); }
std::string ms(std::optional<std::int64_t> ns) { return ns ? ms(static_cast<double>(*ns)) : std::string(views::k_unknown); }

double counted_total(const std::vector<OperationRecord>& operations) {
    double total = 0;
    for (const auto& o : operations)
        if (profile::counted(o.kind)) total += o.total_ns;
    return total;
}

std::string operations_table(const ProfileReport& report, int width) {
    const double total = counted_total(report.operations);
    std::vector<TextRow> rows;
    for (const auto& o : report.operations) {
        const bool shared = profile::counted(o.kind) && total > 0;
        rows.push_back({o.name, std::to_string(o.count), views::number(o.total_ns / 1e9), views::number(o.self_ns / 1e9),
                        shared ? views::percent(o.total_ns / total) : std::string(views::k_unknown), ms(o.mean_ns),
                        ms(o.deviation_ns), ms(o.median_ns), ms(o.p90_ns), ms(o.p99_ns),
                        views::percent(static_cast<double>(o.below_10_ms) / static_cast<double>(o.count)),
                        views::percent(static_cast<double>(o.below_100_us) / static_cast<double>(o.count))});
    }
    return text_table({{"operation", Align::left, true},
                       {"count", Align::right},
                       {"total s", Align::decimal},
                       {"self s", Align::decimal},
                       {"share", Align::right},
                       {"mean ms", Align::decimal},
                       {"sd", Align::decimal},
                       {"p50", Align::decimal},
                       {"p90", Align::decimal},
                       {"p99", Align::decimal},
                       {"<10ms", Align::right},
                       {"<100us", Align::right}},
                      rows, width);
}

std::string batches_table(const ProfileReport& report, int width) {
    std::vector<TextRow> rows;
    for (const auto& b : report.batches) {
        const auto lane = b.lane >= 0 && static_cast<std::size_t>(b.lane) < report.lanes.size()
                              ? report.lanes[static_cast<std::size_t>(b.lane)].name
                              : std::string(views::k_unknown);
        rows.push_back({std::to_string(b.epoch), std::to_string(b.number), lane, ms(b.preprocessed_duration_ns),
                        ms(b.wait_duration_ns), ms(b.delay_ns()), b.out_of_order() ? "out of order" : ""});
    }
    return text_table({{"epoch", Align::right},
                       {"batch", Align::right},
                       {"worker", Align::left, true},
                       {"preprocessing ms", Align::decimal},
                       {"wait ms", Align::decimal},
                       {"delay ms", Align::decimal},
                       {"", Align::left}},
                      rows, width);
}

std::string lanes_table(const ProfileReport& report, int width) {
    std::vector<TextRow> rows;
    for (const auto& lane : report.lanes) {
        const auto span = static_cast<double>(lane.last_ns - lane.first_ns);
        rows.push_back({lane.name, std::to_string(lane.records), std::to_string(lane.batches), views::number(lane.busy_ns / 1e9),
                        span > 0 ? views::percent(lane.busy_ns / span) : std::string(views::k_unknown),
                        views::number(lane.batch_ns / 1e9), views::number(lane.starved_ns / 1e9), views::number(span / 1e9)});
    }
    return text_table({{"lane", Align::left, true},
                       {"records", Align::right},
                       {"batches", Align::right},
                       {"in operations s", Align::decimal},
                       {"share", Align::right},
                       {"in batches s", Align::decimal},
                       {"starved s", Align::decimal},
                       {"span s", Align::decimal}},
                      rows, width);
}

// "decode 19/20": the operations that run it, each with its support.
std::string users_of(const ProfileReport& report, std::int64_t function) {
    std::string users;
    for (const auto& map : report.maps) {
        if (map.function != function) continue;
        users += users.empty() ? "" : ", ";
        users += map.operation.empty() ? "unmapped" : fmt::format("{} {}/{}", map.operation, map.support, map.runs);
    }
    return users.empty() ? "unmapped" : users;
}

// What the functions took, by number, and of what whole.
struct FunctionTimes {
    std::map<std::int64_t, double> weights;
    double whole = 0;
    bool timed = false;  // weights are seconds; otherwise samples
};

double weight_of(const storage::FunctionMapRecord& map) { return map.self_s > 0 ? map.self_s : static_cast<double>(map.samples); }

// An operation's self time is divided among its functions as their CPU time is. The whole: all operations.
FunctionTimes times_of_operations(const ProfileReport& report) {
    FunctionTimes times{{}, 0, true};
    for (const auto& o : report.operations) {
        if (!profile::counted(o.kind)) continue;
        times.whole += o.self_ns / 1e9;
        double of_maps = 0;
        for (const auto& map : report.maps)
            if (map.operation == o.name) of_maps += weight_of(map);
        for (const auto& map : report.maps)
            if (map.operation == o.name && of_maps > 0) times.weights[map.function] += weight_of(map) / of_maps * o.self_ns / 1e9;
    }
    return times;
}

// Where operations have no times: the functions' own CPU time, or samples.
FunctionTimes function_times(const ProfileReport& report) {
    auto times = times_of_operations(report);
    if (std::any_of(times.weights.begin(), times.weights.end(), [](const auto& each) { return each.second > 0; })) return times;
    times = {};
    times.timed = std::any_of(report.functions.begin(), report.functions.end(), [](const auto& f) { return f.self_s > 0; });
    for (const auto& f : report.functions) {
        const double weight = times.timed ? f.self_s : static_cast<double>(f.samples);
        times.weights[f.number] += weight;
        times.whole += weight;
    }
    return times;
}

std::string functions_table(const ProfileReport& report, int width) {
    const auto times = function_times(report);
    const auto weight = [&](const auto& function) {
        const auto found = times.weights.find(function.number);
        return found == times.weights.end() ? 0.0 : found->second;
    };
    auto functions = report.functions;
    std::stable_sort(functions.begin(), functions.end(), [&](const auto& a, const auto& b) {
        return weight(a) != weight(b) ? weight(a) > weight(b) : a.samples > b.samples;
    });
    std::vector<TextRow> rows;
    for (const auto& f : functions) {
        const bool known = weight(f) > 0;  // those of no operation have no part in the operations' time
        rows.push_back({f.name, f.module, known && times.timed ? views::number(weight(f)) : std::string(views::k_unknown),
                        known ? views::percent(weight(f) / times.whole) : std::string(views::k_unknown),
                        std::to_string(f.samples), users_of(report, f.number)});
    }
    return text_table({{"function", Align::left, true},
                       {"module", Align::left},
                       {"self s", Align::decimal},
                       {"share", Align::right},
                       {"samples", Align::right},
                       {"operations", Align::left, true}},
                      rows, width);
}

std::string batches_text(const profile::BatchStatistics& s) {
    auto text = fmt::format("batches     {} in {}, {} preprocessed, {} consumed, {} a second\n", views::grouped(s.batches),
                            views::count_of(s.epochs, "epoch"), s.preprocessed, s.consumed, views::number(s.throughput));
    if (s.waited > 0)
        text += fmt::format("wait        mean {} ms, out of order {:.2f} %, stall {:.1f} % of the time, above 500 ms {:.2f} %\n",
                            ms(s.wait.mean_ns), s.out_of_order_percent, s.stall_percent, s.wait_above_500ms_percent);
    if (s.matched > 0)
        text += fmt::format("delay       mean {} ms, largest {} ms, above 500 ms {:.2f} %\n", ms(s.delay.mean_ns),
                            ms(s.delay.most_ns), s.delay_above_500ms_percent);
    return text;
}

}  // namespace

std::string_view state_word(storage::ProfileState state) {
    return state == storage::ProfileState::growing ? "growing" : "complete";
}

Result<ProfileReport> ProfileReport::read(const storage::Store& store, storage::ProfileId id) {
    ProfileReport report;
    PARETOP_CHECK(store.read([&]() -> Result<void> {
        PARETOP_TRY(report.profile, storage::get_profile(store, id));
        PARETOP_TRY(report.omissions, storage::list_omissions(store, id));
        PARETOP_TRY(report.operations, storage::list_operations(store, id));
        PARETOP_TRY(report.lanes, storage::list_lanes(store, id));
        PARETOP_TRY(report.batches, profile::read_batches(store, id));
        PARETOP_TRY(report.functions, storage::list_functions(store, id));
        PARETOP_TRY(report.maps, storage::list_function_maps(store, id));
        PARETOP_TRY(report.counters, storage::list_counters(store, id));
        return {};
    }));
    std::erase_if(report.operations, [](const auto& o) { return o.count == 0; });
    std::stable_sort(report.operations.begin(), report.operations.end(), [](const auto& a, const auto& b) {
        const bool counts_a = profile::counted(a.kind), counts_b = profile::counted(b.kind);
        return counts_a != counts_b ? counts_a : a.total_ns > b.total_ns;
    });
    report.statistics = profile::batch_statistics(report.batches);
    return report;
}

std::string profile_head(const ProfileReport& report) {
    const auto& p = report.profile;
    auto text = fmt::format("profile {}   {}, {}, {}: {} over {}\n", p.id, views::harmless(p.name), p.format, state_word(p.state),
                            views::count_of(p.records, "record"), duration_text(p.last_ns - p.first_ns));
    if (p.trial) text += fmt::format("of          trial {}/{}\n", p.trial->run, p.trial->number);
    if (report.statistics.batches > 0) text += batches_text(report.statistics);
    for (const auto& remark : p.remarks) text += fmt::format("note        {}\n", views::harmless(remark));
    for (const auto& o : report.omissions)
        text +=
            fmt::format("odd         {}: {}{}\n", o.kind, o.count, o.where.empty() ? "" : ", first " + views::harmless(o.where));
    for (const auto& o : report.operations) {
        if (o.quantile_error <= 0) continue;
        text +=
            fmt::format("quantiles   right to {:.2g} % where there are more than a million records\n", 100 * o.quantile_error);
        break;
    }
    return text;
}

std::string profile_table(const ProfileReport& report, ProfileRows rows, int width) {
    switch (rows) {
        case ProfileRows::op:
            return operations_table(report, width);
        case ProfileRows::batch:
            return batches_table(report, width);
        case ProfileRows::worker:
            return lanes_table(report, width);
        case ProfileRows::function:
            return functions_table(report, width);
    }
    return {};
}

}  // namespace paretop::app
