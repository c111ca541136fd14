// Points for property tests.
#pragma once

#include <cmath>
#include <vector>

#include "engine/front/front.h"
#include "engine/search/random.h"

namespace paretop::front {

// In the unit cube; with `levels` > 0 on a grid of so many values, so that ties and duplicates occur.
inline std::vector<Point> random_points(std::size_t n, std::size_t objectives, std::uint64_t seed, int levels) {
    search::Random random(seed, n, static_cast<std::uint32_t>(objectives));
    std::vector<Point> points(n, Point(objectives));
    for (auto& point : points)
        for (double& value : point) {
            value = random.uniform();
            if (levels > 0) value = std::floor(value * levels) / levels;
        }
    return points;
}

}  // namespace paretop::front
