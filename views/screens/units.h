// Values with the unit that suits them: bytes as MiB, small times as ms.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/clock.h"

namespace paretop::views {

// One unit for a whole column or axis: values are divided by `factor`.
struct UnitScale {
    double factor = 1;
    std::string unit;
    [[nodiscard]] std::string title(std::string_view name) const;  // "bytes" in MiB: "bytes, MiB"
};
// For metrics in bytes or seconds the unit that suits `typical` (a median, say); others keep theirs.
[[nodiscard]] UnitScale scale_for(std::string_view unit, double typical);

// Of a span in nanoseconds: ns, µs, ms or s.
[[nodiscard]] UnitScale span_scale(double typical_ns);
[[nodiscard]] std::string span_text(double ns);  // "4.70 ms", "38m 20s"

[[nodiscard]] std::string quantity(double value, std::string_view unit);  // "0.112 s", "2.41 MiB", "91.2 %", "35.0 ms"
[[nodiscard]] std::string ago(Nanoseconds at, Nanoseconds now);  // "just now", "9 s ago", "4 min ago", "2 h ago", "3 days ago"

}  // namespace paretop::views
