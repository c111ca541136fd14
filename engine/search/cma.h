// The normal distribution of CMA-ES and how it learns: Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, with
// negative weights; injected points by Hansen, "Injecting external solutions into CMA-ES", arXiv:1110.4181; a diagonal covariance
// in many dimensions by Ros and Hansen, "A simple modification in CMA-ES achieving linear time and space complexity", PPSN X,
// 2008.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/search/random.h"

namespace paretop::search {

// 4 + ⌊3 ln n⌋
std::size_t cma_population(std::size_t dimensions);

class Cma {
  public:
    Cma(std::vector<double> mean, double sigma, std::size_t population);
    Cma(Cma&&) noexcept;
    Cma& operator=(Cma&&) noexcept;
    ~Cma();

    [[nodiscard]] std::size_t population() const;
    [[nodiscard]] std::vector<double> sample(Random& random) const;

    struct Point {
        std::span<const double> at;
        bool foreign = false;  // not a sample of the present distribution: its length is limited to what would be likely
    };
    // `population` points, the best first.
    void update(std::span<const Point> best_first);

    [[nodiscard]] std::span<const double> mean() const;
    [[nodiscard]] double sigma() const;
    [[nodiscard]] double deviation(std::size_t dimension) const;  // standard, of a sample's coordinate
    [[nodiscard]] double condition() const;                       // of the covariance
    [[nodiscard]] std::span<const double> weights() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace paretop::search
