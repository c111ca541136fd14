#include <algorithm>
#include <array>

#include "engine/profile/chunk.h"

namespace paretop::profile {
namespace {

// Time of one slice by name, for records that are short against a slice (inner) and for the others (outer). The few names that
// come first have places of their own; where there are more, those share the last one and the later name is shown.
constexpr std::size_t k_names = 24;

struct Cell {
    std::array<float, k_names> inner{}, outer{};
};

class Slicer {
  public:
    Slicer(std::int64_t from_ns, std::int64_t to_ns, std::size_t count)
        : from_(from_ns),
          width_(std::max(1.0, static_cast<double>(to_ns - from_ns) / static_cast<double>(count))),
          cells_(count) {}

    void add(const Record& r) {
        if (r.kind == Kind::transform) return;
        const auto place = place_of(r.name);
        const double begin = static_cast<double>(r.start_ns - from_) / width_;
        const double end = begin + std::max(1e-6, static_cast<double>(r.duration_ns) / width_);
        const auto count = static_cast<double>(cells_.size());
        if (end <= 0 || begin >= count) return;
        const bool inner = end - begin < 2;
        const auto first = static_cast<std::size_t>(std::max(0.0, begin));
        const auto last = std::min(cells_.size() - 1, static_cast<std::size_t>(end));
        for (std::size_t i = first; i <= last; ++i) {
            const auto at = static_cast<double>(i);
            const auto overlap = static_cast<float>(std::min(end, at + 1) - std::max(begin, at));
            if (overlap > 0) (inner ? cells_[i].inner : cells_[i].outer)[place] += overlap;
        }
    }

    [[nodiscard]] std::vector<Slice> slices() const {
        std::vector<Slice> slices;
        slices.reserve(cells_.size());
        for (const auto& cell : cells_) slices.push_back(slice_of(cell));
        return slices;
    }

  private:
    std::size_t place_of(std::uint32_t name) {
        const auto found = std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(known_), name);
        if (found != names_.begin() + static_cast<std::ptrdiff_t>(known_))
            return static_cast<std::size_t>(found - names_.begin());
        if (known_ < k_names) ++known_;
        names_[known_ - 1] = name;
        return known_ - 1;
    }
    [[nodiscard]] Slice slice_of(const Cell& cell) const {
        float inner = 0, outer = 0;
        for (const float t : cell.inner) inner += t;
        for (const float t : cell.outer) outer += t;
        if (inner + outer <= 0) return {};
        const auto& chosen = inner >= 0.5F || outer <= 0 ? cell.inner : cell.outer;
        const auto most = std::max_element(chosen.begin(), chosen.end());
        return {static_cast<std::int64_t>(names_[static_cast<std::size_t>(most - chosen.begin())]),
                static_cast<double>(std::min(1.0F, std::max(inner, outer)))};
    }

    std::int64_t from_;
    double width_;
    std::vector<Cell> cells_;
    std::array<std::uint32_t, k_names> names_{};
    std::size_t known_ = 0;
};

}  // namespace

std::vector<Slice> slices_of(std::span<const Record> records, std::int64_t from_ns, std::int64_t to_ns, std::size_t count) {
    Slicer slicer(from_ns, to_ns, count);
    for (const auto& record : records) slicer.add(record);
    return slicer.slices();
}

}  // namespace paretop::profile
