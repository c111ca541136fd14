#include <fmt/format.h>

#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {

Result<ConfigurationId> put_configuration(Store& store, ExperimentId experiment, const ConfigurationRecord& configuration) {
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO configuration (experiment, hash, json, compact) VALUES (?,?,?,?)"
                                           " ON CONFLICT (experiment, hash) DO NOTHING"));
    PARETOP_CHECK(insert.run(experiment, Blob{configuration.hash}, configuration.json, Blob{configuration.compact}));
    if (insert.changes() == 1) return insert.last_id();
    PARETOP_TRY(auto find, store.prepare("SELECT id FROM configuration WHERE experiment = ? AND hash = ?"));
    PARETOP_TRY(const auto known,
                find.first([](const Statement& row) { return row.integer(0); }, experiment, Blob{configuration.hash}));
    return known.value_or(0);
}

Result<ConfigurationRecord> get_configuration(const Store& store, ConfigurationId id) {
    PARETOP_TRY(auto select, store.prepare("SELECT id, hash, json, compact FROM configuration WHERE id = ?"));
    const auto read = [](const Statement& row) {
        return ConfigurationRecord{row.integer(0), row.string(1), row.string(2), row.string(3)};
    };
    PARETOP_TRY(auto found, select.first(read, id));
    if (!found) return fail(ErrorKind::not_found, fmt::format("there is no configuration {}", id), store.path());
    return std::move(*found);
}

}  // namespace paretop::storage
