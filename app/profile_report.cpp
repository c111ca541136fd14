#include "app/profile_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "app/figures.h"
#include "app/function_times.h"
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

const char* unit_word(const ProfileReport& report) { return profile::are_timed(report.maps) ? "CPU time" : "weight"; }

// The bucket stands last in its table, whatever is cut off above it.
std::string unmapped_note(const ProfileReport& report, const profile::MappedPart& unmapped) {
    return fmt::format("[unmapped]: {} of {} that no operation runs; its share is of all functions'\n", unit_word(report),
                       views::count_of(unmapped.functions, "function"));
}

// Of the functions of a map, where nothing but what they took is known of an operation.
TextRow part_row(const profile::MappedPart& part) {
    TextRow row(12, std::string(views::k_unknown));
    row[0] = part.operation.empty() ? "[unmapped]" : part.operation;
    if (part.cpu_s > 0) row[3] = views::number(part.cpu_s);
    row[4] = views::percent(part.share);
    return row;
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
    const auto parts = profile::mapped_parts(report.maps, report.functions);
    for (const auto& part : parts)
        if (part.operation.empty() || report.operations.empty()) rows.push_back(part_row(part));
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
                      rows, width) +
           (parts.empty() ? "" : unmapped_note(report, parts.back()));
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

std::string seconds_or_none(double seconds) { return seconds > 0 ? views::number(seconds) : std::string(views::k_unknown); }

// How many samples each function had, where something else stands in their place.
std::map<std::int64_t, double> samples_beside(const ProfileReport& report) {
    std::map<std::int64_t, double> samples;
    for (const auto& counter : report.counters)
        if (counter.function >= 0 && counter.name == functions::k_samples) samples[counter.function] += counter.value;
    return samples;
}

std::string samples_text(const storage::FunctionRecord& f, const std::map<std::int64_t, double>& beside) {
    const auto found = beside.find(f.number);
    return found == beside.end()
               ? std::to_string(f.samples)
               : fmt::format("{} ({})", f.samples, views::count_of(static_cast<std::int64_t>(found->second), "sample"));
}

std::string functions_table(const ProfileReport& report, int width, std::size_t most) {
    const auto times = function_times(report);
    const auto functions = heaviest_first(report, times);
    const auto users = users_of_functions(report);
    const auto beside = samples_beside(report);
    std::vector<TextRow> rows;
    for (const auto& f : first_of(functions, most)) {
        const auto user = users.find(f.number);
        const auto self = times.self_s(f.number), share = times.share(f.number);
        rows.push_back({f.name, f.module, self ? views::number(*self) : std::string(views::k_unknown),
                        share ? views::percent(*share) : std::string(views::k_unknown), samples_text(f, beside),
                        user == users.end() ? "unmapped" : user->second});
    }
    const auto parts = profile::mapped_parts(report.maps, report.functions);
    if (!parts.empty())
        rows.push_back({"[unmapped]", "", seconds_or_none(parts.back().cpu_s), views::percent(parts.back().share),
                        std::to_string(parts.back().samples), ""});
    return text_table({{"function", Align::left, true},
                       {"module", Align::left},
                       {"self s", Align::decimal},
                       {"share", Align::right},
                       {profile::samples_word(report.profile.remarks), Align::right},
                       {"operations", Align::left, true}},
                      rows, width) +
           (parts.empty() ? "" : unmapped_note(report, parts.back()));
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
            return report.operations.empty() ? profile::mapped_parts(report.maps, report.functions).size()
                                             : report.operations.size();
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
