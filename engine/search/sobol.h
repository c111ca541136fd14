// The Sobol sequence (direction numbers of Joe and Kuo, 2008), and points spread evenly by it.
#pragma once

#include <memory>
#include <span>

#include "engine/search/candidates.h"

namespace paretop::search {

// So many have direction numbers in Boost's table of Joe and Kuo's. A space with more parameters is spread evenly in the first
// 3,667 of them and at random in the others (see EvenPoints).
inline constexpr std::size_t k_sobol_dimensions = 3667;

class Sobol {
  public:
    explicit Sobol(std::size_t dimensions);  // 1 … k_sobol_dimensions
    Sobol(Sobol&&) noexcept;
    Sobol& operator=(Sobol&&) noexcept;
    ~Sobol();
    // 64 bits of each coordinate of the next point; the first is ½ everywhere (the trivial zero is left out).
    void next(std::span<std::uint64_t> bits);

  private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

// Points of [0, 1)^dimensions: Sobol's, their bits flipped by a mask of each dimension that the seed draws (a random digital
// shift keeps the evenness, so that every seed gives another, equally good sequence). Dimensions beyond the direction numbers are
// random.
class EvenPoints {
  public:
    EvenPoints(std::size_t dimensions, std::uint64_t seed);
    void next(Coordinates& point);

  private:
    std::size_t dimensions_;
    std::uint64_t seed_;
    std::uint64_t index_ = 0;
    std::unique_ptr<Sobol> sobol_;  // none without dimensions
    std::vector<std::uint64_t> mask_, bits_;
};

}  // namespace paretop::search
