#include "engine/table/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/table/values.h"
#include "storage/base/nearest.h"

namespace paretop::table {
namespace {

using space::Parameter;
using space::ParameterType;

bool is_numeric(const Parameter& parameter) {
    return parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
}

std::string_view kind_of(const Parameter& parameter) {
    if (is_numeric(parameter)) return "a number";
    return parameter.type == ParameterType::boolean ? "true or false" : "its values once each, with commas";
}

bool is_no_result(std::string_view cell) {
    const auto number = number_in(cell);
    return cell.empty() || cell == "NA" || cell == "-" || (number && !std::isfinite(*number));
}

}  // namespace

Result<void> Results::find_columns(const spec::Spec& spec) {
    const auto find = [&](const std::string& column, const std::string& what) -> Result<std::size_t> {
        if (const auto found = table_.find(column)) return *found;
        const auto near = nearest_words(column, table_.columns(), 1);
        return fail(ErrorKind::usage, fmt::format("there is no column '{}' for {}", column, what), table_.path(),
                    near.empty() ? fmt::format("its columns are {}", fmt::join(table_.columns(), ", "))
                                 : fmt::format("perhaps '{}' is meant", near.front()));
    };
    for (const auto& parameter : spec.space.parameters()) {
        PARETOP_TRY(const auto column, find(parameter.name, "parameter " + parameter.name));
        parameter_columns_.push_back(column);
    }
    metrics_ = spec.metrics.size();
    for (std::size_t i = 0; i < metrics_; ++i) {
        const auto& metric = spec.metrics[i];
        if (metric.source.kind != spec::Source::Kind::column) continue;
        PARETOP_TRY(const auto column, find(metric.source.argument, "metric " + metric.name));
        metric_columns_.push_back({i, column});
    }
    return {};
}

Result<void> Results::index_rows(const spec::Spec& spec) {
    const auto& parameters = spec.space.parameters();
    space::Configuration configuration;
    for (std::size_t row = 0; row < table_.rows(); ++row) {
        configuration.values.assign(parameters.size(), space::Inactive{});
        bool inside = true;
        for (std::size_t i = 0; i < parameters.size() && inside; ++i) {
            if (!spec.space.active(i, configuration)) continue;
            const auto cell = table_.cell(row, parameter_columns_[i]);
            auto value = value_in(parameters[i], cell);
            if (!value)
                return fail(ErrorKind::usage, fmt::format("'{}' is no value of '{}'", cell, parameters[i].name),
                            table_.place(row, parameter_columns_[i]), fmt::format("write {}", kind_of(parameters[i])));
            inside = !std::holds_alternative<space::Inactive>(*value);
            configuration.values[i] = std::move(*value);
        }
        if (!inside) {
            ++outside_;
            continue;
        }
        for (const auto& metric : metric_columns_) {
            const auto cell = table_.cell(row, metric.column);
            if (table_.format() == Format::csv && !is_no_result(cell) && !numbers_in(cell))
                return fail(ErrorKind::usage,
                            fmt::format("'{}' is no number for metric {}", cell, spec.metrics[metric.metric].name),
                            table_.place(row, metric.column), "write a number with a decimal point, or nothing where it failed");
        }
        rows_[space::encode(spec.space, configuration)].push_back(static_cast<std::uint32_t>(row));
    }
    if (!rows_.empty()) return {};
    return fail(ErrorKind::usage, fmt::format("none of its {} rows lies in the space of the parameters", table_.rows()),
                table_.path(), "compare its values with the ranges and values of the [[parameter]] tables");
}

Result<Results> Results::read(const spec::Spec& spec) {
    PARETOP_TRY(auto table, read_table(spec.command.table));
    Results results(std::move(table));
    PARETOP_CHECK(results.find_columns(spec));
    PARETOP_CHECK(results.index_rows(spec));
    return results;
}

std::optional<Results::Found> Results::find(std::string_view compact) const {
    const auto rows = rows_.find(std::string(compact));
    if (rows == rows_.end()) return std::nullopt;
    Found found;
    found.values.resize(metrics_);
    for (const auto row : rows->second) {
        if (found.failure.empty()) found.failure = table_.failure(row);
        for (const auto& metric : metric_columns_) {
            const auto cell = table_.cell(row, metric.column);
            const auto numbers = numbers_in(cell);
            auto& values = found.values[metric.metric];
            if (numbers)
                values.insert(values.end(), numbers->begin(), numbers->end());
            else if (found.failure.empty())
                found.failure = fmt::format("{}: {} {}", table_.place(row, metric.column), table_.columns()[metric.column],
                                            cell.empty() ? "is empty" : fmt::format("is '{}'", cell));
        }
    }
    return found;
}

std::shared_ptr<const space::Members> Results::members() const {
    std::vector<std::string> all;
    all.reserve(rows_.size());
    for (const auto& [compact, rows] : rows_) all.push_back(compact);
    return std::make_shared<const space::Members>(std::move(all), std::filesystem::path(table_.path()).filename().string());
}

}  // namespace paretop::table
