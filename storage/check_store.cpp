#include <fmt/format.h>

#include <array>
#include <string_view>

#include "storage/profiles.h"
#include "storage/statement.h"
#include "storage/store.h"

namespace paretop::storage {
namespace {

constexpr std::size_t k_findings = 20;  // of each kind at most

// Each finds what must not be, as one text a row; at most k_findings are told of each.
constexpr std::array<std::string_view, 18> k_invariants{
    "SELECT 'run ' || id || ': counts ' || asked || ' trials asked, the store holds ' || found FROM (SELECT id, asked,"
    " (SELECT count(*) FROM trial WHERE trial.run = run.id) AS found FROM run) WHERE asked <> found LIMIT 20",

    "SELECT 'run ' || id || ': counts ' || done || ' trials done, the store holds ' || found FROM (SELECT id, done,"
    " (SELECT count(*) FROM trial WHERE trial.run = run.id AND state = 'done') AS found FROM run) WHERE done <> found LIMIT 20",

    "SELECT 'run ' || id || ': counts ' || failed || ' trials failed, the store holds ' || found FROM (SELECT id, failed,"
    " (SELECT count(*) FROM trial WHERE trial.run = run.id AND state = 'failed') AS found FROM run) WHERE failed <> found LIMIT "
    "20",

    "SELECT 'run ' || id || ': counts ' || repeated || ' repetitions, the store holds ' || found FROM (SELECT id, repeated,"
    " (SELECT count(*) FROM trial WHERE trial.run = run.id AND origin = 'again' AND state IN ('done', 'failed')) AS found"
    " FROM run) WHERE repeated <> found LIMIT 20",

    "SELECT 'run ' || id || ': counts ' || front_size || ' trials on the front, the store holds ' || found FROM"
    " (SELECT id, front_size, (SELECT count(*) FROM front WHERE front.run = run.id AND left_by IS NULL) AS found FROM run)"
    " WHERE front_size <> found LIMIT 20",

    "SELECT 'run ' || run || ': trials are numbered ' || min(number) || ' to ' || max(number) || ' but there are ' || count(*)"
    " FROM trial GROUP BY run HAVING min(number) <> 0 OR max(number) + 1 <> count(*) LIMIT 20",

    "SELECT 'run ' || front.run || ', trial ' || front.trial || ': on the front though ' || iif(state = 'done', 'infeasible', "
    "state)"
    " FROM front JOIN trial ON trial.run = front.run AND number = front.trial WHERE state <> 'done' OR NOT feasible LIMIT 20",

    "SELECT 'run ' || run || ', trial ' || trial || ': left the front for trial ' || left_by || ', which never entered it'"
    " FROM front WHERE left_by IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM front AS other WHERE other.run = front.run AND other.trial = front.left_by) LIMIT 20",

    "SELECT 'run ' || run || ', trial ' || number || ': told to the search though ' || state FROM trial"
    " WHERE tell_index IS NOT NULL AND state NOT IN ('done', 'failed') LIMIT 20",

    "SELECT 'run ' || run || ': ' || count(tell_index) || ' outcomes were told, with places ' || min(tell_index) || ' to '"
    " || max(tell_index) FROM trial WHERE tell_index IS NOT NULL GROUP BY run"
    " HAVING count(DISTINCT tell_index) <> count(*) OR min(tell_index) <> 0 OR max(tell_index) + 1 <> count(*) LIMIT 20",

    "SELECT 'run ' || run || ', trial ' || trial || ': a measurement is not finite' FROM measurement"
    " WHERE abs(value) > 1.7976931348623157e308 LIMIT 20",

    "SELECT 'run ' || measurement.run || ', trial ' || trial || ': a measurement of metric ' || metric || ', which is not "
    "declared'"
    " FROM measurement JOIN run ON run.id = measurement.run WHERE NOT EXISTS (SELECT 1 FROM metric AS declared"
    " WHERE declared.experiment = run.experiment AND declared.position = measurement.metric) LIMIT 20",

    "SELECT 'run ' || trial.run || ', trial ' || number || ': done without a measurement of ' || metric.name"
    " FROM trial JOIN run ON run.id = trial.run JOIN metric ON metric.experiment = run.experiment AND objective IS NOT NULL"
    " WHERE trial.state = 'done' AND NOT EXISTS (SELECT 1 FROM measurement AS m WHERE m.run = trial.run AND m.trial = "
    "trial.number"
    " AND m.metric = metric.position AND m.repeat >= 0) LIMIT 20",

    "SELECT 'run ' || trial.run || ', trial ' || number || ': its configuration is of another experiment' FROM trial"
    " JOIN run ON run.id = trial.run JOIN configuration ON configuration.id = trial.configuration"
    " WHERE configuration.experiment <> run.experiment LIMIT 20",

    "SELECT 'profile ' || id || ': counts ' || records || ' records, its operations hold ' || found FROM (SELECT id, records,"
    " (SELECT coalesce(sum(count), 0) FROM operation WHERE operation.profile = profile.id) AS found FROM profile"
    " WHERE state = 'complete')"
    " WHERE records <> found LIMIT 20",

    "SELECT 'profile ' || id || ': counts ' || records || ' records, ' || found || ' are kept' FROM (SELECT id, records,"
    " (SELECT sum(count) FROM operation_sample WHERE operation_sample.profile = profile.id) AS found FROM profile"
    " WHERE state = 'complete')"
    " WHERE records <> found LIMIT 20",

    "SELECT 'profile ' || counter.profile || ': a counter of function ' || function || ', which is not there' FROM counter"
    " WHERE function >= 0 AND NOT EXISTS (SELECT 1 FROM function AS known WHERE known.profile = counter.profile"
    " AND known.number = counter.function) LIMIT 20",

    "SELECT 'configuration ' || id || ': its JSON cannot be read' FROM configuration WHERE NOT json_valid(json) LIMIT 20",
};

Result<void> collect(const Store& store, std::string_view sql, std::vector<std::string>& findings) {
    PARETOP_TRY(auto query, store.prepare(sql));
    PARETOP_TRY(auto found, query.collect([](const Statement& row) { return row.string(0); }));
    for (auto& line : found) findings.push_back(std::move(line));
    return {};
}

bool is_cut_off(const Store& store, ProfileId id) {
    const auto profile = get_profile(store, id);
    return profile && profile->state == ProfileState::cut_off;
}

// Those of a run are settled by its next engine; an import has none. Asked for twice, apart from the long look at everything
// else: a profile that was completed between the row and the look at its lock is not cut off.
Result<void> find_cut_imports(const Store& store, std::vector<std::string>& findings) {
    PARETOP_TRY(const auto profiles, list_profiles(store));
    for (const auto& profile : profiles)
        if (profile.state == ProfileState::cut_off && !profile.sources.empty() && is_cut_off(store, profile.id))
            findings.push_back(fmt::format("profile {0}: cut off while it was {1}; `paretop profile rm {0}` removes it",
                                           profile.id, being_removed(profile) ? "removed" : "written"));
    return {};
}

Result<void> find_damaged_chunks(const Store& store, std::vector<std::string>& findings) {
    PARETOP_TRY(auto select, store.prepare("SELECT profile, lane, sequence, checksum, summary, records FROM operation_sample"
                                           " WHERE checksum IS NOT NULL"));
    select.bind();
    for (std::size_t found = 0; found < k_findings;) {
        PARETOP_TRY(const bool more, select.step());
        if (!more) return {};
        SampleChunk chunk;
        chunk.summary = select.text(4);
        chunk.records = select.text(5);
        if (select.integer(3) == checksum(chunk)) continue;
        findings.push_back(fmt::format("profile {}: records {} of lane {} are damaged", select.integer(0), select.integer(2),
                                       select.integer(1)));
        ++found;
    }
    return {};
}

Result<void> check(const Store& store, std::vector<std::string>& findings) {
    PARETOP_CHECK(
        collect(store, "SELECT 'file: ' || integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'", findings));
    PARETOP_CHECK(
        collect(store, "SELECT 'table ' || \"table\" || ': a row refers to no ' || parent FROM pragma_foreign_key_check LIMIT 20",
                findings));
    for (const auto invariant : k_invariants) PARETOP_CHECK(collect(store, invariant, findings));
    return find_damaged_chunks(store, findings);
}

}  // namespace

Result<std::vector<std::string>> check_store(const Store& store) {
    std::vector<std::string> findings;
    PARETOP_CHECK(store.read([&] { return check(store, findings); }));
    PARETOP_CHECK(find_cut_imports(store, findings));
    return findings;
}

}  // namespace paretop::storage
