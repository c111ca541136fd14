#include "engine/search/random.h"

#include <cmath>
#include <numbers>

namespace paretop::search {
namespace {

constexpr std::array<std::uint32_t, 2> k_multiplier{0xD2511F53, 0xCD9E8D57};
constexpr std::array<std::uint32_t, 2> k_weyl{0x9E3779B9, 0xBB67AE85};  // golden ratio and √3 − 1

std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }
std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }

}  // namespace

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{k_multiplier[0]} * counter[0];
        const std::uint64_t b = std::uint64_t{k_multiplier[1]} * counter[2];
        counter = {high(b) ^ counter[1] ^ key[0], low(b), high(a) ^ counter[3] ^ key[1], low(a)};
        key = {key[0] + k_weyl[0], key[1] + k_weyl[1]};
    }
    return counter;
}

Random::Random(std::uint64_t seed, std::uint64_t trial, std::uint32_t purpose)
    : counter_{0, purpose, low(trial), high(trial)}, key_{low(seed), high(seed)} {}

Random::result_type Random::operator()() {
    if (used_ == block_.size()) {
        block_ = philox4x32_10(counter_, key_);
        ++counter_[0];
        used_ = 0;
    }
    return block_[used_++];
}

double Random::uniform() {
    const std::uint64_t upper = (*this)() >> 5, lower = (*this)() >> 6;
    return static_cast<double>((upper << 26) | lower) * 0x1p-53;
}

std::uint64_t Random::below(std::uint64_t bound) {
    const auto word = [this] {
        const std::uint64_t upper = (*this)();
        return (upper << 32) | (*this)();
    };
    const std::uint64_t excess = (0 - bound) % bound;  // 2^64 mod bound: the lowest values that would favour small results
    std::uint64_t drawn = word();
    while (drawn < excess) drawn = word();
    return drawn % bound;
}

double Random::normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace paretop::search
