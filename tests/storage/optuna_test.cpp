#include <gmock/gmock.h>
#include <sqlite3.h>

#include <cmath>
#include <limits>

#include "storage/optuna/study.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage::optuna {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr const char* k_float =
    R"({"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0, "high": 1.0, "log": false}})";

// What Optuna's own tables hold of a small study, written by hand: the columns that are read, in any order.
constexpr const char* k_by_hand = R"sql(
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('v3.2.0.a');
CREATE TABLE studies (study_id INTEGER PRIMARY KEY, study_name VARCHAR(512) NOT NULL);
INSERT INTO studies VALUES (3, 'first'), (5, 'second');
CREATE TABLE study_directions (direction VARCHAR(8), study_id INTEGER, objective INTEGER);
INSERT INTO study_directions VALUES ('MAXIMIZE', 5, 1), ('MINIMIZE', 5, 0), ('MINIMIZE', 3, 0);
CREATE TABLE study_user_attributes (study_id INTEGER, "key" VARCHAR(512), value_json TEXT);
INSERT INTO study_user_attributes VALUES (5, 'who', '"me"');
CREATE TABLE study_system_attributes (study_id INTEGER, "key" VARCHAR(512), value_json TEXT);
CREATE TABLE trials (trial_id INTEGER PRIMARY KEY, number INTEGER, study_id INTEGER, state VARCHAR(8), datetime_start DATETIME,
                     datetime_complete DATETIME);
INSERT INTO trials VALUES (11, 1, 5, 'FAIL', NULL, NULL), (12, 0, 5, 'COMPLETE', '2026-01-02 03:04:05.000006', NULL),
                          (13, 0, 3, 'WAITING', NULL, NULL);
CREATE TABLE trial_params (param_id INTEGER PRIMARY KEY, trial_id INTEGER, param_name VARCHAR(512), param_value FLOAT,
                           distribution_json TEXT);
INSERT INTO trial_params VALUES (1, 12, 'x', 0.5, '{}'), (2, 13, 'other', 1, '{}'), (3, 12, 'a', 2, '{}');
CREATE TABLE trial_values (trial_id INTEGER, objective INTEGER, value FLOAT, value_type VARCHAR(7));
INSERT INTO trial_values VALUES (12, 0, 1.25, 'FINITE'), (12, 1, NULL, 'INF_NEG');
CREATE TABLE trial_intermediate_values (trial_id INTEGER, step INTEGER, intermediate_value FLOAT, intermediate_value_type VARCHAR(7));
INSERT INTO trial_intermediate_values VALUES (11, 4, NULL, 'NAN'), (11, 2, 7.5, 'FINITE');
CREATE TABLE trial_user_attributes (trial_id INTEGER, "key" VARCHAR(512), value_json TEXT);
CREATE TABLE trial_system_attributes (trial_id INTEGER, "key" VARCHAR(512), value_json TEXT);
INSERT INTO trial_system_attributes VALUES (12, 'constraints', '[0.5]');
)sql";

class OptunaTest : public testing::Test {
  protected:
    void run_sql(const std::string& sql) const {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
        char* error = nullptr;
        EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
        sqlite3_close(db);
    }
    [[nodiscard]] std::string value_of(const std::string& sql) const {
        sqlite3* db = nullptr;
        sqlite3_open(path_.c_str(), &db);
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
        std::string out;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const auto* text = sqlite3_column_text(statement, 0);
            out += (out.empty() ? "" : " ") + std::string(text ? reinterpret_cast<const char*>(text) : "NULL");
        }
        sqlite3_finalize(statement);
        sqlite3_close(db);
        return out;
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.file("study.db");
};

Study example() {
    Study study;
    study.name = "it's a study";
    study.directions = {"MINIMIZE", "MAXIMIZE"};
    study.user = {{"who", "\"me\""}};
    Trial first;
    first.state = "COMPLETE";
    first.started = "2026-11-21 12:06:36.370169";
    first.ended = "2026-11-21 12:06:36.403567";
    first.values = {0.1, k_infinity};
    first.parameters = {{"x", 0.25, k_float}, {"y", 1.0 / 3, k_float}};
    first.user = {{"note", "{\"k\": [1, 2]}"}};
    Trial second;
    second.number = 1;
    second.state = "PRUNED";
    second.values = {std::nullopt, -2.0};
    second.intermediates = {{0, 4.5}, {3, -k_infinity}};
    second.system = {{"constraints", "[0.5]"}};
    study.trials = {first, second};
    return study;
}

TEST_F(OptunaTest, WhatIsWrittenIsReadBack) {
    ASSERT_TRUE(write_study(path_, example()));
    EXPECT_TRUE(is_sqlite(path_));
    EXPECT_THAT(list_studies(path_).value(), ElementsAre("it's a study"));
    const auto read = read_study(path_, "it's a study");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(*read, example());
}

TEST_F(OptunaTest, TheTablesAreThoseOfOptuna31) {
    ASSERT_TRUE(write_study(path_, example()));
    EXPECT_EQ(value_of("SELECT version_num FROM alembic_version"), "v3.0.0.d");
    EXPECT_EQ(value_of("SELECT schema_version FROM version_info"), "12");
    EXPECT_EQ(value_of("SELECT value_type FROM trial_values ORDER BY trial_id, objective"), "FINITE INF_POS FINITE");
    EXPECT_EQ(value_of("SELECT value FROM trial_values WHERE value_type = 'INF_POS'"), "NULL");
    EXPECT_EQ(value_of("SELECT datetime_start FROM trials ORDER BY number"), "2026-11-21 12:06:36.370169 NULL");
    EXPECT_EQ(value_of("SELECT count(*) FROM sqlite_master WHERE type = 'table'"), "13");
    EXPECT_EQ(value_of("SELECT count(*) FROM pragma_foreign_key_check"), "0");
}

TEST_F(OptunaTest, ReadsTablesMadeByHand) {
    run_sql(k_by_hand);
    EXPECT_THAT(list_studies(path_).value(), ElementsAre("first", "second"));
    const auto study = read_study(path_, "second");
    ASSERT_TRUE(study) << study.error().message();
    EXPECT_THAT(study->directions, ElementsAre("MINIMIZE", "MAXIMIZE"));
    EXPECT_THAT(study->user, ElementsAre(Attribute{"who", "\"me\""}));
    ASSERT_EQ(study->trials.size(), 2U);
    const auto& first = study->trials[0];
    EXPECT_EQ(first.state, "COMPLETE");
    EXPECT_EQ(first.started, "2026-01-02 03:04:05.000006");
    EXPECT_EQ(first.values[0], 1.25);
    EXPECT_EQ(first.values[1], -k_infinity);
    EXPECT_THAT(first.parameters, ElementsAre(Parameter{"x", 0.5, "{}"}, Parameter{"a", 2, "{}"}));
    EXPECT_THAT(first.system, ElementsAre(Attribute{"constraints", "[0.5]"}));
    const auto& second = study->trials[1];
    EXPECT_EQ(second.values[0], std::nullopt);
    ASSERT_EQ(second.intermediates.size(), 2U);
    EXPECT_EQ(second.intermediates[0], (Intermediate{2, 7.5}));
    EXPECT_TRUE(std::isnan(second.intermediates[1].value));
}

TEST_F(OptunaTest, AnUnknownStudyIsToldFromThoseThereAre) {
    run_sql(k_by_hand);
    const auto study = read_study(path_, "third");
    ASSERT_FALSE(study);
    EXPECT_EQ(study.error().kind, ErrorKind::not_found);
    EXPECT_THAT(study.error().message(), HasSubstr("there is no study 'third'; its studies are first, second"));
}

TEST_F(OptunaTest, AnotherSchemaIsNamedWithARemedy) {
    run_sql(k_by_hand);
    run_sql("UPDATE alembic_version SET version_num = 'v2.6.0.a'");
    const auto studies = list_studies(path_);
    ASSERT_FALSE(studies);
    EXPECT_THAT(studies.error().what, HasSubstr("the schema v2.6.0.a"));
    EXPECT_THAT(studies.error().remedy, HasSubstr("optuna storage upgrade"));
    run_sql("DROP TABLE alembic_version");
    EXPECT_THAT(list_studies(path_).error().what, HasSubstr("the schema none"));
}

TEST_F(OptunaTest, OtherFilesAreRefusedAndStayAsTheyWere) {
    run_sql("CREATE TABLE music (title TEXT)");
    const auto bytes = test::read_bytes(path_);
    EXPECT_THAT(list_studies(path_).error().what, HasSubstr("no storage of Optuna"));
    EXPECT_EQ(test::read_bytes(path_), bytes);
    { const auto store = test::open_store(folder_.file("lab.db")); }
    EXPECT_THAT(list_studies(folder_.file("lab.db")).error().message(), HasSubstr("is a store of paretop itself"));
    test::write_bytes(folder_.file("text"), "SQLite format 2");
    EXPECT_FALSE(is_sqlite(folder_.file("text")));
    EXPECT_FALSE(is_sqlite(folder_.file("nothing")));
}

TEST_F(OptunaTest, ADamagedFileIsSaidToBeOne) {
    ASSERT_TRUE(write_study(path_, example()));
    auto bytes = test::read_bytes(path_);
    bytes.resize(bytes.size() / 2);
    test::write_bytes(path_, bytes);
    const auto study = read_study(path_, "it's a study");
    ASSERT_FALSE(study);
    EXPECT_THAT(study.error().where, HasSubstr("study.db"));
    EXPECT_FALSE(study.error().remedy.empty());
}

TEST_F(OptunaTest, AFileThatExistsIsLeftAlone) {
    test::write_bytes(path_, "precious");
    const auto written = write_study(path_, example());
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().what, HasSubstr("exists already"));
    EXPECT_EQ(test::read_bytes(path_), "precious");
}

TEST_F(OptunaTest, NothingHalfWrittenIsLeft) {
    auto study = example();
    study.trials[1].number = 0;  // twice the same
    EXPECT_FALSE(write_study(path_, study));
    EXPECT_FALSE(is_sqlite(path_));
    EXPECT_FALSE(is_sqlite(path_ + ".part"));
    EXPECT_FALSE(write_study("/nowhere/study.db", example()));
}

}  // namespace
}  // namespace paretop::storage::optuna
