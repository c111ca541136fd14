#include "engine/functions/delimited.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "engine/functions/key.h"

namespace paretop::functions {
namespace {

constexpr double k_none = std::numeric_limits<double>::quiet_NaN();

constexpr std::string_view k_stack = "function stack";

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string_view without_unit(std::string_view name) { return trim(name.substr(0, name.find('('))); }

// "CPU Time:Self", "CPU Time: Self".
bool is_own_time(std::string_view name) {
    constexpr std::string_view k_time = "cpu time:";
    const auto bare = without_unit(name);
    return bare.starts_with(k_time) && trim(bare.substr(k_time.size())) == "self";
}

// "CPU Time", "CPU Time (s)", "CPU_TIME", "CPU_TIME (seconds)"; not "CPU Time:Spin Time", "CPU Time %".
bool is_cpu_time(std::string_view name) {
    const auto bare = without_unit(name);
    return bare == "cpu time" || bare == "cpu_time" || is_own_time(name);
}

bool is_function(std::string_view name) {
    return name == "function" || name == "functions" || name == "source function" || name == "function / call stack" ||
           name == "source function / function / call stack" || name == "symbol" || name == k_stack;
}

template <std::size_t n>
bool is_one_of(std::string_view name, const std::array<std::string_view, n>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_text(std::string_view name) {
    constexpr std::array<std::string_view, 7> k_texts{"function (full)", "source file", "start address", "module path",
                                                      "class",           "file",        "source line"};
    return is_one_of(name, k_texts);
}

double factor_of(std::string_view name) {
    return contains(name, "(ms)") || contains(name, "milliseconds") ? 1e-3 : contains(name, "(us)") ? 1e-6 : 1;
}

// Which of several measurements, stacked in one file, a row is of.
bool is_configuration(std::string_view name) {
    return name == "config" || name == "configuration" || name == "experiment" || name == "variant";
}

// Percentages of pipeline slots or clockticks in VTune's top-down analysis, which tables made of its reports write without a
// sign.
bool is_top_down(std::string_view name) {
    constexpr std::array<std::string_view, 10> k_names{"retiring",     "bad speculation",  "memory bandwidth", "memory latency",
                                                       "local dram",   "remote dram",      "remote cache",     "dram bandwidth",
                                                       "dram latency", "branch mispredict"};
    return name.ends_with(" bound") || is_one_of(name, k_names);
}

bool is_rate(std::string_view name, double value) {
    constexpr std::array k_words{"%", "rate", "ratio", "frequency", "average", "_ave"};
    constexpr double k_whole = 100;  // slots that were counted are more
    return std::any_of(k_words.begin(), k_words.end(), [&](const char* word) { return contains(name, word); }) ||
           (is_top_down(name) && value <= k_whole);
}

}  // namespace

bool DelimitedTable::is_header(std::string_view line) {
    std::vector<std::string> fields;
    if (!split_fields(line, separator_of(line), fields)) return false;
    const auto any = [&](auto&& is) {
        return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return is(lower(trim(field))); });
    };
    return any(is_function) && (any(is_cpu_time) || any([](const auto& name) { return name == "clockticks"; }));
}

DelimitedTable::DelimitedTable(std::string_view header, DecimalMark mark) : separator_(separator_of(header)), mark_(mark) {
    split_fields(header, separator_, fields_);
    bool function = false, module = false;
    const bool own = std::any_of(fields_.begin(), fields_.end(), [](const auto& f) { return is_own_time(lower(trim(f))); });
    for (const auto& field : fields_) {
        const auto name = lower(trim(field));
        Column column{clean_name(field)};
        if (is_function(name) && !std::exchange(function, true)) {
            column.use = Use::function;
            stacks_ = name == k_stack;
        } else if (name == "module" && !std::exchange(module, true))
            column.use = Use::module;
        else if (is_text(name) || name.empty())
            column.use = Use::text;
        else if (is_configuration(name))
            column.use = Use::configuration;
        if (own ? is_own_time(name) : is_cpu_time(name)) {
            column.name = k_cpu_s;
            column.factor = factor_of(name);
            column.unit_told = name.find('(') != std::string::npos;
        }
        if (name == "clockticks") column.name = k_clockticks;
        columns_.push_back(std::move(column));
    }
}

void DelimitedTable::decide(Column& column, std::string_view field, TableBuilder& builder) const {
    if (column.name == k_cpu_s || column.name == k_clockticks) {  // whatever stands in their first row
        column.use = Use::metric;
        column.metric = builder.metric(column.name);
        return;
    }
    const auto quantity = parse_quantity(field, mark_);
    column.use = quantity ? Use::metric : Use::text;
    if (quantity) column.metric = builder.metric(column.name, quantity->rate || is_rate(lower(column.name), quantity->value));
}

bool DelimitedTable::has_clockticks() const {
    return std::any_of(columns_.begin(), columns_.end(), [](const auto& column) { return column.name == k_clockticks; });
}

bool DelimitedTable::read_fields(TableBuilder& builder, std::vector<double>& values, Context& context) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        auto& column = columns_[i];
        const auto field = trim(fields_[i]);
        if (column.use == Use::unknown && !field.empty()) decide(column, field, builder);
        if (column.use == Use::configuration) note_configuration(column, field);
        if (field.empty() && column.name == k_cpu_s && !has_clockticks()) return false;
        if (column.use != Use::metric || field.empty()) continue;
        values.resize(builder.table().metrics.size(), k_none);
        if (const auto quantity = parse_quantity(field, mark_))
            values[column.metric] = quantity->value * column.factor;
        else if (column.name == k_cpu_s)
            return false;
        else
            context.omit("field that is no number");
    }
    values.resize(builder.table().metrics.size(), k_none);
    return true;
}

void DelimitedTable::note_configuration(Column& column, std::string_view field) {
    if (column.first.empty())
        column.first = field;
    else if (column.first != field && column.other.empty())
        column.other = field;
}

Result<void> DelimitedTable::one_configuration(const Context& context) const {
    const auto mixed = std::find_if(columns_.begin(), columns_.end(), [](const auto& column) { return !column.other.empty(); });
    if (mixed == columns_.end()) return {};
    return fail(ErrorKind::usage,
                fmt::format("holds several measurements of the same functions: its column {} is '{}' and '{}'", mixed->name,
                            mixed->first, mixed->other),
                context.place(), fmt::format("make a file of the rows of each {}, and read one of them", mixed->name));
}

void DelimitedTable::set_seconds(double unit) {
    for (auto& column : columns_)
        if (column.name == k_cpu_s && !column.unit_told) column.factor = unit;
}

// What lacks nothing but texts at its end, as tables that were copied out of a window do.
bool DelimitedTable::complete(const Context& context) {
    if (!context.ended || fields_.size() > columns_.size()) return false;
    const auto missing = columns_.begin() + static_cast<std::ptrdiff_t>(fields_.size());
    if (!std::all_of(missing, columns_.end(), [](const auto& c) { return c.use == Use::text || c.use == Use::module; }))
        return false;
    fields_.resize(columns_.size());
    return true;
}

std::optional<DelimitedTable::Entry> DelimitedTable::row(std::string_view line, TableBuilder& builder, Context& context) {
    const auto omit = [&](const char* kind) {
        context.omit(kind);
        return std::nullopt;
    };
    if (!split_fields(line, separator_, fields_)) return omit("row with an open quote");
    if (fields_.size() > columns_.size()) return omit("row with too many fields");
    if (fields_.size() < columns_.size() && !complete(context)) return omit("row with too few fields");
    std::vector<double> values;
    if (!read_fields(builder, values, context)) return omit("row without a readable CPU time");
    std::string_view function, module;
    Entry entry;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].use == Use::function) function = fields_[i];
        if (columns_[i].use == Use::module) module = fields_[i];
        if (columns_[i].use == Use::metric && columns_[i].name == k_cpu_s) entry.cpu_s = values[columns_[i].metric];
    }
    entry.depth = std::min(function.find_first_not_of(' '), function.size());
    entry.key = make_key(function, module);
    builder.merge(entry.key, values);
    return entry;
}

}  // namespace paretop::functions
