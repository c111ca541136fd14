#include "views/model/trial_fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

#include "engine/measure/rounds.h"

namespace paretop::model {
namespace {

using storage::TrialState;

// measure::median without an allocation for the usual few repeats.
double median_of(std::span<const storage::MeasurementRecord> repeats) {
    if (repeats.size() == 1) return repeats[0].value;
    std::array<double, 64> near;
    std::vector<double> far;
    double* values = near.data();
    const auto count = repeats.size();
    if (count > near.size()) {
        far.resize(count);
        values = far.data();
    }
    std::transform(repeats.begin(), repeats.end(), values, [](const auto& m) { return m.value; });
    const auto middle = values + count / 2;
    std::nth_element(values, middle, values + count);
    return count % 2 == 1 ? *middle : (*std::max_element(values, middle) + *middle) / 2;
}

constexpr std::array k_own_fields{
    std::pair{std::string_view("number"), Field::Kind::number},     std::pair{std::string_view("state"), Field::Kind::state},
    std::pair{std::string_view("origin"), Field::Kind::origin},     std::pair{std::string_view("reason"), Field::Kind::reason},
    std::pair{std::string_view("feasible"), Field::Kind::feasible}, std::pair{std::string_view("repeats"), Field::Kind::repeats}};

bool is_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// Of each choice, its place among all: by number when all are numbers, alphabetically when not, as declared when ordinal.
std::vector<double> choice_ranks(const space::Parameter& parameter) {
    const auto& choices = parameter.choices;
    std::vector<std::size_t> order(choices.size());
    std::iota(order.begin(), order.end(), 0U);
    const bool numbers = std::all_of(choices.begin(), choices.end(), is_number);
    if (parameter.type == space::ParameterType::categorical)
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return numbers ? std::stod(choices[a]) < std::stod(choices[b]) : choices[a] < choices[b];
        });
    std::vector<double> ranks(choices.size());
    for (std::size_t place = 0; place < order.size(); ++place) ranks[order[place]] = static_cast<double>(place);
    return ranks;
}

// Permutations of one set in lexicographic order of their indices: a fraction in base n, exact to 53 bits.
double permutation_key(const space::Permutation& order) {
    double key = 0;
    double weight = 1;
    for (const auto index : order) {
        weight /= static_cast<double>(order.size() + 1);
        key += weight * index;
    }
    return key;
}

}  // namespace

std::string_view state_word(TrialState state) {
    switch (state) {
        case TrialState::asked:
            return "asked";
        case TrialState::running:
            return "running";
        case TrialState::done:
            return "done";
        case TrialState::failed:
            return "failed";
    }
    return "";
}

std::string filter_of(const space::Parameter& parameter, const space::Value& value) {
    const auto plain = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    constexpr std::array<std::string_view, 5> k_words{"and", "or", "not", "true", "false"};
    const bool bare = std::all_of(parameter.name.begin(), parameter.name.end(), plain) &&
                      std::find(k_words.begin(), k_words.end(), parameter.name) == k_words.end();
    const auto name = bare ? parameter.name : "`" + parameter.name + "`";
    const auto text = space::to_text(parameter, value);
    if (parameter.choices.empty()) return name + " == " + text;
    std::string quoted;
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return name + " == '" + quoted + "'";
}

void RowReader::set(const storage::TrialRow& row) {
    row_ = &row;
    decoded_ = false;
}

const space::Configuration* RowReader::configuration() {
    if (!decoded_) {
        decoded_ = true;
        configuration_.reset();
        if (const auto* spec = experiment_->spec())
            if (auto decoded = space::decode(spec->space, row_->compact)) configuration_ = std::move(*decoded);
    }
    return configuration_ ? &*configuration_ : nullptr;
}

std::optional<double> RowReader::metric(std::size_t index) const {
    const auto wanted = static_cast<std::int64_t>(index);
    const auto all = row_->measurements;
    const auto first = std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.metric == wanted; });
    const auto last = std::find_if(first, all.end(), [&](const auto& m) { return m.metric != wanted; });
    const auto counting = measure::latest({first, last}, measure::Round::last);
    if (counting.empty()) return std::nullopt;
    return median_of(counting);
}

// Every metric has as many, but for one that a program did not always report: the first one tells.
RoundCounts RowReader::rounds() const {
    RoundCounts counts;
    for (const auto& m : row_->measurements) {
        if (m.metric != row_->measurements.front().metric) break;
        const auto round = measure::round_of(m.repeat);
        if (round == static_cast<std::int64_t>(measure::Round::search)) ++counts.search;
        if (round == static_cast<std::int64_t>(measure::Round::confirm)) ++counts.confirm;
        if (round == static_cast<std::int64_t>(measure::Round::last)) ++counts.last;
    }
    return counts;
}

expr::Operand RowReader::value(const Field& field) {
    switch (field.kind) {
        case Field::Kind::number:
            return static_cast<double>(row_->number);
        case Field::Kind::state:
            return state_word(row_->state);
        case Field::Kind::origin:
            return row_->origin;
        case Field::Kind::reason:
            return row_->reason;
        case Field::Kind::feasible:
            return row_->feasible;
        case Field::Kind::repeats:
            return static_cast<double>(rounds().all());
        case Field::Kind::metric:
            if (const auto value = metric(field.index)) return *value;
            return expr::Missing{};
        case Field::Kind::parameter:
            if (const auto* values = configuration()) return experiment_->spec()->space.operand(field.index, *values);
            return expr::Missing{};
    }
    return expr::Missing{};
}

std::optional<Field> find_field(const Experiment& experiment, std::string_view name) {
    for (std::size_t i = 0; i < experiment.parameters.size(); ++i)
        if (experiment.parameters[i].name == name) return Field{Field::Kind::parameter, i};
    for (const auto& metric : experiment.metrics)
        if (metric.name == name) return Field{Field::Kind::metric, static_cast<std::size_t>(metric.position)};
    for (const auto& [word, kind] : k_own_fields)
        if (word == name) return Field{kind, 0};
    return std::nullopt;
}

std::vector<std::string> field_names(const Experiment& experiment) {
    std::vector<std::string> names;
    for (const auto& parameter : experiment.parameters) names.push_back(parameter.name);
    for (const auto& metric : experiment.metrics) names.push_back(metric.name);
    for (const auto& [word, kind] : k_own_fields) names.emplace_back(word);
    return names;
}

Result<TrialFilter> TrialFilter::parse(std::string_view text, const Experiment& experiment) {
    PARETOP_TRY(auto expression, expr::Expression::parse(text));
    std::vector<Field> fields;
    for (const auto& name : expression.names()) {
        const auto field = find_field(experiment, name);
        if (!field)
            return fail(ErrorKind::usage, fmt::format("there is no '{}' here", name), "filter",
                        fmt::format("the names are {}", fmt::join(field_names(experiment), ", ")));
        fields.push_back(*field);
    }
    return TrialFilter(std::move(expression), std::move(fields));
}

bool TrialFilter::holds(RowReader& row) const {
    operands_.clear();
    for (const auto& field : fields_) operands_.push_back(row.value(field));
    return expression_.holds(operands_);
}

SortKey::SortKey(const Field& field, std::shared_ptr<const Experiment> experiment)
    : field_(field), experiment_(std::move(experiment)) {
    if (const auto* spec = experiment_->spec(); spec != nullptr && field_.kind == Field::Kind::parameter)
        ranks_ = choice_ranks(spec->space.parameters()[field_.index]);
}

std::optional<double> SortKey::of(RowReader& row) const {
    if (field_.kind != Field::Kind::parameter) {
        if (field_.kind == Field::Kind::state) return static_cast<double>(row.state());
        const auto value = row.value(field_);
        if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
        const auto* number = std::get_if<double>(&value);
        return number != nullptr ? std::optional(*number) : std::nullopt;
    }
    const auto* configuration = row.configuration();
    if (configuration == nullptr) return std::nullopt;
    const auto& value = configuration->values[field_.index];
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* order = std::get_if<space::Permutation>(&value)) return permutation_key(*order);
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (whole == nullptr) return std::nullopt;
    const auto index = static_cast<std::size_t>(*whole);
    return index < ranks_.size() ? ranks_[index] : static_cast<double>(*whole);
}

bool sortable(const Field& field) { return field.kind != Field::Kind::origin && field.kind != Field::Kind::reason; }

}  // namespace paretop::model
