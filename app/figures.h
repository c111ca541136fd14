// Numbers for people.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "storage/base/clock.h"

namespace paretop::app {

std::string number_text(double value);                             // three significant digits: "0.0931", "212", "1.88e+08"; NaN: "–"
std::string duration_text(std::optional<Nanoseconds> duration);   // "21 s", "1m 40s", "1h 02m"; none: "–"
std::string count_text(std::optional<double> value);               // rounded: "246"; none: "–"

// How a column of a metric is shown: bytes in the binary unit that suits them, seconds as they are.
struct Scale {
    double divisor = 1;
    std::string unit;  // "MiB"
};
Scale scale_of(std::string_view unit, std::span<const double> values);
// "0.112 s", "2.41 MiB", "91.2"
std::string quantity_text(double value, std::string_view unit);

}  // namespace paretop::app
