#include "app/profile_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "app/figures.h"
#include "app/text_table.h"
#include "engine/profile/function_records.h"

namespace paretop::app {
namespace {

using storage::OperationRecord;

std::string ms(double ns) { return views::number(ns / 1e6); }
std::string ms(std::optional<std::int64_t> ns) { return ns ? ms(static_cast<double>(*ns)) : std::string(views::k_unknown); }

// Self times: what is nested counts once.
double counted_total(const std::vector<OperationRecord>& operations) {
    double total = 0;
    for (const auto& o : operations)
        if (profile::counted(o.kind)) total += o.self_ns;
    return total;
}

template <class T>
std::span<const T> first_of(const std::vector<T>& rows, std::size_t most) {
    return std::span(rows).first(most == 0 ? rows.size() : std::min(most, rows.size()));
}

std::string operations_table(const ProfileReport& report, int width, std::size_t most) {
    const double total = counted_total(report.operations);
    std::vector<TextRow> rows;
    for (const auto& o : first_of(report.operations, most)) {
        const bool shared = profile::counted(o.kind) && total > 0;
        rows.push_back({o.name, std::to_string(o.count), views::number(o.total_ns / 1e9), views::number(o.self_ns / 1e9),
                        shared ? views::percent(o.self_ns / total) : std::string(views::k_unknown), ms(o.mean_ns),
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

std::string batches_table(const ProfileReport& report, int width, std::size_t most) {
    std::vector<TextRow> rows;
    for (const auto& b : first_of(report.batches, most)) {
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

std::string lanes_table(const ProfileReport& report, int width, std::size_t most) {
    std::vector<TextRow> rows;
    for (const auto& lane : first_of(report.lanes, most)) {
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

// "decode 19/20": the operations that run each function, each with its support where that is known.
std::map<std::int64_t, std::string> users_of_functions(const ProfileReport& report) {
    std::map<std::int64_t, std::string> users;
    for (const auto& map : report.maps) {
        auto& text = users[map.function];
        text += text.empty() ? "" : ", ";
        if (map.operation.empty())
            text += "unmapped";
        else
            text += map.runs > 0 ? fmt::format("{} {}/{}", map.operation, map.support, map.runs) : map.operation;
    }
    return users;
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
    std::map<std::string_view, double> of_maps;
    for (const auto& map : report.maps) of_maps[map.operation] += weight_of(map);
    std::map<std::string_view, double> self_s;
    for (const auto& o : report.operations) {
        if (!profile::counted(o.kind)) continue;
        times.whole += o.self_ns / 1e9;
        if (of_maps.contains(o.name)) self_s[o.name] += o.self_ns / 1e9;
    }
    for (const auto& map : report.maps)
        if (self_s.contains(map.operation) && of_maps.at(map.operation) > 0)
            times.weights[map.function] += weight_of(map) / of_maps.at(map.operation) * self_s.at(map.operation);
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

std::string functions_table(const ProfileReport& report, int width, std::size_t most) {
    const auto times = function_times(report);
    const auto weight = [&](const auto& function) {
        const auto found = times.weights.find(function.number);
        return found == times.weights.end() ? 0.0 : found->second;
    };
    auto functions = report.functions;
    std::stable_sort(functions.begin(), functions.end(), [&](const auto& a, const auto& b) {
        return weight(a) != weight(b) ? weight(a) > weight(b) : a.samples > b.samples;
    });
    const auto users = users_of_functions(report);
    std::vector<TextRow> rows;
    for (const auto& f : first_of(functions, most)) {
        const auto user = users.find(f.number);
        const bool known = weight(f) > 0;  // those of no operation have no part in the operations' time
        rows.push_back({f.name, f.module, known && times.timed ? views::number(weight(f)) : std::string(views::k_unknown),
                        known ? views::percent(weight(f) / times.whole) : std::string(views::k_unknown),
                        std::to_string(f.samples), user == users.end() ? "unmapped" : user->second});
    }
    return text_table({{"function", Align::left, true},
                       {"module", Align::left},
                       {"self s", Align::decimal},
                       {"share", Align::right},
                       {profile::samples_word(report.profile.remarks), Align::right},
                       {"operations", Align::left, true}},
                      rows, width);
}

std::string calls_table(const ProfileReport& report, int width, std::size_t most) {
    std::map<std::int64_t, const storage::FunctionRecord*> functions;
    for (const auto& f : report.functions) functions[f.number] = &f;
    const auto name = [&](std::int64_t number) {
        const auto found = functions.find(number);
        return found == functions.end() ? std::string(views::k_unknown) : found->second->name;
    };
    std::vector<TextRow> rows;
    for (const auto& e : first_of(report.edges, most))
        rows.push_back({name(e.caller), name(e.callee), std::to_string(e.calls), views::number(e.cost)});
    return text_table(
        {{"caller", Align::left, true}, {"callee", Align::left, true}, {"calls", Align::right}, {"cost", Align::right}}, rows,
        width);
}

std::string batches_text(const profile::BatchStatistics& s) {
    const auto epochs = s.in_doubt ? std::string() : " in " + views::count_of(s.epochs, "epoch");
    const auto stall = s.in_doubt ? std::string(views::k_unknown) : fmt::format("{:.1f}", s.stall_percent);
    auto text = fmt::format("batches     {}{}, {} preprocessed, {} consumed, {} a second\n", views::grouped(s.batches), epochs,
                            s.preprocessed, s.consumed, views::number(s.throughput));
    if (s.waited > 0)
        text += fmt::format("wait        mean {} ms, out of order {:.2f} %, stall {} % of the time, above 500 ms {:.2f} %\n",
                            ms(s.wait.mean_ns), s.out_of_order_percent, stall, s.wait_above_500ms_percent);
    if (s.matched > 0)
        text += fmt::format("delay       mean {} ms, largest {} ms, above 500 ms {:.2f} %\n", ms(s.delay.mean_ns),
                            ms(s.delay.most_ns), s.delay_above_500ms_percent);
    return text;
}

// What is read from files can be read again; what an engine followed is settled by the next one.
std::string remedy_of_cut(const storage::ProfileRecord& p) {
    if (p.sources.empty()) return "the next engine of its run settles it";
    return fmt::format("import {} again, or remove it with `paretop profile rm {}`", views::harmless(p.sources.front()), p.id);
}

}  // namespace

std::string_view state_word(const storage::ProfileRecord& profile) {
    if (storage::being_removed(profile))
        return profile.state == storage::ProfileState::cut_off ? "half removed" : "being removed";
    if (profile.state == storage::ProfileState::cut_off) return "cut off";
    return profile.state == storage::ProfileState::growing ? "growing" : "complete";
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
        PARETOP_TRY(report.edges, storage::list_call_edges(store, id));
        return {};
    }));
    std::erase_if(report.operations, [](const auto& o) { return o.count == 0; });
    std::stable_sort(report.operations.begin(), report.operations.end(), [](const auto& a, const auto& b) {
        const bool counts_a = profile::counted(a.kind), counts_b = profile::counted(b.kind);
        return counts_a != counts_b ? counts_a : a.self_ns > b.self_ns;
    });
    std::stable_sort(report.edges.begin(), report.edges.end(), [](const auto& a, const auto& b) { return a.cost > b.cost; });
    report.statistics = profile::batch_statistics(report.batches, profile::times_in_doubt(report.omissions));
    return report;
}

std::string profile_head(const ProfileReport& report) {
    const auto& p = report.profile;
    auto text = fmt::format("profile {}   {}, {}, {}: {} over {}\n", p.id, views::harmless(p.name), p.format, state_word(p),
                            views::count_of(p.records, "record"), duration_text(p.last_ns - p.first_ns));
    if (p.state == storage::ProfileState::cut_off && storage::being_removed(p))
        text += fmt::format("half removed   its removal was interrupted; `paretop profile rm {}` finishes it\n", p.id);
    else if (p.state == storage::ProfileState::cut_off)
        text += fmt::format("cut off     nobody writes it any more, and it is not whole; {}\n", remedy_of_cut(p));
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

std::size_t rows_of(const ProfileReport& report, ProfileRows rows) {
    switch (rows) {
        case ProfileRows::op:
            return report.operations.size();
        case ProfileRows::batch:
            return report.batches.size();
        case ProfileRows::worker:
            return report.lanes.size();
        case ProfileRows::function:
            return report.functions.size();
        case ProfileRows::call:
            return report.edges.size();
    }
    return 0;
}

std::string profile_table(const ProfileReport& report, ProfileRows rows, int width, std::size_t most) {
    constexpr decltype(&operations_table) k_tables[]{operations_table, batches_table, lanes_table, functions_table, calls_table};
    auto text = k_tables[static_cast<std::size_t>(rows)](report, width, most);
    const auto all = rows_of(report, rows);
    if (most > 0 && all > most)
        text += fmt::format("… and {} more: --top 0 shows all\n", views::grouped(static_cast<std::int64_t>(all - most)));
    return text;
}

}  // namespace paretop::app
