// From values to places along an axis, and the ticks worth labelling.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace paretop::views {

struct PlotPoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const PlotPoint&, const PlotPoint&) = default;
};

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void add(double value) {
        if (value < low) low = value;
        if (value > high) high = value;
    }
    [[nodiscard]] bool empty() const { return !(low <= high); }
    [[nodiscard]] bool contains(double value) const { return value >= low && value <= high; }
};

struct Scale {
    double low = 0;
    double high = 1;           // > low
    bool logarithmic = false;  // then low > 0
    friend bool operator==(const Scale&, const Scale&) = default;

    // 0 at low, 1 at high; beyond them outside of that. NaN for what a logarithm cannot take.
    [[nodiscard]] double place(double value) const {
        return logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    }
    [[nodiscard]] double value(double place) const {
        return logarithmic ? low * std::pow(high / low, place) : low + place * (high - low);
    }
};

// Covers the range with a margin (a share of its length); logarithmic when all is positive and spans a factor of 30. An empty
// range gets 0 to 1, a single value some room around it.
[[nodiscard]] Scale choose_scale(Range range, double margin = 0.03);

struct Tick {
    double value = 0;
    std::string label;
};
// At most `most` (≥ 2) round values within the scale: steps of 1, 2 or 5 times a power of ten; on logarithmic ones 1, 2, 5 or
// whole decades.
[[nodiscard]] std::vector<Tick> ticks(const Scale& scale, int most);
// Of seconds, on a linear scale: "30s", "5m", "1h30m", "2d".
[[nodiscard]] std::vector<Tick> time_ticks(const Scale& scale, int most);

}  // namespace paretop::views
