// Numbers with their units, beyond what views/widgets/format.h knows.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/base/clock.h"
#include "views/widgets/format.h"

namespace paretop::app {

std::string duration_text(std::optional<Nanoseconds> duration);  // "–" when there is none
std::string rate_text(std::optional<double> per_minute);

// How a column of a metric is shown: bytes in the binary unit that suits the largest, everything else as it is.
struct Scale {
    double divisor = 1;
    std::string unit;  // "MiB"
};
Scale scale_of(std::string_view unit, std::span<const double> values);
// "0.112 s", "2.41 MiB", "91.2"
std::string quantity_text(double value, std::string_view unit);

}  // namespace paretop::app
