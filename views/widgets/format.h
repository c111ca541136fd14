// Numbers as people read them. Three significant digits unless an interval says more; a true minus sign; "–" for what is not
// known.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/clock.h"

namespace paretop::views {

inline constexpr std::string_view k_unknown = "–";

[[nodiscard]] std::string number(double value, int significant = 3);  // "0.0314", "2.10", "246", "1234", "1.2e+07", "–" for NaN
[[nodiscard]] std::string fixed(double value, int decimals);          // "−0.50"; no "−0.00"
struct Measured {
    std::string value;
    std::string interval;  // "±0.002"
};
// Digits down to the interval's first (second when that is a 1): 0.0932, 0.0021 is "0.093", "±0.002".
[[nodiscard]] Measured measured(double value, double half_width);
[[nodiscard]] std::string duration(double seconds);                             // "830 ms", "21 s", "1m 40s", "1h 02m", "3d 04h"
[[nodiscard]] std::string size(double bytes);                                   // "512 B", "1.90 MiB"
[[nodiscard]] std::string percent(double ratio);                                // 0.62: "62 %"
[[nodiscard]] std::string change(double ratio);                                 // 5.9: "+590 %", −0.096: "−9.6 %", 0: "±0 %"
[[nodiscard]] std::string grouped(std::int64_t count);                          // "1,000,000"
[[nodiscard]] std::string count_of(std::int64_t count, std::string_view noun);  // "1 trial", "300 trials"
// Local time: "14:02" on the day of `now`, else "21 Nov 14:02", in another year "2025-11-21".
[[nodiscard]] std::string clock_time(Nanoseconds at, Nanoseconds now);

}  // namespace paretop::views
