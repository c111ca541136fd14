#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <unordered_map>

#include "storage/migrations.h"
#include "storage/optuna/database.h"
#include "storage/optuna/study.h"

namespace paretop::storage::optuna {
namespace {

// Alembic's names of the schemas that have the columns used here: Optuna 3.0 and 3.1; 3.2 to 4.
constexpr std::array<std::string_view, 2> k_schemas{"v3.0.0.d", "v3.2.0.a"};

std::string text_of(const Statement& row) { return row.string(0); }

tl::unexpected<Error> foreign(const std::string& path) {
    return fail(ErrorKind::usage, "is an SQLite file, but no storage of Optuna", path,
                "name a file that a study was kept in with storage=\"sqlite:///…\"");
}

Result<void> check_owner(const Database& database, const std::string& path) {
    PARETOP_TRY(const auto ids, database.rows("PRAGMA application_id", [](const Statement& row) { return row.integer(0); }));
    if (!ids.empty() && ids.front() == k_application_id)
        return fail(ErrorKind::usage, "is a store of paretop itself", path, "look at it with --store");
    PARETOP_TRY(const auto tables, database.rows("SELECT name FROM sqlite_master WHERE type = 'table'", text_of));
    for (const auto* const table : {"studies", "study_directions", "trials", "trial_params", "trial_values"})
        if (std::find(tables.begin(), tables.end(), table) == tables.end()) return foreign(path);
    return {};
}

Result<void> check_schema(const Database& database, const std::string& path) {
    const auto versions = database.rows("SELECT version_num FROM alembic_version", text_of);
    const auto version = versions && !versions->empty() ? versions->front() : std::string("none");
    if (std::find(k_schemas.begin(), k_schemas.end(), version) != k_schemas.end()) return {};
    return fail(ErrorKind::usage,
                fmt::format("has the schema {} of Optuna, and this reads {}", version, fmt::join(k_schemas, " and ")), path,
                fmt::format("on a copy of it, run `optuna storage upgrade --storage sqlite:///{}` with Optuna 3 or 4", path));
}

Result<Database> open_storage(const std::string& path) {
    PARETOP_TRY(auto database, Database::open(path, Database::Mode::read_only));
    PARETOP_CHECK(check_owner(database, path));
    PARETOP_CHECK(check_schema(database, path));
    return database;
}

double special(std::string_view type, double finite) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (type == "INF_POS") return infinity;
    if (type == "INF_NEG") return -infinity;
    return type == "NAN" ? std::nan("") : finite;
}

Result<std::vector<Attribute>> attributes(const Database& database, const std::string& table, std::int64_t study) {
    return database.rows(
        fmt::format("SELECT \"key\", value_json FROM {} WHERE study_id = ? ORDER BY \"key\"", table),
        [](const Statement& row) {
            return Attribute{row.string(0), row.string(1)};
        },
        study);
}

// Gives rows of the tables that hang on trials to their trials.
class TrialReader {
  public:
    TrialReader(const Database& database, std::int64_t study, std::size_t objectives)
        : database_(database), study_(study), objectives_(objectives) {}

    Result<std::vector<Trial>> read() {
        PARETOP_CHECK(read_trials());
        PARETOP_CHECK(each("trial_params", "param_id", "param_name, param_value, distribution_json",
                           [](Trial& trial, const Statement& row) {
                               trial.parameters.push_back({row.string(1), row.real(2), row.string(3)});
                           }));
        PARETOP_CHECK(each("trial_values", "objective", "objective, value, value_type", [](Trial& trial, const Statement& row) {
            const auto objective = static_cast<std::size_t>(row.integer(1));
            if (objective >= trial.values.size()) return;
            trial.values[objective] = special(row.text(3), row.real(2));
        }));
        PARETOP_CHECK(
            each("trial_intermediate_values", "step", "step, intermediate_value, intermediate_value_type",
                 [](Trial& trial, const Statement& row) {
                     trial.intermediates.push_back({row.integer(1), special(row.text(3), row.real_or(2, std::nan("")))});
                 }));
        PARETOP_CHECK(each("trial_user_attributes", "\"key\"", "\"key\", value_json", [](Trial& trial, const Statement& row) {
            trial.user.push_back({row.string(1), row.string(2)});
        }));
        PARETOP_CHECK(each("trial_system_attributes", "\"key\"", "\"key\", value_json", [](Trial& trial, const Statement& row) {
            trial.system.push_back({row.string(1), row.string(2)});
        }));
        return std::move(trials_);
    }

  private:
    Result<void> read_trials() {
        std::vector<std::int64_t> ids;
        PARETOP_TRY(trials_, database_.rows(
                                 "SELECT trial_id, number, state, datetime_start, datetime_complete FROM trials"
                                 " WHERE study_id = ? ORDER BY number",
                                 [&](const Statement& row) {
                                     ids.push_back(row.integer(0));
                                     Trial trial;
                                     trial.number = row.integer(1);
                                     trial.state = row.string(2);
                                     trial.started = row.string(3);
                                     trial.ended = row.string(4);
                                     trial.values.resize(objectives_);
                                     return trial;
                                 },
                                 study_));
        for (std::size_t i = 0; i < ids.size(); ++i) by_id_.emplace(ids[i], i);
        return {};
    }

    template <class Give>
    Result<void> each(const char* table, const char* order, const char* columns, Give give) {
        const auto sql = fmt::format(
            "SELECT trial_id, {0} FROM {1} WHERE trial_id IN"
            " (SELECT trial_id FROM trials WHERE study_id = ?) ORDER BY trial_id, {2}",
            columns, table, order);
        const auto read = [&](const Statement& row) {
            if (const auto found = by_id_.find(row.integer(0)); found != by_id_.end()) give(trials_[found->second], row);
            return 0;
        };
        PARETOP_TRY([[maybe_unused]] const auto done, database_.rows(sql, read, study_));
        return {};
    }

    const Database& database_;
    std::int64_t study_;
    std::size_t objectives_;
    std::vector<Trial> trials_;
    std::unordered_map<std::int64_t, std::size_t> by_id_;
};

}  // namespace

bool is_sqlite(const std::string& path) {
    constexpr std::string_view k_magic("SQLite format 3\0", 16);
    std::string start(k_magic.size(), '\0');
    std::ifstream file(path, std::ios::binary);
    return file.read(start.data(), static_cast<std::streamsize>(start.size())) && start == k_magic;
}

Result<std::vector<std::string>> list_studies(const std::string& path) {
    PARETOP_TRY(const auto database, open_storage(path));
    return database.rows("SELECT study_name FROM studies ORDER BY study_id", text_of);
}

Result<Study> read_study(const std::string& path, const std::string& name) {
    PARETOP_TRY(const auto database, open_storage(path));
    PARETOP_CHECK(database.execute("BEGIN"));
    PARETOP_TRY(const auto ids, database.rows(
                                    "SELECT study_id FROM studies WHERE study_name = ?",
                                    [](const Statement& row) { return row.integer(0); }, name));
    if (ids.empty()) {
        PARETOP_TRY(const auto names, database.rows("SELECT study_name FROM studies ORDER BY study_id", text_of));
        return fail(ErrorKind::not_found, fmt::format("there is no study '{}'", name), path,
                    fmt::format("its studies are {}", fmt::join(names, ", ")));
    }
    Study study;
    study.name = name;
    PARETOP_TRY(study.directions, database.rows("SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective",
                                                text_of, ids.front()));
    PARETOP_TRY(study.user, attributes(database, "study_user_attributes", ids.front()));
    PARETOP_TRY(study.system, attributes(database, "study_system_attributes", ids.front()));
    PARETOP_TRY(study.trials, TrialReader(database, ids.front(), study.directions.size()).read());
    return study;
}

}  // namespace paretop::storage::optuna
