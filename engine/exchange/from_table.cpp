#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/exchange/optuna.h"
#include "engine/exchange/tables.h"

namespace paretop::exchange {
namespace {

using space::Parameter;
using space::ParameterType;
using table::number_in;
using table::numbers_in;

// In the order of the rows.
std::vector<std::string> distinct_cells(const table::Table& table, std::size_t column) {
    std::vector<std::string> out;
    std::set<std::string_view> seen;
    for (std::size_t row = 0; row < table.rows(); ++row)
        if (const auto cell = table.cell(row, column); !cell.empty() && seen.insert(cell).second) out.emplace_back(cell);
    return out;
}

Parameter parameter_of(const table::Table& table, std::size_t column) {
    Parameter parameter;
    parameter.name = table.columns()[column];
    parameter.fallback = space::Inactive{};
    parameter.choices = distinct_cells(table, column);
    const auto is = [&](auto test) { return std::all_of(parameter.choices.begin(), parameter.choices.end(), test); };
    if (is([](const std::string& text) { return text == "true" || text == "false"; })) {
        parameter.type = ParameterType::boolean;
        parameter.choices.clear();
    } else if (is([](const std::string& text) { return number_in(text).has_value(); })) {
        parameter.type = ParameterType::ordinal;
        std::sort(parameter.choices.begin(), parameter.choices.end(),
                  [](const auto& a, const auto& b) { return *number_in(a) < *number_in(b); });
    } else {
        parameter.type = ParameterType::categorical;
    }
    return parameter;
}

// As Kernel Tuner takes them: rates are better when they are higher.
bool is_rate(std::string_view name) {
    return name.find("FLOP") != std::string_view::npos || name.find("/s") != std::string_view::npos ||
           name.find("/W") != std::string_view::npos;
}

class Reader {
  public:
    explicit Reader(const table::Table& table) : table_(table) {}

    Result<History> read() {
        if (table_.format() == table::Format::csv)
            return fail(ErrorKind::usage, "is CSV, which does not say which columns are parameters", table_.path(),
                        "write an experiment file with [command] table = \"FILE\" and run that");
        history_.source = table_.path();
        history_.name = std::filesystem::path(table_.path()).filename().string();
        history_.name.resize(std::min(history_.name.find(".json"), history_.name.size()));
        for (const auto& name : table_.parameters()) {
            parameters_.push_back(*table_.find(name));
            history_.parameters.push_back(parameter_of(table_, parameters_.back()));
        }
        if (parameters_.empty())
            return fail(ErrorKind::usage, "names no parameters", table_.path(), "there is nothing to import");
        read_metrics();
        if (objectives_of(history_).empty())
            return fail(ErrorKind::usage, "names no objective that was measured, and has no \"time\"", table_.path(),
                        "there is nothing to import");
        for (std::size_t row = 0; row < table_.rows(); ++row) history_.trials.push_back(trial(row));
        if (auto found = find_conditions(history_); !found) history_.unclear = std::move(found).error();
        return std::move(history_);
    }

  private:
    void read_metrics() {
        auto objectives = table_.objectives();
        if (objectives.empty()) objectives.emplace_back("time");
        for (std::size_t column = 0; column < table_.columns().size(); ++column) {
            const auto& name = table_.columns()[column];
            if (std::find(parameters_.begin(), parameters_.end(), column) != parameters_.end() || !measured(column)) continue;
            Metric metric;
            metric.name = name;
            if (std::find(objectives.begin(), objectives.end(), name) != objectives.end())
                metric.goal = is_rate(name) || is_maximized(name) ? spec::Goal::maximize : spec::Goal::minimize;
            metrics_.push_back(column);
            history_.metrics.push_back(std::move(metric));
        }
    }

    [[nodiscard]] bool is_maximized(const std::string& name) const {
        return std::find(table_.maximized().begin(), table_.maximized().end(), name) != table_.maximized().end();
    }

    [[nodiscard]] bool measured(std::size_t column) const {
        for (std::size_t row = 0; row < table_.rows(); ++row)
            if (numbers_in(table_.cell(row, column))) return true;
        return false;
    }

    [[nodiscard]] std::int64_t timestamp(std::size_t row) const {
        const auto column = table_.find("timestamp");
        if (!column || std::find(parameters_.begin(), parameters_.end(), *column) != parameters_.end()) return 0;
        return from_datetime(std::string(table_.cell(row, *column)));
    }

    [[nodiscard]] Trial trial(std::size_t row) const {
        Trial out;
        out.number = static_cast<std::int64_t>(row);
        for (const auto column : parameters_) {
            const auto cell = table_.cell(row, column);
            out.values.push_back(cell.empty() ? std::nullopt : std::optional(std::string(cell)));
        }
        out.started_ns = out.ended_ns = timestamp(row);
        out.reason = table_.failure(row);
        for (std::size_t i = 0; i < metrics_.size(); ++i) {
            const auto cell = table_.cell(row, metrics_[i]);
            out.measured.push_back(numbers_in(cell).value_or(std::vector<double>()));
            if (out.measured.back().empty() && history_.metrics[i].goal != spec::Goal::none && out.reason.empty())
                out.reason = cell.empty() ? history_.metrics[i].name + " is missing" : std::string(cell);
        }
        if (out.reason.empty()) return out;
        out.state = storage::TrialState::failed;
        for (auto& repeats : out.measured) repeats.clear();
        return out;
    }

    const table::Table& table_;
    History history_;
    std::vector<std::size_t> parameters_, metrics_;  // columns
};

}  // namespace

Result<History> from_table(const table::Table& table) { return Reader(table).read(); }

}  // namespace paretop::exchange
