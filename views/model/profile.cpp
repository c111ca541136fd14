#include "views/model/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

#include "engine/functions/key.h"
#include "engine/profile/batches.h"

namespace paretop::model {
namespace {

constexpr double k_ns = 1e-9;

template <typename Function>
std::string key_of(const Function& function) {
    return function.module.empty() ? function.name : function.name + "|" + function.module;
}

std::vector<functions::CallEdge> keyed(const std::vector<storage::CallEdgeRecord>& edges,
                                       const std::vector<storage::FunctionRecord>& functions) {
    std::vector<functions::CallEdge> keyed;
    const auto known = [&](std::int64_t number) { return number >= 0 && number < static_cast<std::int64_t>(functions.size()); };
    for (const auto& edge : edges)
        if (known(edge.caller) && known(edge.callee))
            keyed.push_back({key_of(functions[static_cast<std::size_t>(edge.caller)]),
                             key_of(functions[static_cast<std::size_t>(edge.callee)]), edge.calls, edge.cost});
    return keyed;
}

// Every name stands once in the tree's list of functions.
struct TreeMaker {
    functions::CallTree tree;
    std::unordered_map<std::string, std::size_t> at;

    std::int64_t add(std::int64_t parent, const std::string& key, double self, std::int64_t samples) {
        const auto [found, fresh] = at.try_emplace(key, tree.functions.size());
        if (fresh) tree.functions.push_back(key);
        tree.nodes.push_back({parent, found->second, self, samples});
        return static_cast<std::int64_t>(tree.nodes.size()) - 1;
    }
};

}  // namespace

Result<bool> ProfileModel::update(Budget& budget) {
    budget.take();
    PARETOP_TRY(auto now, storage::get_profile(store_, record_.id));
    if (!read_ || now != record_) {
        record_ = std::move(now);
        PARETOP_CHECK(store_.read([this] { return read(); }));
        read_ = new_operations_ = true;
        operations_.look_again();
        ++version_;
    }
    PARETOP_TRY(const bool more, read_operations(budget));
    if (more) return true;
    return reader_.update(budget);
}

Result<void> ProfileModel::read() {
    PARETOP_TRY(lanes_, storage::list_lanes(store_, record_.id));
    PARETOP_TRY(omissions_, storage::list_omissions(store_, record_.id));
    return read_functions();
}

// What is derived from all operations is renewed when all are there.
Result<bool> ProfileModel::read_operations(Budget& budget) {
    if (!operations_.reading()) return false;
    PARETOP_TRY(const bool more, operations_.update(budget));
    if (more || !new_operations_) return more;
    new_operations_ = false;
    kinds_ = operations_.kinds();
    counted_ns_ = operations_.counted_ns();
    maps_timed_ = profile::are_timed(maps_);
    unmapped_.reset();
    if (auto parts = profile::mapped_parts(maps_, functions_); !parts.empty()) unmapped_ = std::move(parts.back());
    calls_.reset();
    timed_ = weights_are_times();
    if (wanted_ == Batches::read) PARETOP_CHECK(reader_.look_again(lanes_, kinds_, profile::times_in_doubt(omissions_)));
    ++version_;
    return false;
}

Result<void> ProfileModel::read_functions() {
    PARETOP_TRY(functions_, storage::list_functions(store_, record_.id));
    PARETOP_TRY(maps_, storage::list_function_maps(store_, record_.id));
    PARETOP_TRY(counters_, storage::list_counters(store_, record_.id));
    PARETOP_TRY(calls_stored_, storage::list_calls(store_, record_.id));
    PARETOP_TRY(const auto edges, storage::list_call_edges(store_, record_.id));
    edges_ = keyed(edges, functions_);
    maps_of_.clear();
    for (std::size_t i = 0; i < maps_.size(); ++i) maps_of_[maps_[i].operation].push_back(i);
    calls_.reset();
    timed_ = weights_are_times();
    return {};
}

// Stacks of a source that counts samples have samples for weights, as has a table of functions of one.
bool ProfileModel::weights_are_times() const {
    const auto timed = [](const auto& of) { return of.self_s > 0; };
    if (calls_are_stacks()) return std::any_of(calls_stored_.begin(), calls_stored_.end(), timed);
    return counted_ns_ > 0 || functions_.empty() || std::any_of(functions_.begin(), functions_.end(), timed);
}

const functions::CallTree& ProfileModel::calls() const {
    if (!calls_) calls_ = calls_are_stacks() ? calls_of_stacks() : counted_ns_ > 0 ? calls_of_operations() : calls_of_nobody();
    return *calls_;
}

// Recursion through others is told with each of them, so no total goes beyond the whole.
std::vector<double> ProfileModel::totals() const {
    if (!by_edges()) return calls().total_of_functions();
    auto totals = calls().self_of_functions();
    const double whole = std::accumulate(totals.begin(), totals.end(), 0.0);
    std::unordered_map<std::string_view, std::size_t> at;
    for (std::size_t i = 0; i < totals.size(); ++i) at.emplace(calls().functions[i], i);
    for (const auto& edge : edges_)
        if (const auto caller = at.find(edge.caller); caller != at.end() && edge.caller != edge.callee)
            totals[caller->second] += edge.weight;
    for (auto& total : totals) total = std::min(total, whole);
    return totals;
}

functions::Sandwich ProfileModel::sandwich_of(const std::string& key) const {
    if (!by_edges()) return functions::sandwich(calls(), key);
    const auto self = calls().self_of_functions();
    const double whole = std::accumulate(self.begin(), self.end(), 0.0);
    const auto found = std::find(calls().functions.begin(), calls().functions.end(), key);
    if (found == calls().functions.end()) return {};
    auto made = functions::sandwich(edges_, key, self[static_cast<std::size_t>(found - calls().functions.begin())]);
    made.total = std::min(made.total, whole);
    return made;
}

std::string ProfileModel::weight_word() const { return timed_ ? "s" : profile::samples_word(record_.remarks); }

// A call of an unknown function is left out, and what it called.
functions::CallTree ProfileModel::calls_of_stacks() const {
    TreeMaker made;
    std::map<std::int64_t, std::int64_t> node_of{{-1, -1}};  // by the call's number
    for (const auto& call : calls_stored_) {
        const auto parent = node_of.find(call.parent);
        if (parent == node_of.end() || call.function < 0 || call.function >= static_cast<std::int64_t>(functions_.size()))
            continue;
        const auto node = made.add(parent->second, key_of(functions_[static_cast<std::size_t>(call.function)]),
                                   timed_ ? call.self_s : static_cast<double>(call.samples), call.samples);
        node_of.emplace(call.number, node);
    }
    return std::move(made.tree);
}

// An operation's time is divided among its functions as their CPU time is; what they do not account for is its own.
functions::CallTree ProfileModel::calls_of_operations() const {
    TreeMaker made;
    for (const auto& operation : operations_.kept()) {
        if (!profile::counted(operation.kind)) continue;
        const auto beneath = functions_of(operation.name);
        const auto parent = made.add(-1, operation.name, beneath.empty() ? operation.self_ns * k_ns : 0, operation.count);
        for (const auto& function : beneath)
            made.add(parent, key_of(function), function.share * operation.self_ns * k_ns, function.samples);
    }
    if (const auto others = operations_.others(); others.operations > 0)
        made.add(-1, fmt::format("{} others", others.operations), others.self_ns * k_ns, others.records);
    return std::move(made.tree);
}

// A table of functions alone.
functions::CallTree ProfileModel::calls_of_nobody() const {
    TreeMaker made;
    for (const auto& function : functions_)
        made.add(-1, key_of(function), timed_ ? function.self_s : static_cast<double>(function.samples), function.samples);
    return std::move(made.tree);
}

std::vector<OperationFunction> ProfileModel::functions_of(const std::string& operation) const {
    std::vector<OperationFunction> found;
    double whole = 0;
    const auto maps = maps_of_.find(operation);
    if (maps == maps_of_.end()) return found;
    for (const auto at : maps->second) {
        const auto& map = maps_[at];
        if (map.function < 0 || map.function >= static_cast<std::int64_t>(functions_.size())) continue;
        const auto& function = functions_[static_cast<std::size_t>(map.function)];
        found.push_back({function.name, function.module, map.self_s, map.samples, profile::weight_of(map, maps_timed_),
                         map.support, map.runs});
        whole += profile::weight_of(map, maps_timed_);
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
