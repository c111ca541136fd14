// What repeats say: location, spread and intervals.
#pragma once

#include <span>
#include <vector>

namespace paretop::measure {

[[nodiscard]] double median(std::vector<double> values);  // mean of the middle two for an even count; values not empty
[[nodiscard]] double quantile(std::span<const double> sorted, double p);  // linear interpolation (Hyndman-Fan type 7)

struct Interval {
    double low, high;
};
// 95 % confidence interval of the median from order statistics (binomial, distribution-free); for fewer than 6 values, where no
// such interval exists, Student's t about the mean; one value: low = high = value.
[[nodiscard]] Interval median_interval(std::vector<double> values, double confidence = 0.95);

}  // namespace paretop::measure
