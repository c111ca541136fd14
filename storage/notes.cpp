#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {

Result<std::string> get_note(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select, store.prepare("SELECT text FROM note WHERE run = ? AND trial = ?"));
    PARETOP_TRY(auto found, select.first([](const Statement& row) { return row.string(0); }, key.run, key.number));
    return found.value_or("");
}

Result<void> put_note(Store& store, TrialKey key, std::string_view text) {
    if (text.empty()) {
        PARETOP_TRY(auto remove, store.prepare("DELETE FROM note WHERE run = ? AND trial = ?"));
        return remove.run(key.run, key.number);
    }
    PARETOP_TRY(auto put, store.prepare("INSERT INTO note (run, trial, text) VALUES (?,?,?)"
                                        " ON CONFLICT (run, trial) DO UPDATE SET text = excluded.text"));
    return put.run(key.run, key.number, text);
}

Result<std::vector<std::string>> list_tags(const Store& store, RunId run) {
    PARETOP_TRY(auto select, store.prepare("SELECT tag FROM tag WHERE run = ? ORDER BY tag"));
    return select.collect([](const Statement& row) { return row.string(0); }, run);
}

Result<void> put_tag(Store& store, RunId run, std::string_view tag, bool on) {
    PARETOP_TRY(auto change, store.prepare(on ? "INSERT INTO tag (run, tag) VALUES (?,?) ON CONFLICT DO NOTHING"
                                              : "DELETE FROM tag WHERE run = ? AND tag = ?"));
    return change.run(run, tag);
}

}  // namespace paretop::storage
