#include "engine/search/tpe_mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace paretop::search {
namespace {

constexpr int k_rejections = 32;      // of draws outside [0, 1]; a centre within it needs two on average at worst
constexpr double k_negligible = -40;  // logarithm of a part of a sum
constexpr double k_crossed = 0.5;

// Mass of a normal distribution between two points.
double normal_mass(double low, double high, double centre, double width) {
    const double scale = 1 / (width * std::numbers::sqrt2);
    return 0.5 * (std::erf((high - centre) * scale) - std::erf((low - centre) * scale));
}

}  // namespace

Mixture::Mixture(const Axes& axes, std::vector<Kernel> kernels, double prior, std::vector<double> widths)
    : axes_(axes),
      kernels_(std::move(kernels)),
      widths_(std::move(widths)),
      inverse_(kernels_.size() * axes.size(), 0),
      offset_(kernels_.size() * axes.size(), 0),
      equal_(axes.size(), 0),
      other_(axes.size(), 0),
      table_(axes.size()) {
    total_ = prior;
    for (const auto& kernel : kernels_) total_ += kernel.weight;
    for (const auto& kernel : kernels_) log_weights_.push_back(std::log(kernel.weight / total_));
    log_prior_ = std::log(prior / total_);
    for (std::size_t axis = 0; axis < axes.size(); ++axis) prepare_axis(axis);
}

void Mixture::prepare_axis(std::size_t axis) {
    const Axis& how = axes_[axis];
    const double width = widths_[axis];
    if (how.kind == Axis::Kind::category) {
        equal_[axis] = std::log((1 - width) * how.choices + width);
        other_[axis] = std::log(width);
        return;
    }
    if (how.kind == Axis::Kind::grid) table_[axis].assign(how.values() * how.values(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
        const double centre = (*kernels_[i].centre)[axis];
        if (std::isnan(centre)) continue;
        if (how.kind == Axis::Kind::grid) {
            prepare_grid(axis, how.value_at(centre));
        } else {
            const double own = width * kernels_[i].scale;
            inverse_[i * axes_.size() + axis] = 1 / own;
            const double mass = normal_mass(0, 1, centre, own);
            offset_[i * axes_.size() + axis] = std::log(mass * own * std::sqrt(2 * std::numbers::pi));
        }
    }
}

void Mixture::prepare_grid(std::size_t axis, std::size_t centre) {
    const Axis& how = axes_[axis];
    double* const row = table_[axis].data() + centre * how.values();
    if (!std::isnan(row[0])) return;
    const double middle = (how.edges[centre] + how.edges[centre + 1]) / 2;
    const double all = normal_mass(0, 1, middle, widths_[axis]);
    for (std::size_t value = 0; value < how.values(); ++value) {
        const double mass = normal_mass(how.edges[value], how.edges[value + 1], middle, widths_[axis]);
        row[value] = std::log(std::max(mass / all / how.share(value), 1e-17));
    }
}

double Mixture::log_density(const Axes::Point& point) const {
    std::vector<double> logs(log_weights_);
    for (std::size_t axis = 0; axis < point.size(); ++axis) {
        const double x = point[axis];
        if (std::isnan(x)) continue;
        const Axis& how = axes_[axis];
        const std::size_t value = how.kind == Axis::Kind::grid ? how.value_at(x) : 0;
        for (std::size_t i = 0; i < kernels_.size(); ++i) {
            const double centre = (*kernels_[i].centre)[axis];
            if (std::isnan(centre)) continue;
            if (how.kind == Axis::Kind::continuous) {
                const std::size_t at = i * axes_.size() + axis;
                const double z = (x - centre) * inverse_[at];
                logs[i] -= 0.5 * z * z + offset_[at];
            } else if (how.kind == Axis::Kind::grid) {
                logs[i] += table_[axis][how.value_at(centre) * how.values() + value];
            } else {
                logs[i] += x == centre ? equal_[axis] : other_[axis];
            }
        }
    }
    const double highest = std::max(log_prior_, logs.empty() ? log_prior_ : *std::max_element(logs.begin(), logs.end()));
    double sum = std::exp(log_prior_ - highest);
    for (const double each : logs)
        if (each - highest > k_negligible) sum += std::exp(each - highest);
    return highest + std::log(sum);
}

double Mixture::draw_axis(std::size_t axis, const Kernel& kernel, Random& random) const {
    const double centre = (*kernel.centre)[axis];
    const double uniform = random.uniform();
    if (std::isnan(centre)) return uniform;
    if (axes_[axis].kind == Axis::Kind::category)
        return random.uniform() < widths_[axis] ? uniform : axes_.coordinate(axis, centre);
    for (int i = 0; i < k_rejections; ++i) {
        const double x = centre + widths_[axis] * kernel.scale * random.normal();
        if (x >= 0 && x <= 1) return x;
    }
    return uniform;
}

std::size_t Mixture::choose(Random& random) const {
    double place = random.uniform() * total_;
    std::size_t kernel = 0;
    while (kernel < kernels_.size() && place >= kernels_[kernel].weight) place -= kernels_[kernel++].weight;
    return kernel;
}

Coordinates Mixture::draw(Random& random) const {
    const std::size_t one = choose(random), other = choose(random);
    const double exchange = random.uniform() < k_crossed ? 0.5 : 0;
    Coordinates drawn(axes_.size());
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
        const std::size_t kernel = random.uniform() < exchange ? other : one;
        drawn[axis] = kernel < kernels_.size() ? draw_axis(axis, kernels_[kernel], random) : random.uniform();
    }
    return drawn;
}

}  // namespace paretop::search
