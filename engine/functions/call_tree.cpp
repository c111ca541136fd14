#include "engine/functions/call_tree.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace paretop::functions {
namespace {

// For every node: is another frame of the same function above it? `Nodes` are walked parents first.
std::vector<bool> within_itself(const CallTree& tree) {
    std::vector<bool> nested(tree.nodes.size(), false);
    std::vector<std::vector<std::size_t>> children(tree.nodes.size());
    std::vector<std::pair<std::size_t, bool>> walk;  // node, leaving it
    for (std::size_t i = tree.nodes.size(); i-- > 0;) {
        const auto parent = tree.nodes[i].parent;
        if (parent < 0)
            walk.emplace_back(i, false);
        else
            children[static_cast<std::size_t>(parent)].push_back(i);
    }
    std::vector<int> open(tree.functions.size(), 0);
    while (!walk.empty()) {
        const auto [node, leaving] = walk.back();
        walk.pop_back();
        auto& depth = open[tree.nodes[node].function];
        if (leaving) {
            --depth;
            continue;
        }
        nested[node] = depth++ > 0;
        walk.emplace_back(node, true);
        for (const auto child : children[node]) walk.emplace_back(child, false);
    }
    return nested;
}

bool is_heavier(const CallEdge& a, const CallEdge& b) {
    return std::tie(b.weight, a.caller, a.callee) < std::tie(a.weight, b.caller, b.callee);
}

std::vector<CallEdge> heaviest_first(const std::map<std::size_t, double>& weights, const CallTree& tree,
                                     std::string_view function, bool callers) {
    std::vector<CallEdge> edges;
    for (const auto& [other, weight] : weights) {
        const auto& name = tree.functions[other];
        edges.push_back(callers ? CallEdge{name, std::string(function), 0, weight}
                                : CallEdge{std::string(function), name, 0, weight});
    }
    std::sort(edges.begin(), edges.end(), is_heavier);
    return edges;
}

// Which nodes lie beneath an outermost frame of the function.
std::vector<bool> beneath(const CallTree& tree, std::size_t function) {
    std::vector<bool> inside(tree.nodes.size(), false);
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const auto parent = tree.nodes[i].parent;
        inside[i] = parent >= 0 && (inside[static_cast<std::size_t>(parent)] ||
                                    tree.nodes[static_cast<std::size_t>(parent)].function == function);
    }
    return inside;
}

// A call from `function` beneath a call from it to the same callee: counted there already.
bool is_called_above(const CallTree& tree, std::size_t node, std::size_t function) {
    const auto callee = tree.nodes[node].function;
    for (auto at = tree.nodes[node].parent; at >= 0; at = tree.nodes[static_cast<std::size_t>(at)].parent) {
        const auto& above = tree.nodes[static_cast<std::size_t>(at)];
        if (above.function == callee && above.parent >= 0 &&
            tree.nodes[static_cast<std::size_t>(above.parent)].function == function)
            return true;
    }
    return false;
}

}  // namespace

std::vector<double> CallTree::totals() const {
    std::vector<double> totals(nodes.size());
    for (std::size_t i = nodes.size(); i-- > 0;) {
        totals[i] += nodes[i].self;
        if (nodes[i].parent >= 0) totals[static_cast<std::size_t>(nodes[i].parent)] += totals[i];
    }
    return totals;
}

std::vector<double> CallTree::self_of_functions() const {
    std::vector<double> self(functions.size());
    for (const auto& node : nodes) self[node.function] += node.self;
    return self;
}

std::vector<double> CallTree::total_of_functions() const {
    std::vector<double> total(functions.size());
    const auto of_nodes = totals();
    const auto nested = within_itself(*this);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (!nested[i]) total[nodes[i].function] += of_nodes[i];
    return total;
}

Sandwich sandwich(const CallTree& tree, std::string_view function) {
    Sandwich out;
    const auto found = std::find(tree.functions.begin(), tree.functions.end(), function);
    if (found == tree.functions.end()) return out;
    const auto index = static_cast<std::size_t>(found - tree.functions.begin());
    const auto totals = tree.totals();
    const auto inside = beneath(tree, index);
    std::map<std::size_t, double> callers, callees;
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const auto& node = tree.nodes[i];
        const auto parent = node.parent < 0 ? nullptr : &tree.nodes[static_cast<std::size_t>(node.parent)];
        if (node.function == index) {
            out.self += node.self;
            if (!inside[i]) out.total += totals[i];
            if (!inside[i] && parent != nullptr) callers[parent->function] += totals[i];
        } else if (parent != nullptr && parent->function == index && !is_called_above(tree, i, index)) {
            callees[node.function] += totals[i];
        }
    }
    out.callers = heaviest_first(std::move(callers), tree, function, true);
    out.callees = heaviest_first(std::move(callees), tree, function, false);
    return out;
}

Sandwich sandwich(std::span<const CallEdge> edges, std::string_view function, double self) {
    Sandwich out{self, self, {}, {}};
    for (const auto& edge : edges) {
        if (edge.caller == edge.callee) continue;
        if (edge.callee == function) out.callers.push_back(edge);
        if (edge.caller != function) continue;
        out.callees.push_back(edge);
        out.total += edge.weight;
    }
    for (auto* side : {&out.callers, &out.callees}) std::sort(side->begin(), side->end(), is_heavier);
    return out;
}

std::size_t CallTreeBuilder::function(const std::string& key) {
    const auto [at, fresh] = functions_.try_emplace(key, tree_.functions.size());
    if (fresh) tree_.functions.push_back(key);
    return at->second;
}

std::size_t CallTreeBuilder::child(std::int64_t parent, std::size_t function) {
    const auto [at, fresh] = children_.try_emplace({parent, function}, tree_.nodes.size());
    if (fresh) tree_.nodes.push_back({parent, function, 0, 0});
    return at->second;
}

void CallTreeBuilder::add(std::span<const std::size_t> stack, double weight, std::int64_t samples) {
    if (stack.empty()) return;
    if (stack.size() > k_deepest_stack) stack = stack.last(k_deepest_stack);
    std::int64_t parent = -1;
    for (const auto function : stack) parent = static_cast<std::int64_t>(child(parent, function));
    auto& leaf = tree_.nodes[static_cast<std::size_t>(parent)];
    leaf.self += weight;
    leaf.samples += samples;
}

CallTree CallTreeBuilder::take() {
    functions_.clear();
    children_.clear();
    return std::exchange(tree_, {});
}

}  // namespace paretop::functions
