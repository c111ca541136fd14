// What a filter, a sort or a column can name of a trial, and its value in a row of the store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expr/expression.h"
#include "storage/queries.h"
#include "views/model/experiments.h"

namespace paretop::model {

struct Field {
    enum class Kind { number, state, parameter, metric, origin, reason, feasible, repeats };
    Kind kind = Kind::number;
    std::size_t index = 0;  // of the parameter or the metric
    friend bool operator==(const Field&, const Field&) = default;
};

[[nodiscard]] std::string_view state_word(storage::TrialState state);  // asked, running, done, failed

// How often a trial was measured in each round (engine/measure/rounds.h).
struct RoundCounts {
    std::int64_t search = 0, confirm = 0, last = 0;
    [[nodiscard]] std::int64_t all() const { return search + confirm + last; }
};

// A row, read lazily: the configuration is decoded at most once, and only when a parameter is asked for.
class RowReader {
  public:
    explicit RowReader(std::shared_ptr<const Experiment> experiment) : experiment_(std::move(experiment)) {}
    void set(const storage::TrialRow& row);  // the row outlives the reading of it
    // A metric is the median of its repeats.
    [[nodiscard]] expr::Operand value(const Field& field);
    [[nodiscard]] std::optional<double> metric(std::size_t index) const;
    [[nodiscard]] RoundCounts rounds() const;
    [[nodiscard]] storage::TrialState state() const { return row_->state; }
    [[nodiscard]] const space::Configuration* configuration();  // nullptr: it cannot be read

  private:
    std::shared_ptr<const Experiment> experiment_;
    const storage::TrialRow* row_ = nullptr;
    bool decoded_ = false;
    std::optional<space::Configuration> configuration_;
};

// Parameters first, then metrics, then number, state, origin, reason, feasible and repeats: the first of that name is meant.
[[nodiscard]] std::optional<Field> find_field(const Experiment& experiment, std::string_view name);
[[nodiscard]] std::vector<std::string> field_names(const Experiment& experiment);

// An expression whose names are all known.
class TrialFilter {
  public:
    // An unknown name is an error that lists the known ones.
    static Result<TrialFilter> parse(std::string_view text, const Experiment& experiment);
    [[nodiscard]] bool holds(RowReader& row) const;
    [[nodiscard]] const std::string& text() const { return expression_.text(); }

  private:
    TrialFilter(expr::Expression expression, std::vector<Field> fields)
        : expression_(std::move(expression)), fields_(std::move(fields)) {}
    expr::Expression expression_;
    std::vector<Field> fields_;                    // of expression_.names()
    mutable std::vector<expr::Operand> operands_;  // kept for its memory
};

// The filter that passes the trials in which a parameter has this value: "level == 3", "`block size` == '4k'".
[[nodiscard]] std::string filter_of(const space::Parameter& parameter, const space::Value& value);

// The place of a value in the ascending order of a field, as a number; nullopt: it has none (not measured, inactive) and comes
// last. Text sorts alphabetically among the choices of its parameter.
class SortKey {
  public:
    SortKey(const Field& field, std::shared_ptr<const Experiment> experiment);
    [[nodiscard]] std::optional<double> of(RowReader& row) const;

  private:
    Field field_;
    std::shared_ptr<const Experiment> experiment_;
    std::vector<double> ranks_;  // of the choices of a parameter of texts
};
// False: a field of free text, whose order would have to be kept as text for every trial.
[[nodiscard]] bool sortable(const Field& field);

}  // namespace paretop::model
