#include "storage/migrations.h"

#include <fmt/format.h>

#include "storage/statement.h"

namespace paretop::storage {
namespace {

Result<void> check_foreign_keys(const Store& store) {
    PARETOP_TRY(auto broken, store.prepare("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"));
    PARETOP_TRY(const auto table, broken.first([](const Statement& row) { return row.string(0); }));
    if (!table) return {};
    return fail(ErrorKind::store, fmt::format("after the upgrade rows of {} refer to nothing", *table), store.path(),
                "the store was left as it was; run `paretop check-store` with the version that wrote it");
}

Result<void> apply_missing(Store& store, std::span<const std::string_view> steps) {
    PARETOP_TRY(auto pragma, store.prepare("PRAGMA user_version"));
    PARETOP_TRY(const auto version, pragma.first([](const Statement& row) { return row.integer(0); }));
    const auto present = static_cast<std::size_t>(version.value_or(0));
    if (present == steps.size()) return {};
    if (present > steps.size())
        return fail(ErrorKind::store, fmt::format("the store is of version {}, this paretop knows {}", present, steps.size()),
                    store.path(), "use the newer paretop that wrote it");
    for (const auto step : steps.subspan(present)) PARETOP_CHECK(store.execute(step));
    PARETOP_CHECK(
        store.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", k_application_id, steps.size())));
    return check_foreign_keys(store);
}

}  // namespace

Result<void> migrate(Store& store, std::span<const std::string_view> steps) {
    // A step may rebuild a table that others refer to; SQLite allows the switch outside of transactions only.
    PARETOP_CHECK(store.execute("PRAGMA foreign_keys = OFF"));
    auto applied = store.write([&] { return apply_missing(store, steps); });
    PARETOP_CHECK(store.execute("PRAGMA foreign_keys = ON"));
    return applied;
}

}  // namespace paretop::storage
