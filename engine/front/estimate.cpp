#include <algorithm>
#include <array>
#include <cmath>

#include "engine/front/front.h"
#include "engine/search/random.h"

namespace paretop::front {
namespace {

constexpr std::uint32_t k_sample = 1;  // what random numbers are drawn for
// Most points for which the exact volume of five, six and seven objectives, and of any number beyond, takes some 10 ms.
constexpr std::array<std::size_t, 4> k_exact{300, 100, 60, 40};

bool exact_is_cheap(std::size_t points, std::size_t objectives) {
    if (objectives <= 4) return true;
    return points <= k_exact.at(std::min<std::size_t>(objectives - 5, 3));
}

double box(const Point& point, std::span<const double> reference) {
    double product = 1;
    for (std::size_t i = 0; i < point.size(); ++i) product *= std::max(0.0, reference[i] - point[i]);
    return product;
}

bool covers(const Point& corner, const Point& point) {
    for (std::size_t i = 0; i < corner.size(); ++i)
        if (corner[i] > point[i]) return false;
    return true;
}

}  // namespace

// A point drawn in the box of one of the points, chosen by its volume, lies in c boxes; the mean of 1/c, times the sum of the
// volumes, is the volume of their union (Karp, Luby, Madras, "Monte-Carlo approximation algorithms for enumeration problems",
// Journal of Algorithms 10, 1989). Its relative error does not grow as the union gets small within its bounding box.
Volume estimate_hypervolume(std::span<const Point> points, std::span<const double> reference, std::size_t samples,
                            std::uint64_t seed) {
    std::vector<double> up_to;  // sums of volumes
    double total = 0;
    for (const auto& point : points) up_to.push_back(total += box(point, reference));
    if (!(total > 0) || samples == 0) return {};
    double sum = 0, squares = 0;
    Point drawn(reference.size());
    for (std::size_t sample = 0; sample < samples; ++sample) {
        search::Random random(seed, sample, k_sample);
        const auto chosen = std::upper_bound(up_to.begin(), up_to.end() - 1, random.uniform() * total) - up_to.begin();
        const Point& corner = points[static_cast<std::size_t>(chosen)];
        for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = corner[i] + random.uniform() * (reference[i] - corner[i]);
        const auto boxes = std::count_if(points.begin(), points.end(), [&](const auto& each) { return covers(each, drawn); });
        const double part = 1 / static_cast<double>(std::max<std::ptrdiff_t>(boxes, 1));
        sum += part;
        squares += part * part;
    }
    const auto count = static_cast<double>(samples);
    const double mean = sum / count, variance = std::max(0.0, squares / count - mean * mean);
    return {total * mean, total * std::sqrt(variance / count)};
}

Volume measure_hypervolume(std::span<const Point> points, std::span<const double> reference, std::uint64_t seed) {
    const auto ranks = non_dominated_sort(points);
    std::vector<Point> front;
    if (!ranks.empty())
        for (const auto i : ranks.front()) front.push_back(points[i]);
    if (exact_is_cheap(front.size(), reference.size())) return {hypervolume(front, reference), 0};
    constexpr std::size_t k_work = 20'000'000;  // comparisons
    return estimate_hypervolume(front, reference, std::clamp<std::size_t>(k_work / front.size(), 1'000, 100'000), seed);
}

}  // namespace paretop::front
