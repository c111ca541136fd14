#include "storage/names.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

FrontRecord read_front(const Statement& row) {
    return FrontRecord{row.integer(0),      row.integer(1),    row.integer(2),
                       row.integer(3),      row.maybe_real(4), from_json_array(row.text(5)),
                       row.maybe_integer(6)};
}

}  // namespace

Result<void> insert_front(Store& store, RunId run, const FrontRecord& front) {
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO front (run, trial, entered_ns, active_ns, front_size, hypervolume, objectives,"
                              " left_by) VALUES (?,?,?,?,?,?,?,?)"));
    return insert.run(run, front.trial, front.entered_ns, front.active_ns, front.front_size, front.hypervolume,
                      to_json_array(front.objectives), front.left_by);
}

Result<void> mark_left(Store& store, RunId run, TrialNumber trial, TrialNumber left_by) {
    PARETOP_TRY(auto update, store.prepare("UPDATE front SET left_by = ?3 WHERE run = ?1 AND trial = ?2"));
    return update.run(run, trial, left_by);
}

Result<std::vector<FrontRecord>> list_front(const Store& store, RunId run) {
    PARETOP_TRY(auto select,
                store.prepare("SELECT trial, entered_ns, active_ns, front_size, hypervolume, objectives, left_by FROM front"
                              " WHERE run = ? AND left_by IS NULL ORDER BY trial"));
    return select.collect(read_front, run);
}

Result<std::vector<FrontRecord>> list_front_history(const Store& store, RunId run, TrialNumber after) {
    PARETOP_TRY(auto select,
                store.prepare("SELECT trial, entered_ns, active_ns, front_size, hypervolume, objectives, left_by FROM front"
                              " WHERE run = ? AND trial > ? ORDER BY id"));
    return select.collect(read_front, run, after);
}

}  // namespace paretop::storage
