// A space of configurations: parameters of all types, some of them conditional, and constraints among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/expr/expression.h"
#include "storage/base/result.h"

namespace paretop::space {

class Members;

enum class ParameterType { integer, real, categorical, boolean, ordinal, permutation };
std::string_view type_name(ParameterType);  // int, float, categorical, bool, ordinal, permutation

struct Inactive {
    friend bool operator==(Inactive, Inactive) { return true; }
    friend auto operator<=>(Inactive, Inactive) = default;
};
using Permutation = std::vector<std::uint16_t>;  // indices into Parameter::choices
// integer: its value · boolean: 0, 1 · categorical, ordinal: index into choices · real: double · permutation
using Value = std::variant<Inactive, std::int64_t, double, Permutation>;

struct Parameter {
    std::string name;
    ParameterType type = ParameterType::integer;
    double low = 0, high = 0;              // integer, real: both inclusive (integers up to 2^53)
    double step = 0;                       // integer: ≥ 1 (default 1); real: 0 is continuous. Values are low + k·step ≤ high
    bool log = false;                      // searched on a logarithmic scale (low > 0)
    std::vector<std::string> choices;      // categorical, ordinal, permutation: as they are written on the command line
    std::optional<expr::Expression> when;  // inactive where it does not hold; may mention only parameters declared before
    Value fallback;                        // `default`
    std::string flag_on, flag_off;         // what `{name}` expands to for a boolean; empty: "true" / "false" unless has_flag
    bool has_flag = false;

    // Number of distinct values; +infinity for a continuous one.
    [[nodiscard]] double cardinality() const;
    [[nodiscard]] bool contains(const Value&) const;  // of the right type, in range, on the grid; Inactive is not contained
    // integer, real with a step: value number `index` of the grid, 0 for `low`; decimal steps give the decimal value (0.3, not
    // 0.30000000000000004).
    [[nodiscard]] double grid_value(double index) const;
    // integer, real: the nearest value it can take.
    [[nodiscard]] double nearest(double value) const;
};

// One value a parameter, in the order of declaration.
struct Configuration {
    std::vector<Value> values;
    friend bool operator==(const Configuration&, const Configuration&) = default;
};

struct Constraint {
    expr::Expression require;
    std::string where;                                 // file:line:column, for messages
    std::shared_ptr<const Members> members = nullptr;  // decides instead of `require`, where there are any
};

class Space {
  public:
    Space() = default;
    // Parameters as checked by the spec reader: unique names, valid ranges and defaults, `when` mentions earlier parameters only.
    Space(std::vector<Parameter> parameters, std::vector<Constraint> constraints);

    [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }
    [[nodiscard]] const std::vector<Constraint>& constraints() const { return constraints_; }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
    // The same space with no configurations but these: one more constraint, which mentions all parameters.
    [[nodiscard]] Space restricted(std::shared_ptr<const Members> members) const;
    [[nodiscard]] const Members* members() const;  // of restricted(); nullptr: all are allowed

    // All defaults, inactive ones Inactive.
    [[nodiscard]] Configuration defaults() const;
    // Makes every parameter whose `when` fails Inactive and gives every active Inactive one its default.
    void activate(Configuration&) const;
    [[nodiscard]] bool active(std::size_t parameter, const Configuration&) const;
    // In range, on the grid, activated; says which parameter is wrong and why.
    [[nodiscard]] Result<void> check(const Configuration&) const;
    // The first constraint that does not hold; nullopt: all hold. One that reads an inactive parameter (other than in
    // defined()) does not apply, unless it holds anyway.
    [[nodiscard]] std::optional<std::size_t> violated(const Configuration&) const;
    // Product of the cardinalities (an upper bound: constraints and `when` are not looked at).
    [[nodiscard]] double cardinality() const;

    // Values as operands for expressions: numbers for int, float, and ordinals/categoricals whose text is a number; text
    // otherwise; Missing for a permutation. Text is borrowed from this space.
    [[nodiscard]] expr::Operand operand(std::size_t parameter, const Configuration&) const;

    // For engine/space only: the fixed parts of a parameter's canonical JSON.
    struct Form {
        std::string key;                   // "name": with its quotes and colon
        std::vector<std::string> choices;  // as JSON: numbers where all are distinct ones, else strings
        std::vector<double> numbers;       // of each choice; NaN where its text is not a number
        bool numeric = false;
    };
    [[nodiscard]] const Form& form(std::size_t parameter) const { return forms_[parameter]; }
    [[nodiscard]] const std::vector<std::size_t>& by_name() const { return by_name_; }  // parameters sorted by name

  private:
    [[nodiscard]] std::vector<std::size_t> slots(const expr::Expression&) const;
    [[nodiscard]] bool applies(std::size_t constraint, const Configuration&) const;

    std::vector<Parameter> parameters_;
    std::vector<Constraint> constraints_;
    std::vector<Form> forms_;
    std::vector<std::size_t> by_name_;
    std::vector<std::vector<std::size_t>> when_slots_;  // parameter index of each name in `when`
    std::vector<std::vector<std::size_t>> constraint_slots_;
    bool conditional_ = false;
};

// --- forms (engine/space/forms.cpp) ------------------------------------------------------------------------------------
// As it is written on a command line or shown: "19", "0.25", "btopt", "true", "c,a,b"; an inactive one is "".
// `digits`: significant ones of a real number; 0: as many as tell it from every other.
std::string to_text(const Parameter&, const Value&, int digits = 0);
inline constexpr int k_readable_digits = 6;
Result<Value> from_text(const Parameter&, std::string_view text);
// What `{name}` stands for in an argument vector: to_text, or the flag of a boolean that has one.
std::string to_argument(const Parameter&, const Value&);
// Canonical JSON: keys sorted, inactive ones absent, shortest numbers that read back equal. Equal configurations give equal text.
std::string to_json(const Space&, const Configuration&);
// Absent ones are inactive or, where active, default. Unknown names and values for inactive parameters are errors.
Result<Configuration> from_json(const Space&, std::string_view json);
// 16 bytes: XXH3-128 of the canonical JSON, big-endian. Independent of the order of declaration.
std::string content_hash(std::string_view canonical_json);
// Compact bytes (varints, little-endian doubles), for storage::ConfigurationRecord::compact; decode does not allocate
// beyond the vector. Only meaningful with the same parameters in the same order.
std::string encode(const Space&, const Configuration&);
Result<Configuration> decode(const Space&, std::string_view compact);
// One line for people: the parameters that differ from the defaults, "level 19, wlog 27", or "all defaults".
std::string differences(const Space&, const Configuration&, const Configuration& from, int digits = 0);

// --- the unit cube (engine/space/unit.cpp) ---------------------------------------------------------------------------
// Each parameter has one coordinate in [0, 1] (a permutation of n: n coordinates, random keys). Discrete values own equal shares
// (of the log scale for log ones).
std::size_t unit_dimensions(const Space&);
Configuration from_unit(const Space&, std::span<const double> coordinates);  // activated
std::vector<double> to_unit(const Space&, const Configuration&);  // centre of the share; inactive ones: that of the default

}  // namespace paretop::space
