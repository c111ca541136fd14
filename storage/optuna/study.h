// Studies in the SQLite storage of Optuna (schema of Optuna 3 and 4): read from it, and written to a new file. Plain values with
// Optuna's own words; what they mean is the caller's business (engine/exchange).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/result.h"

namespace paretop::storage::optuna {

struct Attribute {
    std::string key;
    std::string json;
    friend bool operator==(const Attribute&, const Attribute&) = default;
};

struct Parameter {
    std::string name;
    double value = 0;          // of a categorical one: the index of its choice
    std::string distribution;  // JSON: {"name": "FloatDistribution", "attributes": {…}}
    friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct Intermediate {
    std::int64_t step = 0;
    double value = 0;  // perhaps infinite or NaN
    friend bool operator==(const Intermediate&, const Intermediate&) = default;
};

struct Trial {
    std::int64_t number = 0;
    std::string state;                          // COMPLETE, PRUNED, FAIL, RUNNING, WAITING
    std::string started, ended;                 // "2026-11-21 12:06:36.370169", in the local time of who wrote it; empty: not yet
    std::vector<std::optional<double>> values;  // by objective; perhaps infinite
    std::vector<Parameter> parameters;
    std::vector<Intermediate> intermediates;
    std::vector<Attribute> user, system;
    friend bool operator==(const Trial&, const Trial&) = default;
};

struct Study {
    std::string name;
    std::vector<std::string> directions;  // MINIMIZE, MAXIMIZE, NOT_SET
    std::vector<Attribute> user, system;
    std::vector<Trial> trials;  // by number
    friend bool operator==(const Study&, const Study&) = default;
};

// Whether a file begins as SQLite's do; false too where there is none.
bool is_sqlite(const std::string& path);

// The file is opened to read only. usage: it is no storage of Optuna, or one of a schema this does not know: the remedy says what
// to do.
Result<std::vector<std::string>> list_studies(const std::string& path);
// not_found lists the studies there are.
Result<Study> read_study(const std::string& path, const std::string& name);

// A new file with this study, there whole or not at all. usage: the file exists.
Result<void> write_study(const std::string& path, const Study& study);

}  // namespace paretop::storage::optuna
