// The front of two minimised objectives: strictly ascending in the first, strictly descending in the second.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace paretop::front {

class Staircase {
  public:
    struct Step {
        double y;
        std::int64_t id;
    };
    using Steps = std::map<double, Step>;

    // False where a member is at least as good in both. Appends to `left` the ids of members that the point dominates.
    bool insert(std::int64_t id, double x, double y, std::vector<std::int64_t>& left);
    // Whether a member is at least as good in both.
    [[nodiscard]] bool covers(double x, double y) const;
    // Area that the point would add below the corner (reference_x, reference_y).
    [[nodiscard]] double contribution(double x, double y, double reference_x, double reference_y) const;
    [[nodiscard]] const Steps& steps() const { return steps_; }

  private:
    Steps steps_;
};

}  // namespace paretop::front
