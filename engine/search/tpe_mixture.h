// A multivariate Parzen estimator: a product kernel around each of some points, and a uniform density as prior.
// Numbers: normal kernels cut to [0, 1] (their mass on a value's share where there are few values); categories: the kernel of
// Aitchison and Aitken ("Multivariate binary discrimination by the kernel method", Biometrika 63, 1976); an inactive parameter is
// uniform, which is to say that it tells nothing. The places of a permutation are numbers.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/random.h"
#include "engine/search/tpe_axes.h"

namespace paretop::search {

class Mixture {
  public:
    struct Kernel {
        const Axes::Point* centre;
        double weight;
        double scale = 1;  // of the bandwidths of its continuous axes
    };
    // `prior`: weight of the uniform density. `widths`: bandwidth of each axis; of a category the probability of another choice
    // than the centre's, drawn uniformly, (0, 1]. Axes and points outlive it.
    Mixture(const Axes& axes, std::vector<Kernel> kernels, double prior, std::vector<double> widths);

    // Logarithm of the density relative to the uniform one.
    [[nodiscard]] double log_density(const Axes::Point& point) const;
    // Unit coordinates (not yet rounded to values). Half of the draws take each axis from either of two kernels, so that what is
    // good of one trial meets what is good of another where parameters act alone.
    [[nodiscard]] Coordinates draw(Random& random) const;

  private:
    void prepare_axis(std::size_t axis);
    void prepare_grid(std::size_t axis, std::size_t centre);
    [[nodiscard]] std::size_t choose(Random& random) const;  // a kernel by weight, or one beyond the last: the prior
    [[nodiscard]] double draw_axis(std::size_t axis, const Kernel& kernel, Random& random) const;

    const Axes& axes_;
    std::vector<Kernel> kernels_;
    std::vector<double> widths_;
    std::vector<double> log_weights_;
    double log_prior_ = 0, total_ = 0;
    std::vector<double> inverse_, offset_;    // [kernel][axis]: 1/width and log of the mass within [0, 1]; 0 where not continuous
    std::vector<double> equal_, other_;       // [axis] category: log kernel, relative to uniform
    std::vector<std::vector<double>> table_;  // [axis] grid: [centre][value], log kernel relative to uniform; NaN: not prepared
};

// Bandwidths for kernels around these points: Scott's rule ("Multivariate density estimation", 1992) on their weighted spread,
// not below `narrowest`; as many categories as points know little.
std::vector<double> bandwidths(const Axes& axes, std::span<const Mixture::Kernel> kernels, double narrowest);

}  // namespace paretop::search
