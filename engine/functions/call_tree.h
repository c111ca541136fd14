// The tree of calls that stacks make, for icicles and sandwiches. Weights are in the unit of the source's samples: seconds of CPU
// where it is known, else counts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace paretop::functions {

struct CallNode {
    std::int64_t parent = -1;  // before its children; −1: a root
    std::size_t function = 0;  // in CallTree::functions
    double self = 0;           // of samples that end here
    std::int64_t samples = 0;
    friend bool operator==(const CallNode&, const CallNode&) = default;
};

struct CallTree {
    std::vector<std::string> functions;  // keys
    std::vector<CallNode> nodes;

    [[nodiscard]] std::vector<double> totals() const;  // of each node: self and all beneath
    // By function; recursion is counted once: a frame beneath another of the same function adds nothing to its total.
    [[nodiscard]] std::vector<double> self_of_functions() const;
    [[nodiscard]] std::vector<double> total_of_functions() const;
};

struct CallEdge {
    std::string caller, callee;  // keys
    std::int64_t calls = 0;      // 0: unknown
    double weight = 0;           // what the callee took with all beneath it when called from there
    friend bool operator==(const CallEdge&, const CallEdge&) = default;
};

// One function in the middle: who calls it, whom it calls, heaviest first. Its own frames within its frames count as one.
struct Sandwich {
    double self = 0, total = 0;
    std::vector<CallEdge> callers, callees;
};
Sandwich sandwich(const CallTree& tree, std::string_view function);
// The same where only who called whom is known. Its total is what itself and those it called took; calls of itself are within.
Sandwich sandwich(std::span<const CallEdge> edges, std::string_view function, double self);

inline constexpr std::size_t k_deepest_stack = 4096;  // frames nearer the root than this many from the leaf are left out

class CallTreeBuilder {
  public:
    // Frames (indices of `function`) from the root to the leaf.
    std::size_t function(const std::string& key);
    void add(std::span<const std::size_t> stack, double weight, std::int64_t samples);
    CallTree take();
    [[nodiscard]] bool empty() const { return tree_.nodes.empty(); }

  private:
    std::size_t child(std::int64_t parent, std::size_t function);

    struct Hash {
        std::size_t operator()(const std::pair<std::int64_t, std::size_t>& key) const {
            return static_cast<std::size_t>(key.first) * 0x9E3779B97F4A7C15ULL ^ key.second;
        }
    };
    CallTree tree_;
    std::unordered_map<std::string, std::size_t> functions_;
    std::unordered_map<std::pair<std::int64_t, std::size_t>, std::size_t, Hash> children_;
};

}  // namespace paretop::functions
