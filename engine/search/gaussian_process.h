// Gaussian-process regression over features of configurations (Rasmussen and Williams, "Gaussian Processes for Machine Learning",
// 2006, ch. 2 and 5). The covariance of two points is
//     a · matern52(r) + b · main(x, x') + c · Σ_p matern52(√shape · |x_p − x'_p|) + noise,   r² = Σ_p relevance_p · |x_p − x'_p|²
// with one relevance for each parameter p. main() is the covariance of a sum of one quadratic (numbers) or one free level
// (categories) for each parameter: what parameters do on their own is then learnt from few points even where there are many.
// The third part, of numbers only, does the same for what goes up and down (Duvenaud et al., "Additive Gaussian processes",
// 2011); it costs an exponential a number and pair. Values are standardised inside.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/search/features.h"

namespace paretop::search {

struct Hyperparameters {
    std::vector<double> log_relevance;  // of each parameter: −2 · log of its length scale, in unit coordinates
    double log_matern = 0, log_main = -2, log_noise = -9;  // variances, relative to that of the values
    double log_waves = -2, log_shape = 4;                  // the third part: its variance (all numbers together), and its shape
};

struct Prediction {
    double mean = 0, deviation = 0;  // of the noise-free value
};

class GaussianProcess {
  public:
    // `features` must outlive it. least_noise: variance of the noise, relative to that of the values, that is always assumed.
    // waves: whether there is the third part.
    GaussianProcess(const Features& features, double least_noise, bool waves = false);
    GaussianProcess(GaussianProcess&&) noexcept;
    GaussianProcess& operator=(GaussianProcess&&) noexcept;
    ~GaussianProcess();

    [[nodiscard]] const Hyperparameters& hyperparameters() const;
    void set_hyperparameters(Hyperparameters hyperparameters);  // takes effect with the next condition()
    // Climbs the marginal likelihood, times a prior on the relevances that allows for their number (Hvarfner et al., "Vanilla
    // Bayesian optimization performs great in high dimensions", ICML 2024), from where they stand. O(steps · n³).
    void fit(std::span<const std::vector<double>> points, std::span<const double> values, int steps);
    // Takes these observations instead of all earlier ones. O(n³).
    void condition(std::span<const std::vector<double>> points, std::span<const double> values);
    // Takes one more; location and scale of the values stay as they were. O(n²).
    void append(const std::vector<double>& point, double value);
    [[nodiscard]] std::size_t size() const;

    // yᵀ K⁻¹ y for other values (less their mean) at the same points: how unlikely this covariance finds them. O(n²).
    [[nodiscard]] double strangeness(std::span<const double> values) const;

    [[nodiscard]] double mean(const std::vector<double>& point) const;         // O(n)
    [[nodiscard]] Prediction predict(const std::vector<double>& point) const;  // O(n²)
    // ... with the gradients of both by each feature (0 for categories).
    Prediction predict(const std::vector<double>& point, std::vector<double>& mean_gradient,
                       std::vector<double>& deviation_gradient) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace paretop::search
