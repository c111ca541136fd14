#include "engine/importance/tree.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace paretop::importance {
namespace {

constexpr std::size_t k_leaf = 3;      // fewest trials in a leaf, counted as often as they were drawn
constexpr std::size_t k_deepest = 48;  // levels
constexpr double k_no_gain = 1e-12;    // of the squares at a node

struct Moments {
    double count = 0, sum = 0;
    void add(const Moments& other) {
        count += other.count;
        sum += other.sum;
    }
    // What the squares about zero lose when the mean is taken out.
    [[nodiscard]] double explained() const { return count > 0 ? sum * sum / count : 0; }
};

struct Split {
    double gain = 0;
    std::uint32_t dimension = 0;
    CodeSet left;
};

class Grower {
  public:
    Grower(const Codes& codes, std::span<const double> values, search::Random& random)
        : codes_(codes), values_(values), random_(random), dimensions_(codes.dimensions().size()) {
        std::iota(dimensions_.begin(), dimensions_.end(), std::uint32_t{0});
        const std::size_t all = dimensions_.size();
        tried_ = std::max(std::min<std::size_t>(all, 6), (all + 1) / 2);
    }

    Tree grow(std::span<std::uint32_t> rows) {
        tree_.emplace_back();
        fill(0, rows, 0);
        return std::move(tree_);
    }

  private:
    void fill(std::size_t at, std::span<std::uint32_t> rows, std::size_t depth) {
        Moments all;
        for (const auto row : rows) all.add({1, values_[row]});
        tree_[at].value = all.sum / all.count;
        if (rows.size() < 2 * k_leaf || depth == k_deepest) return;
        const Split split = best_split(rows, all);
        if (!(split.gain > 0)) return;
        const auto code = codes_.of(split.dimension);
        const auto middle = std::partition(rows.begin(), rows.end(), [&](auto row) { return split.left[code[row]]; });
        const auto left = static_cast<std::size_t>(middle - rows.begin());
        const auto child = static_cast<std::uint32_t>(tree_.size());
        tree_[at].left = split.left;
        tree_[at].dimension = split.dimension;
        tree_[at].child = child;
        tree_.resize(tree_.size() + 2);
        fill(child, rows.first(left), depth + 1);
        fill(child + 1, rows.subspan(left), depth + 1);
    }

    // Of `tried_` random dimensions in which the rows differ at all.
    Split best_split(std::span<const std::uint32_t> rows, const Moments& all) {
        double squares = 0;
        for (const auto row : rows) squares += values_[row] * values_[row];
        Split best;
        best.gain = k_no_gain * squares;
        std::size_t tried = 0;
        for (std::size_t i = 0; i < dimensions_.size() && tried < tried_; ++i) {
            std::swap(dimensions_[i], dimensions_[i + random_.below(dimensions_.size() - i)]);
            if (!sum_up(rows, dimensions_[i])) continue;
            ++tried;
            try_dimension(dimensions_[i], all, best);
        }
        if (best.left.none()) best.gain = 0;
        return best;
    }

    // Fills sums_ and present_ (ascending); false: all rows have one code.
    bool sum_up(std::span<const std::uint32_t> rows, std::uint32_t dimension) {
        for (const auto code : present_) sums_[code] = {};
        present_.clear();
        const auto codes = codes_.of(dimension);
        for (const auto row : rows) sums_[codes[row]].add({1, values_[row]});
        const std::size_t all = codes_.dimensions()[dimension].weight.size();
        for (std::size_t code = 0; code < all; ++code)
            if (sums_[code].count > 0) present_.push_back(static_cast<std::uint8_t>(code));
        return present_.size() > 1;
    }

    void try_dimension(std::uint32_t dimension, const Moments& all, Split& best) {
        const bool ordered = codes_.dimensions()[dimension].ordered;
        if (!ordered)
            std::stable_sort(present_.begin(), present_.end(),
                             [&](auto a, auto b) { return sums_[a].sum * sums_[b].count < sums_[b].sum * sums_[a].count; });
        Moments below;
        std::size_t cut = 0;  // codes in present_ that go left; 0: no improvement
        for (std::size_t i = 0; i + 1 < present_.size(); ++i) {
            below.add(sums_[present_[i]]);
            const Moments above{all.count - below.count, all.sum - below.sum};
            if (below.count < k_leaf || above.count < k_leaf) continue;
            const double gain = below.explained() + above.explained() - all.explained();
            if (gain <= best.gain) continue;
            best.gain = gain;
            cut = i + 1;
        }
        if (cut == 0) return;
        best.dimension = dimension;
        best.left = ordered ? up_to(boundary(dimension, present_[cut - 1], present_[cut])) : subset(cut, all.count);
    }

    // The last code on the left: half way to the next one that occurs. "Inactive" is not near to any number.
    [[nodiscard]] std::size_t boundary(std::uint32_t dimension, std::size_t low, std::size_t high) const {
        return codes_.dimensions()[dimension].optional && low == 0 ? 0 : (low + high - 1) / 2;
    }

    static CodeSet up_to(std::size_t last) {
        CodeSet set;
        for (std::size_t code = 0; code <= last; ++code) set.set(code);
        return set;
    }

    // Codes that do not occur go with the larger part.
    [[nodiscard]] CodeSet subset(std::size_t cut, double count) const {
        CodeSet low, high;
        double below = 0;
        for (std::size_t i = 0; i < present_.size(); ++i) (i < cut ? low : high).set(present_[i]);
        for (std::size_t i = 0; i < cut; ++i) below += sums_[present_[i]].count;
        return 2 * below > count ? ~high : low;
    }

    const Codes& codes_;
    std::span<const double> values_;
    search::Random& random_;
    std::vector<std::uint32_t> dimensions_;
    std::size_t tried_;
    std::array<Moments, k_codes> sums_{};
    std::vector<std::uint8_t> present_;
    Tree tree_;
};

}  // namespace

Tree grow(const Codes& codes, std::span<const double> values, std::vector<std::uint32_t> rows, search::Random& random) {
    return Grower(codes, values, random).grow(rows);
}

}  // namespace paretop::importance
