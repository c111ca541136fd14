#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

#include "storage/optuna/database.h"
#include "storage/optuna/study.h"

namespace paretop::storage::optuna {
namespace {

// The schema of Optuna 3.1, which newer ones read after `optuna storage upgrade` and older 3.x as it is.
constexpr const char* k_schema = R"sql(
CREATE TABLE studies (study_id INTEGER NOT NULL, study_name VARCHAR(512) NOT NULL, PRIMARY KEY (study_id));
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE TABLE version_info (version_info_id INTEGER NOT NULL, schema_version INTEGER, library_version VARCHAR(256),
    PRIMARY KEY (version_info_id), CHECK (version_info_id = 1));
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
CREATE TABLE study_directions (study_direction_id INTEGER NOT NULL, direction VARCHAR(8) NOT NULL, study_id INTEGER NOT NULL,
    objective INTEGER NOT NULL, PRIMARY KEY (study_direction_id), UNIQUE (study_id, objective),
    FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE study_user_attributes (study_user_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512),
    value_json TEXT, PRIMARY KEY (study_user_attribute_id), UNIQUE (study_id, "key"),
    FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE study_system_attributes (study_system_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512),
    value_json TEXT, PRIMARY KEY (study_system_attribute_id), UNIQUE (study_id, "key"),
    FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE trials (trial_id INTEGER NOT NULL, number INTEGER, study_id INTEGER, state VARCHAR(8) NOT NULL,
    datetime_start DATETIME, datetime_complete DATETIME, PRIMARY KEY (trial_id),
    FOREIGN KEY(study_id) REFERENCES studies (study_id));
CREATE TABLE trial_user_attributes (trial_user_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512),
    value_json TEXT, PRIMARY KEY (trial_user_attribute_id), UNIQUE (trial_id, "key"),
    FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_system_attributes (trial_system_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512),
    value_json TEXT, PRIMARY KEY (trial_system_attribute_id), UNIQUE (trial_id, "key"),
    FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_params (param_id INTEGER NOT NULL, trial_id INTEGER, param_name VARCHAR(512), param_value FLOAT,
    distribution_json TEXT, PRIMARY KEY (param_id), UNIQUE (trial_id, param_name),
    FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_values (trial_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, objective INTEGER NOT NULL, value FLOAT,
    value_type VARCHAR(7) NOT NULL, PRIMARY KEY (trial_value_id), UNIQUE (trial_id, objective),
    FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_intermediate_values (trial_intermediate_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL,
    step INTEGER NOT NULL, intermediate_value FLOAT, intermediate_value_type VARCHAR(7) NOT NULL,
    PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
CREATE TABLE trial_heartbeats (trial_heartbeat_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, heartbeat DATETIME NOT NULL,
    PRIMARY KEY (trial_heartbeat_id), UNIQUE (trial_id), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
INSERT INTO version_info VALUES (1, 12, '3.1.0');
INSERT INTO alembic_version VALUES ('v3.0.0.d');
)sql";

const char* type_of(double value) {
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value > 0 ? "INF_POS" : "INF_NEG";
    return "FINITE";
}

std::optional<double> finite(double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; }

class Writer {
  public:
    explicit Writer(const Database& database) : database_(database) {}

    Result<void> write(const Study& study) {
        PARETOP_CHECK(insert("studies (study_id, study_name) VALUES (1, ?)", study.name));
        for (std::size_t i = 0; i < study.directions.size(); ++i)
            PARETOP_CHECK(insert("study_directions (direction, study_id, objective) VALUES (?, 1, ?)", study.directions[i],
                                 static_cast<std::int64_t>(i)));
        for (const auto& [key, json] : study.user)
            PARETOP_CHECK(insert("study_user_attributes (study_id, \"key\", value_json) VALUES (1, ?, ?)", key, json));
        for (const auto& [key, json] : study.system)
            PARETOP_CHECK(insert("study_system_attributes (study_id, \"key\", value_json) VALUES (1, ?, ?)", key, json));
        for (const auto& trial : study.trials) PARETOP_CHECK(write_trial(trial));
        return {};
    }

  private:
    template <class... Values>
    Result<void> insert(const std::string& into, const Values&... values) {
        auto known = statements_.find(into);
        if (known == statements_.end()) {
            PARETOP_TRY(auto statement, database_.prepare("INSERT INTO " + into));
            known = statements_.emplace(into, std::move(statement)).first;
        }
        if (!known->second.run(values...)) return tl::unexpected<Error>(database_.trouble());
        return {};
    }

    Result<void> write_trial(const Trial& trial) {
        const std::int64_t id = trial.number + 1;
        PARETOP_CHECK(
            insert("trials (trial_id, number, study_id, state, datetime_start, datetime_complete)"
                   " VALUES (?, ?, 1, ?, ?, ?)",
                   id, trial.number, trial.state, unless<std::string>(trial.started, ""), unless<std::string>(trial.ended, "")));
        for (const auto& p : trial.parameters)
            PARETOP_CHECK(insert("trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)", id,
                                 p.name, p.value, p.distribution));
        for (std::size_t i = 0; i < trial.values.size(); ++i)
            if (trial.values[i])
                PARETOP_CHECK(insert("trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?)", id,
                                     static_cast<std::int64_t>(i), finite(*trial.values[i]), type_of(*trial.values[i])));
        for (const auto& [step, value] : trial.intermediates)
            PARETOP_CHECK(
                insert("trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type)"
                       " VALUES (?, ?, ?, ?)",
                       id, step, finite(value), type_of(value)));
        for (const auto& [key, json] : trial.user)
            PARETOP_CHECK(insert("trial_user_attributes (trial_id, \"key\", value_json) VALUES (?, ?, ?)", id, key, json));
        for (const auto& [key, json] : trial.system)
            PARETOP_CHECK(insert("trial_system_attributes (trial_id, \"key\", value_json) VALUES (?, ?, ?)", id, key, json));
        return {};
    }

    const Database& database_;
    std::map<std::string, Statement> statements_;
};

Result<void> write_part(const std::string& path, const Study& study) {
    PARETOP_TRY(const auto database, Database::open(path, Database::Mode::create));
    PARETOP_CHECK(database.execute("BEGIN"));
    PARETOP_CHECK(database.execute(k_schema));
    PARETOP_CHECK(Writer(database).write(study));
    return database.execute("COMMIT");
}

}  // namespace

Result<void> write_study(const std::string& path, const Study& study) {
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::exists(path, error))
        return fail(ErrorKind::usage, "exists already", path, "name a file that does not exist, or remove it first");
    const auto part = path + ".part";
    fs::remove(part, error);
    auto written = write_part(part, study);
    if (written && std::rename(part.c_str(), path.c_str()) != 0)
        written = fail(ErrorKind::io, "cannot be given its name", path, "check that you may write to its folder");
    if (!written) fs::remove(part, error);
    return written;
}

}  // namespace paretop::storage::optuna
