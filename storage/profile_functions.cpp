#include <fmt/format.h>

#include <cmath>

#include "storage/profiles.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

Result<void> remove_of(Store& store, const char* table, ProfileId profile) {
    PARETOP_TRY(auto remove, store.prepare(fmt::format("DELETE FROM {} WHERE profile = ?", table)));
    return remove.run(profile);
}

}  // namespace

Result<void> put_functions(Store& store, ProfileId profile, std::span<const FunctionRecord> functions) {
    PARETOP_CHECK(remove_of(store, "function", profile));
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO function (profile, number, name, module, self_s, total_s, samples)"
                                           " VALUES (?,?,?,?,?,?,?)"));
    for (const auto& f : functions)
        PARETOP_CHECK(insert.run(profile, f.number, f.name, f.module, f.self_s, f.total_s, f.samples));
    return {};
}

Result<std::vector<FunctionRecord>> list_functions(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT number, name, module, self_s, total_s, samples FROM function"
                                           " WHERE profile = ? ORDER BY number"));
    const auto read = [](const Statement& row) {
        return FunctionRecord{row.integer(0), row.string(1), row.string(2), row.real(3), row.real(4), row.integer(5)};
    };
    return select.collect(read, profile);
}

Result<void> put_function_maps(Store& store, ProfileId profile, std::span<const FunctionMapRecord> maps) {
    PARETOP_CHECK(remove_of(store, "function_map", profile));
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO function_map (profile, operation, function, support, runs, weight,"
                                           " self_s, samples) VALUES (?,?,?,?,?,?,?,?)"));
    for (const auto& m : maps)
        PARETOP_CHECK(insert.run(profile, m.operation, m.function, m.support, m.runs, m.weight, m.self_s, m.samples));
    return {};
}

Result<std::vector<FunctionMapRecord>> list_function_maps(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT operation, function, support, runs, weight, self_s, samples FROM function_map"
                                           " WHERE profile = ? ORDER BY operation, function"));
    const auto read = [](const Statement& row) {
        return FunctionMapRecord{row.string(0), row.integer(1), row.integer(2), row.integer(3),
                                 row.real(4),   row.real(5),    row.integer(6)};
    };
    return select.collect(read, profile);
}

Result<void> put_counters(Store& store, ProfileId profile, std::span<const CounterRecord> counters) {
    PARETOP_CHECK(remove_of(store, "counter", profile));
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO counter (profile, operation, function, name, value) VALUES (?,?,?,?,?)"));
    for (const auto& c : counters) {
        if (!std::isfinite(c.value))
            return fail(ErrorKind::internal, fmt::format("the counter {} of {} is {}", c.name, c.operation, c.value),
                        store.path(), "please report this");
        PARETOP_CHECK(insert.run(profile, c.operation, c.function, c.name, c.value));
    }
    return {};
}

Result<std::vector<CounterRecord>> list_counters(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT operation, function, name, value FROM counter WHERE profile = ?"
                                           " ORDER BY operation, function, name"));
    const auto read = [](const Statement& row) {
        return CounterRecord{row.string(0), row.integer(1), row.string(2), row.real(3)};
    };
    return select.collect(read, profile);
}

Result<void> put_calls(Store& store, ProfileId profile, std::span<const CallRecord> calls) {
    PARETOP_CHECK(remove_of(store, "call", profile));
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO call (profile, number, parent, function, self_s, samples) VALUES (?,?,?,?,?,?)"));
    for (const auto& c : calls)
        PARETOP_CHECK(insert.run(profile, c.number, unless<std::int64_t>(c.parent, -1), c.function, c.self_s, c.samples));
    return {};
}

Result<std::vector<CallRecord>> list_calls(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT number, parent, function, self_s, samples FROM call WHERE profile = ?"
                                           " ORDER BY number"));
    const auto read = [](const Statement& row) {
        return CallRecord{row.integer(0), row.integer_or(1, -1), row.integer(2), row.real(3), row.integer(4)};
    };
    return select.collect(read, profile);
}

Result<void> put_call_edges(Store& store, ProfileId profile, std::span<const CallEdgeRecord> edges) {
    PARETOP_CHECK(remove_of(store, "call_edge", profile));
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO call_edge (profile, caller, callee, calls, cost) VALUES (?,?,?,?,?)"));
    for (const auto& e : edges) PARETOP_CHECK(insert.run(profile, e.caller, e.callee, e.calls, e.cost));
    return {};
}

Result<std::vector<CallEdgeRecord>> list_call_edges(const Store& store, ProfileId profile) {
    PARETOP_TRY(auto select, store.prepare("SELECT caller, callee, calls, cost FROM call_edge WHERE profile = ?"
                                           " ORDER BY caller, callee"));
    const auto read = [](const Statement& row) {
        return CallEdgeRecord{row.integer(0), row.integer(1), row.integer(2), row.real(3)};
    };
    return select.collect(read, profile);
}

}  // namespace paretop::storage
