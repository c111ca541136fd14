// The marginals of a tree without sampling: every leaf is a box, and a box gives its value times the probability of its other
// sides to each code of a side.
#include <algorithm>

#include "engine/importance/tree.h"

namespace paretop::importance {
namespace {

class Decomposition {
  public:
    Decomposition(const Tree& tree, const std::vector<Dimension>& dimensions)
        : tree_(tree), dimensions_(dimensions), sides_(dimensions.size()), split_(dimensions.size(), 0) {
        for (const auto& dimension : dimensions) result_.marginal.emplace_back(dimension.weight.size(), 0.0);
        for (auto& side : sides_) side.codes.set();
    }

    Effects take() {
        visit(0);
        for (std::size_t i = 0; i < dimensions_.size(); ++i)
            for (double& value : result_.marginal[i]) value += result_.mean - split_[i];
        result_.variance = squares_ - result_.mean * result_.mean;
        return std::move(result_);
    }

  private:
    struct Side {
        CodeSet codes;
        double width = 1;  // probability of the codes
        bool narrowed = false;
    };

    void visit(std::size_t at) {
        const Node& node = tree_[at];
        if (node.child == 0) return add(node.value);
        const Side before = sides_[node.dimension];
        if (!before.narrowed) path_.push_back(node.dimension);
        enter(node.child, node.dimension, before.codes & node.left);
        enter(node.child + 1, node.dimension, before.codes & ~node.left);
        sides_[node.dimension] = before;
        if (!before.narrowed) path_.pop_back();
    }

    void enter(std::size_t child, std::uint32_t dimension, const CodeSet& codes) {
        const auto& weight = dimensions_[dimension].weight;
        double width = 0;
        for (std::size_t code = 0; code < weight.size(); ++code) width += codes[code] ? weight[code] : 0;
        sides_[dimension] = {codes, width, true};
        if (width > 0) visit(child);
    }

    void add(double value) {
        double volume = 1;
        for (const auto dimension : path_) volume *= sides_[dimension].width;
        result_.mean += value * volume;
        squares_ += value * value * volume;
        for (const auto dimension : path_) {
            const Side& side = sides_[dimension];
            auto& marginal = result_.marginal[dimension];
            const double share = value * volume / side.width;
            for (std::size_t code = 0; code < marginal.size(); ++code) marginal[code] += side.codes[code] ? share : 0;
            split_[dimension] += value * volume;
        }
    }

    const Tree& tree_;
    const std::vector<Dimension>& dimensions_;
    std::vector<Side> sides_;
    std::vector<std::uint32_t> path_;  // dimensions that are narrowed here
    std::vector<double> split_;        // the part of the mean that comes from leaves narrowed in this dimension
    double squares_ = 0;
    Effects result_;
};

}  // namespace

Effects effects(const Tree& tree, const std::vector<Dimension>& dimensions) { return Decomposition(tree, dimensions).take(); }

double main_variance(const Effects& effects, const Dimension& dimension, std::size_t index) {
    double variance = 0;
    for (std::size_t code = 0; code < dimension.weight.size(); ++code) {
        const double difference = effects.marginal[index][code] - effects.mean;
        variance += dimension.weight[code] * difference * difference;
    }
    return variance;
}

}  // namespace paretop::importance
