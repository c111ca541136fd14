#include "app/verbs/profile/map.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/map_report.h"
#include "app/store_path.h"
#include "app/write_file.h"
#include "engine/collect/map_program.h"
#include "engine/functions/folder.h"
#include "engine/functions/read.h"
#include "engine/profile/function_records.h"
#include "storage/profiles.h"

namespace paretop::app {
namespace {

constexpr int k_runs = 20;
constexpr std::int64_t k_most_runs = 1'000'000;

// What the store knows of the profile that is mapped: E_op and the operations that can be asked for.
struct Known {
    std::optional<storage::ProfileRecord> profile;
    std::vector<std::string> operations;
    std::map<std::string, double> elapsed_s;
};

// A map replaces a profile's functions; a call tree hangs on them and would go with them.
Result<storage::ProfileRecord> profile_to_map(const storage::Store& store, storage::ProfileId id) {
    PARETOP_TRY(const auto calls, storage::list_calls(store, id));
    PARETOP_TRY(const auto edges, storage::list_call_edges(store, id));
    if (calls.empty() && edges.empty()) return storage::get_profile(store, id);
    return fail(ErrorKind::usage, "has a call tree, which a map would replace", fmt::format("profile {}", id),
                "leave out --profile: the map becomes a profile of its own; times of operations come with --elapsed");
}

Result<void> read_profile(const std::string& word, const storage::Store& store, Known& known) {
    PARETOP_TRY(const auto id, storage::find_profile(store, word));
    PARETOP_TRY(known.profile, profile_to_map(store, id));
    PARETOP_TRY(const auto operations, storage::list_operations(store, id));
    for (const auto& operation : operations) {
        if (operation.kind != storage::OperationKind::operation) continue;
        known.operations.push_back(operation.name);
        known.elapsed_s[operation.name] += operation.total_ns / 1e9;
    }
    return {};
}

Result<Known> read_known(const ProfileMapCommand& command, const storage::Store& store) {
    Known known;
    if (!command.profile.empty()) PARETOP_CHECK(read_profile(command.profile, store, known));
    if (!command.elapsed.empty()) {
        PARETOP_TRY(known.elapsed_s, functions::read_elapsed_file(command.elapsed));
    }
    return known;
}
Result<void> check_sources(const ProfileMapCommand& command) {
    const int sources = (command.command.empty() ? 0 : 1) + (command.from.empty() ? 0 : 1) + (command.map.empty() ? 0 : 1);
    if (sources != 1)
        return fail(ErrorKind::usage, sources == 0 ? "there is nothing to map" : "there is more than one thing to map",
                    "profile map", "give one of: -- PROGRAM ARGUMENTS…, --from FOLDER, --map FILE");
    const bool imports = command.collector == "vtune" || command.collector == "uprof";
    if (imports && command.from.empty())
        return fail(ErrorKind::usage, fmt::format("{} is not started from here", command.collector), "--collector",
                    "collect with it, and take its reports in with --from FOLDER (FOLDER/<operation>/<run>.csv)");
    return {};
}

// How many runs, and what they find: see functions::runs_needed.
Result<int> choose_runs(const ProfileMapCommand& command, double interval_ms) {
    if (command.runs || !command.shortest || interval_ms <= 0) return command.runs.value_or(interval_ms > 0 ? k_runs : 1);
    const auto needed = functions::runs_needed(*command.shortest, interval_ms, command.confidence);
    if (needed && *needed <= k_most_runs) return static_cast<int>(*needed);
    return fail(ErrorKind::usage, "no sensible number of runs finds that", "--shortest",
                "give a longer function, in milliseconds, or a --confidence between 0 and 1");
}

std::string advice(const ProfileMapCommand& command, int runs, double interval_ms) {
    const auto found = functions::shortest_found_ms(runs, interval_ms, command.confidence);
    auto text = fmt::format(
        "{} runs, a sample every {:.3g} ms: functions of {:.3g} ms a call or longer are found with {:.0f} % confidence", runs,
        interval_ms, found, 100 * command.confidence);
    const auto wanted = command.shortest.value_or(found / 10);
    if (const auto needed = functions::runs_needed(wanted, interval_ms, command.confidence); needed && *needed > runs)
        text += fmt::format("; for {:.3g} ms take --runs {}", wanted, *needed);
    return text;
}

collect::Mapped mapped_program(const ProfileMapCommand& command) {
    collect::Mapped program;
    program.command = command.command;
    program.warmups = command.warmups;
    program.pause_ms = command.pause_ms;
    program.timeout = Nanoseconds{command.timeout_s} * 1'000'000'000;
    return program;
}

Result<void> collect_program(const ProfileMapCommand& command, const Known& known, process::Guardian& guardian, MapReport& report,
                             Console& console) {
    const auto& operations = command.operations.empty() ? known.operations : command.operations;
    if (operations.empty())
        return fail(ErrorKind::usage, "no operation is named", "profile map",
                    "name those to be mapped with --operation, or a profile that has them with --profile");
    collect::Programs programs(guardian);
    const auto collector =
        command.collector == "callgrind" ? collect::callgrind_collector(programs) : collect::perf_collector(programs);
    PARETOP_CHECK(collector->prepare());
    PARETOP_TRY(const auto runs, choose_runs(command, collector->interval_ms()));
    const auto progress = [&](const std::string& operation, int run) {
        if (console.err_is_terminal())
            console.err(fmt::format("\r\x1b[K{}: run {} of {}", views::harmless(operation), run, runs));
    };
    auto map = collect::map_program(*collector, mapped_program(command), operations, runs, progress);
    if (console.err_is_terminal()) console.err("\r\x1b[K");
    if (!map) return tl::unexpected(map.error());
    report.map = std::move(*map);
    report.collector = collector->name();
    report.remarks = collector->remarks();
    report.simulated = collector->interval_ms() <= 0;
    if (!report.simulated) report.remarks.push_back(advice(command, runs, collector->interval_ms()));
    return {};
}

// perf's and callgrind's files are told apart by what they look like.
std::optional<functions::Format> format_of(const ProfileMapCommand& command) {
    if (!command.format.empty()) return functions::format_named(command.format);
    if (command.collector == "callgrind") return functions::Format::callgrind;
    return functions::format_named(command.collector);
}

tl::unexpected<Error> no_such_operation(const std::string& operation, const std::string& folder,
                                        const functions::FunctionMap& map) {
    std::vector<std::string> names;
    for (const auto& [name, mapped] : map.operations) names.push_back(name);
    return fail(ErrorKind::not_found, fmt::format("there is no operation '{}'", operation), folder,
                fmt::format("--operation takes {}", fmt::join(names, ", ")));
}

Result<void> read_folder(const ProfileMapCommand& command, MapReport& report) {
    PARETOP_TRY(auto folder, functions::read_map_folder(command.from, format_of(command)));
    for (const auto& operation : command.operations)
        if (!folder.map.operations.contains(operation)) return no_such_operation(operation, command.from, folder.map);
    if (!command.operations.empty())
        std::erase_if(folder.map.operations, [&](const auto& entry) {
            return std::find(command.operations.begin(), command.operations.end(), entry.first) == command.operations.end();
        });
    report.map = std::move(folder.map);
    report.omitted = std::move(folder.omitted);
    report.remarks = std::move(folder.remarks);
    report.simulated = folder.simulated;
    report.collector = command.collector.empty() ? "import" : command.collector;
    return {};
}

Result<void> read_mapping(const ProfileMapCommand& command, MapReport& report) {
    std::ifstream file(command.map, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return fail(ErrorKind::not_found, "cannot be read", command.map, "check the path");
    PARETOP_TRY(report.mapping, functions::mapping_from_json(text.str(), command.map));
    report.collector = "map";
    return {};
}

// What the numbers are of that stand where samples would.
void remark_counted(MapReport& report) {
    auto add = [&](std::string remark) {
        if (!remark.empty()) report.remarks.push_back(std::move(remark));
    };
    if (report.attribution) {
        add(profile::samples_meaning(report.counters));
        for (auto& remark : profile::event_remarks(report.counters)) add(std::move(remark));
    } else if (report.map.counts_events()) {
        add(profile::samples_meaning(report.map.weighed_by, report.simulated));
    }
}

Result<void> share_out(const ProfileMapCommand& command, const Known& known, MapReport& report) {
    if (command.counters.empty()) return {};
    PARETOP_TRY(auto reading, functions::read_function_file(command.counters, functions::format_named(command.format)));
    report.counters = std::move(reading.table);
    for (const auto& [kind, omission] : reading.omitted) report.omitted[kind].count += omission.count;
    if (report.counters.simulated) report.remarks.emplace_back("counters are simulated by valgrind, not measured");
    report.attribution = functions::attribute(report.mapping, report.counters, known.elapsed_s);
    if (known.elapsed_s.empty() && !functions::shared_functions(report.mapping).empty())
        report.remarks.emplace_back(
            "functions that several operations run are shared equally: without --profile or --elapsed nothing is known of the "
            "operations' times");
    return {};
}

std::string default_name(const ProfileMapCommand& command) {
    if (!command.name.empty()) return command.name;
    const auto& path = !command.from.empty() ? command.from : !command.map.empty() ? command.map : command.command.front();
    auto normal = std::filesystem::path(path).lexically_normal();
    if (!normal.has_filename()) normal = normal.parent_path();
    return "map of " + normal.filename().string();
}

storage::ProfileRecord new_profile(const ProfileMapCommand& command, const MapReport& report) {
    storage::ProfileRecord profile;
    profile.name = default_name(command);
    profile.format = "map";
    profile.created_ns = system_clock().now_ns();
    for (const auto& source : {command.from, command.map, command.counters})
        if (!source.empty()) profile.sources.push_back(std::filesystem::absolute(source).lexically_normal().string());
    if (!command.command.empty()) profile.sources.push_back(fmt::format("{}", fmt::join(command.command, " ")));
    profile.remarks = report.remarks;
    return profile;
}

Result<void> keep(const ProfileMapCommand& command, const Known& known, const profile::FunctionTables& tables,
                  storage::Store& store, MapReport& report) {
    return store.write([&]() -> Result<void> {
        auto record = new_profile(command, report);
        if (known.profile) {  // as it is now: collecting may have taken hours
            PARETOP_TRY(record, profile_to_map(store, known.profile->id));
            for (const auto& remark : report.remarks)
                if (std::find(record.remarks.begin(), record.remarks.end(), remark) == record.remarks.end())
                    record.remarks.push_back(remark);
            PARETOP_CHECK(storage::update_profile(store, record));
        } else {
            PARETOP_TRY(record.id, storage::insert_profile(store, record));
        }
        report.profile = record.id;
        PARETOP_CHECK(storage::put_functions(store, record.id, tables.functions));
        PARETOP_CHECK(storage::put_function_maps(store, record.id, tables.maps));
        return storage::put_counters(store, record.id, tables.counters);
    });
}

void tell(const ProfileMapCommand& command, const MapReport& report, Console& console) {
    if (command.json) return console.out(map_json(report));
    if (command.output != "-") console.out(map_text(report, console.width()));
    for (const auto& [kind, omission] : report.omitted)
        console.err(fmt::format("paretop: note: left out: {} ({})\n", kind, omission.count));
    for (const auto& remark : report.remarks) console.err("paretop: note: " + views::harmless(remark) + "\n");
    if (command.output != "-")
        console.out(fmt::format("profile {}: {} operations mapped\n", report.profile, report.mapping.size()));
}

Result<MapReport> make_map(const ProfileMapCommand& command, const Known& known, process::Guardian* guardian, Console& console) {
    MapReport report;
    report.merge = functions::merge_named(command.merge).value_or(functions::Merge::majority);
    if (guardian != nullptr) PARETOP_CHECK(collect_program(command, known, *guardian, report, console));
    if (!command.from.empty()) PARETOP_CHECK(read_folder(command, report));
    if (!command.map.empty()) PARETOP_CHECK(read_mapping(command, report));
    if (command.map.empty()) report.mapping = functions::merge_runs(report.map, report.merge);
    PARETOP_CHECK(share_out(command, known, report));
    remark_counted(report);
    return report;
}

profile::FunctionTables tables_of(const MapReport& report, const Known& known) {
    if (report.attribution) return profile::attributed_tables(report.map, report.mapping, *report.attribution, report.counters);
    if (!report.map.operations.empty()) return profile::map_tables(report.map, report.merge, known.elapsed_s);
    return profile::attributed_tables({}, report.mapping, functions::attribute(report.mapping, {}, {}), {});
}

Result<void> write_map(const std::string& output, const functions::Mapping& mapping, Console& console) {
    if (output.empty()) return {};
    if (output != "-") return write_file(output, functions::mapping_to_json(mapping));
    console.out(functions::mapping_to_json(mapping));
    return {};
}

}  // namespace

Result<ExitCode> perform(const ProfileMapCommand& command, Console& console) {
    PARETOP_CHECK(check_sources(command));
    std::unique_ptr<process::Guardian> guardian;
    if (!command.command.empty()) {  // before the process is large
        PARETOP_TRY(guardian, process::Guardian::start());
    }
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(auto store, open_or_create(path));
    PARETOP_TRY(const auto known, read_known(command, store));
    PARETOP_TRY(auto report, make_map(command, known, guardian.get(), console));
    const auto written = write_map(command.output, report.mapping, console);  // each is done though the other fails
    PARETOP_CHECK(keep(command, known, tables_of(report, known), store, report));
    PARETOP_CHECK(written);
    tell(command, report, console);
    return ExitCode::ok;
}

}  // namespace paretop::app
