// Front maintenance and hypervolume.
#include "engine/front/front.h"

#include <benchmark/benchmark.h>

#include <cmath>

#include "engine/search/random.h"

namespace {

using paretop::front::Front;
using paretop::front::Point;

// On the curve y = 1 / x where `spread` is 0: nothing dominates anything. Otherwise that far above it at most.
std::vector<Point> cloud(std::size_t n, double spread) {
    paretop::search::Random random(1, 0, 0);
    std::vector<Point> points(n);
    for (auto& point : points) {
        const double x = std::exp(4 * random.uniform());
        point = {x, 1 / x + spread * random.uniform()};
    }
    return points;
}

// A new member enters a front of `range(0)`, pushing out the one before it, so that the size stays.
void front_insert(benchmark::State& state) {
    Front front(2);
    auto points = cloud(static_cast<std::size_t>(state.range(0)), 0);
    std::int64_t id = 0;
    for (const auto& point : points) front.insert(id++, point);
    std::size_t next = 0;
    for (auto _ : state) {
        auto& point = points[next++ % points.size()];
        for (double& value : point) value *= 1 - 1e-9;
        benchmark::DoNotOptimize(front.insert(id++, point));
    }
}
BENCHMARK(front_insert)->Arg(100)->Arg(10'000)->Arg(1'000'000);

void front_reject(benchmark::State& state) {
    Front front(2);
    auto points = cloud(10'000, 0);
    std::int64_t id = 0;
    for (const auto& point : points) front.insert(id++, point);
    for (auto& point : points) point[1] += 1e-6;
    std::size_t next = 0;
    for (auto _ : state) benchmark::DoNotOptimize(front.insert(id, points[next++ % points.size()]));
}
BENCHMARK(front_reject);

void hypervolume_two(benchmark::State& state) {
    const auto points = cloud(1'000'000, state.range(0) != 0 ? 1 : 0);
    const Point reference{60, 2};
    for (auto _ : state) benchmark::DoNotOptimize(paretop::front::hypervolume(points, reference));
}
BENCHMARK(hypervolume_two)->ArgName("dominated")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// Points on the unit sphere.
void hypervolume_many(benchmark::State& state) {
    const auto objectives = static_cast<std::size_t>(state.range(0));
    paretop::search::Random random(1, 0, 0);
    std::vector<Point> points(static_cast<std::size_t>(state.range(1)), Point(objectives));
    for (auto& point : points) {
        double squares = 0;
        for (double& value : point) {
            value = std::abs(random.normal());
            squares += value * value;
        }
        for (double& value : point) value = 1 - value / std::sqrt(squares);
    }
    const Point reference(objectives, 1.1);
    for (auto _ : state) benchmark::DoNotOptimize(paretop::front::hypervolume(points, reference));
}
BENCHMARK(hypervolume_many)->Args({3, 10'000})->Args({4, 300})->Args({5, 100})->Unit(benchmark::kMillisecond);

void sort_ranks(benchmark::State& state) {
    const auto points = cloud(static_cast<std::size_t>(state.range(0)), 1);
    for (auto _ : state) benchmark::DoNotOptimize(paretop::front::non_dominated_sort(points));
}
BENCHMARK(sort_ranks)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

// In the unit cube of three objectives: some hundred ranks.
void sort_three(benchmark::State& state) {
    paretop::search::Random random(1, 0, 0);
    std::vector<Point> points(static_cast<std::size_t>(state.range(0)), Point(3));
    for (auto& point : points)
        for (double& value : point) value = random.uniform();
    for (auto _ : state) benchmark::DoNotOptimize(paretop::front::non_dominated_sort(points));
}
BENCHMARK(sort_three)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void contributions_two(benchmark::State& state) {
    const auto points = cloud(static_cast<std::size_t>(state.range(0)), 0);
    for (auto _ : state) benchmark::DoNotOptimize(paretop::front::contributions(points, Point{60, 2}));
}
BENCHMARK(contributions_two)->Arg(100)->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
