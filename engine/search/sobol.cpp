#include "engine/search/sobol.h"

#include <algorithm>
#include <boost/random/sobol.hpp>

#include "engine/search/purpose.h"

namespace paretop::search {

struct Sobol::Engine {
    boost::random::sobol sequence;
};

Sobol::Sobol(std::size_t dimensions) : engine_(std::make_unique<Engine>(Engine{boost::random::sobol(dimensions)})) {}
Sobol::Sobol(Sobol&&) noexcept = default;
Sobol& Sobol::operator=(Sobol&&) noexcept = default;
Sobol::~Sobol() = default;

void Sobol::next(std::span<std::uint64_t> bits) { engine_->sequence.generate(bits.begin(), bits.end()); }

EvenPoints::EvenPoints(std::size_t dimensions, std::uint64_t seed) : dimensions_(dimensions), seed_(seed) {
    const std::size_t even = std::min(dimensions, k_sobol_dimensions);
    if (even > 0) sobol_ = std::make_unique<Sobol>(even);
    bits_.resize(even);
    Random random(seed, 0, purpose::sobol_shift);
    for (std::size_t i = 0; i < even; ++i) {
        const std::uint64_t upper = random();
        mask_.push_back((upper << 32) | random());
    }
}

void EvenPoints::next(Coordinates& point) {
    point.resize(dimensions_);
    if (sobol_) sobol_->next(bits_);
    for (std::size_t i = 0; i < bits_.size(); ++i) point[i] = static_cast<double>((bits_[i] ^ mask_[i]) >> 11) * 0x1p-53;
    Random random(seed_, ++index_, purpose::sobol_beyond);
    for (std::size_t i = bits_.size(); i < dimensions_; ++i) point[i] = random.uniform();
}

}  // namespace paretop::search
