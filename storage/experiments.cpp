#include <fmt/format.h>

#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

Result<void> insert_parameters(Store& store, ExperimentId experiment, std::span<const ParameterRecord> parameters) {
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO parameter (experiment, position, name, type, definition) VALUES (?,?,?,?,?)"));
    for (const auto& p : parameters) PARETOP_CHECK(insert.run(experiment, p.position, p.name, p.type, p.definition));
    return {};
}

Result<void> insert_metrics(Store& store, ExperimentId experiment, std::span<const MetricRecord> metrics) {
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO metric (experiment, position, name, source, unit, goal, objective, threshold,"
                              " bound) VALUES (?,?,?,?,?,?,?,?,?)"));
    for (const auto& m : metrics)
        PARETOP_CHECK(insert.run(experiment, m.position, m.name, m.source, m.unit, m.goal, unless<std::int64_t>(m.objective, -1),
                                 m.threshold, m.bound));
    return {};
}

}  // namespace

Result<ExperimentId> put_experiment(Store& store, const ExperimentRecord& experiment, std::span<const ParameterRecord> parameters,
                                    std::span<const MetricRecord> metrics) {
    PARETOP_TRY(auto find, store.prepare("SELECT id FROM experiment WHERE name = ? AND spec = ? AND directory = ?"));
    PARETOP_TRY(const auto known, find.first([](const Statement& row) { return row.integer(0); }, experiment.name,
                                             experiment.spec, experiment.directory));
    if (known) return *known;
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO experiment (name, revision, kind, about, spec, directory, created_ns) VALUES"
                              " (?1, (SELECT coalesce(max(revision), 0) + 1 FROM experiment WHERE name = ?1),"
                              " ?2, ?3, ?4, ?5, ?6)"));
    PARETOP_CHECK(insert.run(experiment.name, experiment.kind, experiment.about, experiment.spec, experiment.directory,
                             experiment.created_ns));
    const ExperimentId id = insert.last_id();
    PARETOP_CHECK(insert_parameters(store, id, parameters));
    PARETOP_CHECK(insert_metrics(store, id, metrics));
    return id;
}

Result<ExperimentRecord> get_experiment(const Store& store, ExperimentId id) {
    PARETOP_TRY(auto select, store.prepare("SELECT id, name, revision, kind, about, spec, directory, created_ns FROM experiment"
                                           " WHERE id = ?"));
    const auto read = [](const Statement& row) {
        return ExperimentRecord{row.integer(0), row.string(1), row.integer(2), row.string(3),
                                row.string(4),  row.string(5), row.string(6),  row.integer(7)};
    };
    PARETOP_TRY(auto found, select.first(read, id));
    if (!found) return fail(ErrorKind::not_found, fmt::format("there is no experiment {}", id), store.path());
    return std::move(*found);
}

Result<std::vector<ParameterRecord>> list_parameters(const Store& store, ExperimentId id) {
    PARETOP_TRY(auto select, store.prepare("SELECT position, name, type, definition FROM parameter WHERE experiment = ?"
                                           " ORDER BY position"));
    return select.collect(
        [](const Statement& row) {
            return ParameterRecord{row.integer(0), row.string(1), row.string(2), row.string(3)};
        },
        id);
}

Result<std::vector<MetricRecord>> list_metrics(const Store& store, ExperimentId id) {
    PARETOP_TRY(auto select, store.prepare("SELECT position, name, source, unit, goal, objective, threshold, bound FROM metric"
                                           " WHERE experiment = ? ORDER BY position"));
    const auto read = [](const Statement& row) {
        return MetricRecord{row.integer(0), row.string(1),         row.string(2), row.string(3),
                            row.string(4),  row.integer_or(5, -1), row.string(6), row.string(7)};
    };
    return select.collect(read, id);
}

}  // namespace paretop::storage
