// Counter-based random numbers: a value depends only on (seed, trial, purpose) and how many were drawn before it for that key.
// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
#pragma once

#include <array>
#include <cstdint>
#include <limits>

namespace paretop::search {

// The bijection itself: 16 random bytes for each counter under a key.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

// The draws of one (seed, trial, purpose); a key has 2^34 of them before they repeat.
class Random {
  public:
    using result_type = std::uint32_t;
    Random(std::uint64_t seed, std::uint64_t trial, std::uint32_t purpose);

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
    result_type operator()();

    double uniform();                          // [0, 1), 53 bits
    std::uint64_t below(std::uint64_t bound);  // 0 … bound − 1, unbiased; bound > 0
    double normal();                           // mean 0, standard deviation 1

  private:
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 2> key_;
    std::array<std::uint32_t, 4> block_{};
    unsigned used_ = 4;
};

}  // namespace paretop::search
