// A regression tree over codes (Breiman et al., "Classification and regression trees", 1984).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/importance/codes.h"
#include "engine/search/random.h"

namespace paretop::importance {

struct Node {
    CodeSet left;  // codes of `dimension` that go to the first child, the others to the one after it
    std::uint32_t dimension = 0;
    std::uint32_t child = 0;  // index of the first child; 0: a leaf
    double value = 0;         // mean of what it learnt from
};
using Tree = std::vector<Node>;  // the root first

// Learns from `rows` (trials, some of them several times), each split being the best of a random subset of the dimensions.
// Categories are split into subsets by the order of their means, which is the best of all subsets for squared error (Fisher
// 1958).
Tree grow(const Codes& codes, std::span<const double> values, std::vector<std::uint32_t> rows, search::Random& random);

// `code(dimension)` of the trial.
template <class CodeOf>
double predict(const Tree& tree, const CodeOf& code) {
    const Node* node = tree.data();
    while (node->child != 0) node = &tree[node->child + (node->left[code(node->dimension)] ? 0 : 1)];
    return node->value;
}

// What a tree says of each dimension when everything else is averaged out.
struct Effects {
    double mean = 0, variance = 0;              // over the whole space
    std::vector<std::vector<double>> marginal;  // [dimension][code]
};
Effects effects(const Tree& tree, const std::vector<Dimension>& dimensions);
// Of a dimension's own effect: its main effect in Effects::variance.
double main_variance(const Effects& effects, const Dimension& dimension, std::size_t index);

}  // namespace paretop::importance
