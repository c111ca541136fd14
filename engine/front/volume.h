// Hypervolume over flat storage; the public face is front.h.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace paretop::front {

// Points one after another in one vector, all better than the reference in every objective.
class PointSet {
  public:
    explicit PointSet(std::size_t objectives) : objectives_(objectives) {}
    // A point that is not better than the reference everywhere dominates no volume and is left out.
    void add(std::span<const double> point, std::span<const double> reference);

    [[nodiscard]] std::size_t objectives() const { return objectives_; }
    [[nodiscard]] std::size_t size() const { return objectives_ == 0 ? 0 : values_.size() / objectives_; }
    [[nodiscard]] std::span<const double> operator[](std::size_t i) const {
        return std::span(values_).subspan(i * objectives_, objectives_);
    }

  private:
    std::size_t objectives_;
    std::vector<double> values_;
};

double volume(const PointSet& points, std::span<const double> reference);

// What `point` dominates in front of `reference` and none of others[first…] does.
double exclusive_volume(std::span<const double> point, const PointSet& others, std::size_t first,
                        std::span<const double> reference);

}  // namespace paretop::front
