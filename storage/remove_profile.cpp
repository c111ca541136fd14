#include <fmt/format.h>

#include <string>
#include <string_view>

#include "storage/profiles.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

// Rows of a transaction: with their pages given free, not written over, its log has some hundred pages.
constexpr std::int64_t k_piece = 256;

Result<std::int64_t> remove_piece(Store& store, std::string_view sql, ProfileId id) {
    std::int64_t removed = 0;
    const auto written = store.write([&]() -> Result<void> {
        PARETOP_TRY(auto remove, store.prepare(sql));
        PARETOP_CHECK(remove.run(id, k_piece));
        removed = remove.changes();
        return {};
    });
    if (!written) return tl::unexpected<Error>(written.error());
    return removed;
}

// Where the disk is full, moving the log into the file makes its room free for the next transaction.
Result<std::int64_t> insist(Store& store, std::string_view sql, ProfileId id) {
    auto removed = remove_piece(store, sql, id);
    if (removed || removed.error().kind == ErrorKind::busy) return removed;
    (void)store.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return remove_piece(store, sql, id);
}

Result<void> remove_pieces(Store& store, std::string_view sql, ProfileId id) {
    for (;;) {
        PARETOP_TRY(const auto removed, insist(store, sql, id));
        if (removed < k_piece) return {};
    }
}

constexpr std::string_view k_being_removed = "being removed: what is left of it is not whole";

// What is interrupted remains as what a killed writer left: sources tell that it is no trace that was followed, and the remark
// what it is.
std::string mark_sql() {
    return fmt::format(
        "UPDATE profile SET state = 'growing', sources = iif(sources = '[]', '[\"being removed\"]', sources),"
        " remarks = '[\"{}\"]' WHERE id = ?1 AND ?2 > 0",
        k_being_removed);
}

Result<void> remove_marked(Store& store, ProfileId id) {
    PARETOP_CHECK(remove_pieces(store,
                                "DELETE FROM operation_sample WHERE profile = ?1 AND id IN"
                                " (SELECT id FROM operation_sample WHERE profile = ?1 LIMIT ?2)",
                                id));
    PARETOP_CHECK(remove_pieces(store,
                                "DELETE FROM operation WHERE profile = ?1 AND number IN"
                                " (SELECT number FROM operation WHERE profile = ?1 LIMIT ?2)",
                                id));
    return store.write([&] { return remove_profile(store, id); });
}

}  // namespace

bool being_removed(const ProfileRecord& profile) {
    return profile.state != ProfileState::complete && profile.remarks == std::vector<std::string>{std::string(k_being_removed)};
}

Result<void> remove_profile(Store& store, ProfileId id) {
    PARETOP_CHECK(get_profile(store, id));
    PARETOP_TRY(auto remove, store.prepare("DELETE FROM profile WHERE id = ?"));
    return remove.run(id);
}

Result<void> erase_profile(Store& store, ProfileId id) {
    PARETOP_TRY(const auto lock, ProfileLock::acquire(store, id));
    PARETOP_CHECK(get_profile(store, id));
    PARETOP_CHECK(insist(store, mark_sql(), id));
    return remove_marked(store, id);
}

Result<bool> erase_cut_off(Store& store, ProfileId id) {
    const auto lock = ProfileLock::acquire(store, id);
    if (!lock && lock.error().kind == ErrorKind::busy) return false;
    if (!lock) return tl::unexpected<Error>(lock.error());
    PARETOP_TRY(const auto marked, insist(store, mark_sql() + " AND state = 'growing'", id));
    if (marked > 0) PARETOP_CHECK(remove_marked(store, id));
    return marked > 0;
}

}  // namespace paretop::storage
