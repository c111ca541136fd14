#include "views/model/profile.h"

#include <algorithm>
#include <utility>

#include "engine/functions/key.h"
#include "engine/profile/batches.h"

namespace paretop::model {
namespace {

using functions::CallNode;

constexpr double k_ns = 1e-9;

double weight_of(const storage::FunctionMapRecord& map) { return map.self_s > 0 ? map.self_s : static_cast<double>(map.samples); }

template <typename Function>
std::string key_of(const Function& function) {
    return function.module.empty() ? function.name : function.name + "|" + function.module;
}

}  // namespace

Result<bool> ProfileModel::update(Budget& budget) {
    budget.take();
    PARETOP_TRY(auto now, storage::get_profile(store_, record_.id));
    if (read_ && now == record_) return false;
    record_ = std::move(now);
    PARETOP_CHECK(store_.read([this] { return read(); }));
    read_ = true;
    ++version_;
    return false;
}

Result<void> ProfileModel::read() {
    PARETOP_TRY(operations_, storage::list_operations(store_, record_.id));
    PARETOP_TRY(lanes_, storage::list_lanes(store_, record_.id));
    PARETOP_TRY(omissions_, storage::list_omissions(store_, record_.id));
    kinds_ = profile::kinds_of(operations_);
    counted_ns_ = 0;
    for (const auto& operation : operations_)
        if (profile::counted(operation.kind)) counted_ns_ += operation.self_ns;
    PARETOP_TRY(all_batches_, profile::read_batches(store_, record_.id));
    batches_.reset();
    if (!all_batches_.empty()) batches_ = profile::batch_statistics(all_batches_);
    return read_functions();
}

Result<void> ProfileModel::read_functions() {
    PARETOP_TRY(functions_, storage::list_functions(store_, record_.id));
    PARETOP_TRY(maps_, storage::list_function_maps(store_, record_.id));
    PARETOP_TRY(counters_, storage::list_counters(store_, record_.id));
    PARETOP_TRY(const auto calls, storage::list_calls(store_, record_.id));
    derive_calls(calls);
    return {};
}

std::size_t ProfileModel::function_of_calls(const std::string& key) {
    const auto [at, fresh] = function_at_.try_emplace(key, calls_.functions.size());
    if (fresh) calls_.functions.push_back(key);
    return at->second;
}

// Stacks of a source that counts samples have samples for weights. A call of an unknown function is left out, and what it called.
void ProfileModel::derive_calls(const std::vector<storage::CallRecord>& calls) {
    calls_ = {};
    function_at_.clear();
    timed_ = true;
    stacks_ = !calls.empty();
    if (!stacks_) return counted_ns_ > 0 ? calls_of_operations() : calls_of_nobody();
    timed_ = std::any_of(calls.begin(), calls.end(), [](const auto& call) { return call.self_s > 0; });
    std::map<std::int64_t, std::int64_t> node_of{{-1, -1}};  // by the call's number
    for (const auto& call : calls) {
        const auto parent = node_of.find(call.parent);
        if (parent == node_of.end() || call.function < 0 || call.function >= static_cast<std::int64_t>(functions_.size()))
            continue;
        node_of.emplace(call.number, static_cast<std::int64_t>(calls_.nodes.size()));
        const auto function = function_of_calls(key_of(functions_[static_cast<std::size_t>(call.function)]));
        calls_.nodes.push_back(
            {parent->second, function, timed_ ? call.self_s : static_cast<double>(call.samples), call.samples});
    }
}

// An operation's time is divided among its functions as their CPU time is; what they do not account for is its own.
void ProfileModel::calls_of_operations() {
    for (const auto& operation : operations_) {
        if (!profile::counted(operation.kind)) continue;
        const auto parent = static_cast<std::int64_t>(calls_.nodes.size());
        calls_.nodes.push_back({-1, function_of_calls(operation.name), operation.self_ns * k_ns, operation.count});
        const auto beneath = functions_of(operation.name);
        if (beneath.empty()) continue;
        calls_.nodes.back().self = 0;
        for (const auto& function : beneath)
            calls_.nodes.push_back(
                {parent, function_of_calls(key_of(function)), function.share * operation.self_ns * k_ns, function.samples});
    }
}

// A table of functions alone.
void ProfileModel::calls_of_nobody() {
    timed_ = functions_.empty() || std::any_of(functions_.begin(), functions_.end(), [](const auto& f) { return f.self_s > 0; });
    for (const auto& function : functions_)
        calls_.nodes.push_back({-1, function_of_calls(key_of(function)),
                                timed_ ? function.self_s : static_cast<double>(function.samples), function.samples});
}

std::vector<OperationFunction> ProfileModel::functions_of(const std::string& operation) const {
    std::vector<OperationFunction> found;
    double whole = 0;
    for (const auto& map : maps_) {
        if (map.operation != operation || map.function < 0 || map.function >= static_cast<std::int64_t>(functions_.size()))
            continue;
        const auto& function = functions_[static_cast<std::size_t>(map.function)];
        found.push_back({function.name, function.module, map.self_s, map.samples, weight_of(map), map.support, map.runs});
        whole += weight_of(map);
    }
    for (auto& function : found) function.share = whole > 0 ? function.share / whole : 0;
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
    return found;
}

std::vector<OperationCounter> ProfileModel::counters_of(const std::string& operation) const {
    std::vector<OperationCounter> found;
    for (const auto& counter : counters_)
        if (counter.operation == operation && counter.function < 0) found.push_back({counter.name, counter.value});
    return found;
}

}  // namespace paretop::model
