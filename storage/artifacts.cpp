#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {

Result<void> put_artifact(Store& store, const ArtifactRecord& artifact) {
    PARETOP_TRY(auto put, store.prepare("INSERT INTO artifact (run, trial, kind, name, total_bytes, content) VALUES (?,?,?,?,?,?)"
                                        " ON CONFLICT (run, trial, kind, name)"
                                        " DO UPDATE SET total_bytes = excluded.total_bytes, content = excluded.content"));
    return put.run(artifact.trial.run, artifact.trial.number, artifact.kind, artifact.name, artifact.total_bytes,
                   Blob{artifact.content});
}

Result<std::vector<ArtifactRecord>> list_artifacts(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select,
                store.prepare("SELECT run, trial, kind, name, content, total_bytes FROM artifact WHERE run = ? AND trial = ?"
                              " ORDER BY kind, name"));
    const auto read = [](const Statement& row) {
        return ArtifactRecord{{row.integer(0), row.integer(1)}, row.string(2), row.string(3), row.string(4), row.integer(5)};
    };
    return select.collect(read, key.run, key.number);
}

}  // namespace paretop::storage
