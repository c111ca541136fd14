#include "storage/names.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

EventRecord read_event(const Statement& row) {
    return EventRecord{
        row.integer(0), row.maybe_integer(1), row.maybe_integer(2), row.integer(3), from_word<Level>(k_levels, row.text(4)),
        row.string(5),  row.string(6)};
}

}  // namespace

Result<std::int64_t> insert_event(Store& store, const EventRecord& event) {
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO event (run, trial, at_ns, level, kind, text) VALUES (?,?,?,?,?,?)"));
    PARETOP_CHECK(insert.run(event.run, event.trial, event.at_ns, to_word(k_levels, event.level), event.kind, event.text));
    return insert.last_id();
}

Result<std::vector<EventRecord>> list_events(const Store& store, std::optional<RunId> run, std::int64_t before_id,
                                             std::int64_t count) {
    if (!run) {
        PARETOP_TRY(auto select, store.prepare("SELECT id, run, trial, at_ns, level, kind, text FROM event WHERE id < ?"
                                               " ORDER BY id DESC LIMIT ?"));
        return select.collect(read_event, before_id, count);
    }
    PARETOP_TRY(auto select, store.prepare("SELECT id, run, trial, at_ns, level, kind, text FROM event WHERE run = ? AND id < ?"
                                           " ORDER BY id DESC LIMIT ?"));
    return select.collect(read_event, *run, before_id, count);
}

}  // namespace paretop::storage
