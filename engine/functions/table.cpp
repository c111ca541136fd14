#include "engine/functions/table.h"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/functions/perf_event.h"

namespace paretop::functions {
namespace {

constexpr double k_none = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<const char*, 6> k_formats{"perf-script", "perf-report", "collapsed", "callgrind", "vtune", "uprof"};

double or_zero(double value) { return std::isnan(value) ? 0 : value; }

double sum(double a, double b) { return std::isnan(a) ? b : std::isnan(b) ? a : a + b; }

double average(double a, double weight_a, double b, double weight_b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) ? b : a;
    return weight_a + weight_b > 0 ? (a * weight_a + b * weight_b) / (weight_a + weight_b) : (a + b) / 2;
}

}  // namespace

const char* format_name(Format format) { return k_formats[static_cast<std::size_t>(format)]; }

std::optional<Format> format_named(std::string_view name) {
    for (std::size_t i = 0; i < k_formats.size(); ++i)
        if (name == k_formats[i]) return static_cast<Format>(i);
    return std::nullopt;
}

std::string format_names() {
    std::string names;
    for (const auto* name : k_formats) names.append(names.empty() ? "" : ", ").append(name);
    return names;
}

std::optional<std::size_t> FunctionTable::metric(std::string_view name) const {
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (metrics[i].name == name) return i;
    return std::nullopt;
}

std::optional<std::size_t> FunctionTable::weight_metric() const {
    if (!events.empty())
        if (const auto first = metric(perf_metric(events.front()))) return first;
    for (const auto* name : {k_clockticks, k_cpu_s, k_samples})
        if (const auto found = metric(name)) return found;
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (!metrics[i].rate) return i;
    return std::nullopt;
}

std::optional<std::size_t> FunctionTable::stand_in() const {
    const auto first = events.empty() ? std::nullopt : metric(perf_metric(events.front()));
    if (first) return metrics[*first].name == k_cpu_s ? std::nullopt : first;
    if (metric(k_cpu_s) || metric(k_samples)) return std::nullopt;
    return weight_metric();
}

double FunctionTable::value(std::size_t row, std::string_view name) const {
    const auto index = metric(name);
    return index ? or_zero(rows[row].values[*index]) : 0;
}

double FunctionTable::total(std::string_view name) const {
    const auto index = metric(name);
    double total = 0;
    if (index)
        for (const auto& row : rows) total += or_zero(row.values[*index]);
    return total;
}

std::size_t TableBuilder::metric(std::string_view name, bool rate) {
    if (const auto known = table_.metric(name)) return *known;
    table_.metrics.push_back({std::string(name), rate});
    for (auto& row : table_.rows) row.values.push_back(k_none);
    return table_.metrics.size() - 1;
}

std::size_t TableBuilder::row(std::string key) {
    const auto [at, fresh] = rows_.try_emplace(key, table_.rows.size());
    if (fresh) table_.rows.push_back({std::move(key), std::vector<double>(table_.metrics.size(), k_none), 0});
    return at->second;
}

void TableBuilder::add(std::size_t row, std::size_t metric, double value) {
    auto& old = table_.rows[row].values[metric];
    old = sum(old, value);
}

void TableBuilder::merge(std::string key, const std::vector<double>& values) {
    auto& old = table_.rows[row(std::move(key))].values;
    const auto weight = table_.weight_metric();
    const auto weight_old = weight ? or_zero(old[*weight]) : 1;
    const auto weight_new = weight ? or_zero(values[*weight]) : 1;
    for (std::size_t i = 0; i < old.size(); ++i)
        old[i] = table_.metrics[i].rate ? average(old[i], weight_old, values[i], weight_new) : sum(old[i], values[i]);
}

void TableBuilder::set_totals(const std::vector<std::size_t>& rows, const std::vector<double>& totals) {
    for (std::size_t i = 0; i < rows.size(); ++i) table_.rows[rows[i]].total = totals[i];
}

FunctionTable TableBuilder::take() {
    rows_.clear();
    return std::exchange(table_, {});
}

}  // namespace paretop::functions
