#include "engine/functions/attribute.h"

#include <cmath>
#include <limits>
#include <unordered_map>

#include "engine/functions/key.h"

namespace paretop::functions {
namespace {

constexpr double k_none = std::numeric_limits<double>::quiet_NaN();

using Operations = std::vector<std::size_t>;  // in Attribution::operations, rising

struct Index {
    std::unordered_map<std::string, Operations> by_key, by_function;
};

void note(Operations& operations, std::size_t operation) {
    if (operations.empty() || operations.back() != operation) operations.push_back(operation);
}

Index index_of(const Mapping& mapping) {
    Index index;
    std::size_t operation = 0;
    for (const auto& [name, keys] : mapping) {
        for (const auto& key : keys) {
            note(index.by_key[key], operation);
            note(index.by_function[std::string(function_of(key))], operation);
        }
        ++operation;
    }
    return index;
}

const Operations* operations_of(const Index& index, const std::string& key) {
    const auto exact = index.by_key.find(key);
    if (exact != index.by_key.end()) return &exact->second;
    if (!is_unknown_module(module_of(key))) return nullptr;
    const auto by_function = index.by_function.find(std::string(function_of(key)));
    return by_function == index.by_function.end() ? nullptr : &by_function->second;
}

std::int64_t count_missing(const std::set<std::string>& keys, const FunctionTable& table) {
    std::set<std::string_view> there, loose;  // loose: functions whose module the table does not know
    for (const auto& row : table.rows) {
        there.insert(row.key);
        if (is_unknown_module(module_of(row.key))) loose.insert(function_of(row.key));
    }
    std::int64_t missing = 0;
    for (const auto& key : keys)
        if (!there.contains(key) && !loose.contains(function_of(key))) ++missing;
    return missing;
}

// Σ w·v, or the average for a rate.
class Sums {
  public:
    explicit Sums(const FunctionTable& table)
        : table_(table), weight_(table.weight_metric()), sums_(table.metrics.size(), k_none), weights_(sums_.size()) {}

    void add(std::size_t row, double share) {
        const auto& values = table_.rows[row].values;
        const auto weight = share * (weight_ ? values[*weight_] : 1);
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            if (std::isnan(values[i])) continue;
            if (table_.metrics[i].rate && !(weight > 0)) continue;
            if (std::isnan(sums_[i])) sums_[i] = 0;
            sums_[i] += (table_.metrics[i].rate ? weight : share) * values[i];
            weights_[i] += weight;
        }
    }

    [[nodiscard]] std::vector<double> values() const {
        auto values = sums_;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (table_.metrics[i].rate && weights_[i] > 0) values[i] /= weights_[i];
        return values;
    }

  private:
    const FunctionTable& table_;
    std::optional<std::size_t> weight_;
    std::vector<double> sums_, weights_;
};

void share_out(const Operations& sharers, std::size_t row, std::vector<AttributedOperation>& operations) {
    double elapsed = 0;
    for (const auto operation : sharers) elapsed += operations[operation].elapsed_s;
    for (const auto operation : sharers) {
        auto& one = operations[operation];
        const auto weight = elapsed > 0 ? one.elapsed_s / elapsed : 1 / static_cast<double>(sharers.size());
        one.shares.push_back({row, weight});
    }
}

}  // namespace

Attribution attribute(const Mapping& mapping, const FunctionTable& table, const std::map<std::string, double>& elapsed_s) {
    Attribution out;
    out.metrics = table.metrics;
    for (const auto& [name, keys] : mapping) {
        const auto known = elapsed_s.find(name);
        const auto elapsed = known == elapsed_s.end() || !(known->second > 0) ? 0 : known->second;
        out.operations.push_back({name, elapsed, {}, static_cast<std::int64_t>(keys.size()), count_missing(keys, table), {}});
    }
    const auto index = index_of(mapping);
    Sums mapped(table), unmapped(table);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto* sharers = operations_of(index, table.rows[row].key);
        (sharers != nullptr ? mapped : unmapped).add(row, 1);
        if (sharers != nullptr)
            share_out(*sharers, row, out.operations);
        else
            out.unmapped_rows.push_back(row);
    }
    for (auto& operation : out.operations) {
        Sums sums(table);
        for (const auto& share : operation.shares) sums.add(share.row, share.weight);
        operation.values = sums.values();
    }
    out.mapped = mapped.values();
    out.unmapped = unmapped.values();
    return out;
}

}  // namespace paretop::functions
