#include "transform.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace {

double sinc(double x) {
    const double angle = 3.14159265358979323846 * x;
    return x == 0 ? 1 : std::sin(angle) / angle;
}

// Keys' cubic with a = −1/2, and Lanczos with three lobes.
double kernel(Filter filter, double x) {
    x = std::abs(x);
    switch (filter) {
        case Filter::box:
            return x <= 0.5 ? 1 : 0;
        case Filter::bilinear:
            return std::max(0.0, 1 - x);
        case Filter::bicubic:
            if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        case Filter::lanczos:
            return x < 3 ? sinc(x) * sinc(x / 3) : 0;
        case Filter::nearest:
            break;
    }
    return 0;
}

double reach(Filter filter) {
    switch (filter) {
        case Filter::box:
            return 0.5;
        case Filter::bilinear:
            return 1;
        case Filter::bicubic:
            return 2;
        default:
            return 3;
    }
}

struct Taps {  // which samples make one of the result, and how much of each
    int first = 0;
    std::vector<float> weights;
};

Taps taps_of(Filter filter, double center, double step, int samples) {
    if (filter == Filter::nearest) return {std::clamp(static_cast<int>(center), 0, samples - 1), {1.0F}};
    const double width = std::max(step, 1.0), radius = reach(filter) * width;
    Taps taps;
    taps.first = std::max(0, static_cast<int>(std::floor(center - radius)));
    const int last = std::min(samples - 1, static_cast<int>(std::ceil(center + radius)));
    double sum = 0;
    std::vector<double> raw;
    for (int i = taps.first; i <= last; ++i) sum += raw.emplace_back(kernel(filter, (i + 0.5 - center) / width));
    for (const double weight : raw) taps.weights.push_back(static_cast<float>(weight / sum));
    return taps;
}

// `size` results over the middle `side` of `samples`.
std::vector<Taps> plan(Filter filter, int samples, int side, int size) {
    const double step = static_cast<double>(side) / size, begin = (samples - side) / 2.0;
    std::vector<Taps> out;
    for (int i = 0; i < size; ++i) out.push_back(taps_of(filter, begin + (i + 0.5) * step, step, samples));
    return out;
}

void resample_row(const unsigned char* row, const std::vector<Taps>& plan, float* out) {
    for (const auto& taps : plan) {
        float red = 0, green = 0, blue = 0;
        const unsigned char* pixel = row + std::ptrdiff_t{3} * taps.first;
        for (const float weight : taps.weights) {
            red += weight * pixel[0];
            green += weight * pixel[1];
            blue += weight * pixel[2];
            pixel += 3;
        }
        *out++ = red;
        *out++ = green;
        *out++ = blue;
    }
}

unsigned char to_byte(float value) { return static_cast<unsigned char>(std::clamp(value + 0.5F, 0.0F, 255.0F)); }

}  // namespace

Filter filter_named(const std::string& name) {
    const std::vector<std::string> names{"nearest", "box", "bilinear", "bicubic", "lanczos"};
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::runtime_error("unknown filter '" + name + "'");
    return static_cast<Filter>(found - names.begin());
}

Image resize(const Image& image, int size, Filter filter) {
    const int side = std::min(image.width, image.height);
    const auto across = plan(filter, image.width, side, size), down = plan(filter, image.height, side, size);
    const std::size_t width = 3 * static_cast<std::size_t>(size);
    const int top = down.front().first, bottom = down.back().first + static_cast<int>(down.back().weights.size());
    std::vector<float> rows(width * static_cast<std::size_t>(bottom - top));
    for (int y = top; y < bottom; ++y)
        resample_row(image.row(y), across, rows.data() + width * static_cast<std::size_t>(y - top));
    Image out{size, size, std::vector<unsigned char>(width * static_cast<std::size_t>(size))};
    std::vector<float> sum(width);
    for (int y = 0; y < size; ++y) {
        const auto& taps = down[static_cast<std::size_t>(y)];
        std::fill(sum.begin(), sum.end(), 0.0F);
        const float* from = rows.data() + width * static_cast<std::size_t>(taps.first - top);
        for (const float weight : taps.weights)
            for (std::size_t x = 0; x < width; ++x) sum[x] += weight * *from++;
        std::transform(sum.begin(), sum.end(), out.row(y), to_byte);
    }
    return out;
}

void flip(Image& image) {
    for (int y = 0; y < image.height; ++y) {
        unsigned char *left = image.row(y), *right = left + std::ptrdiff_t{3} * (image.width - 1);
        for (; left < right; left += 3, right -= 3) std::swap_ranges(left, left + 3, right);
    }
}

std::vector<float> to_float(const Image& image) {
    const std::size_t plane = image.pixels.size() / 3;
    std::vector<float> out(image.pixels.size());
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t channel = 0; channel < 3; ++channel)
            out[channel * plane + i] = static_cast<float>(image.pixels[3 * i + channel]) / 255.0F;
    return out;
}

void normalise(std::vector<float>& planes) {
    constexpr float k_mean[] = {0.485F, 0.456F, 0.406F}, k_deviation[] = {0.229F, 0.224F, 0.225F};
    const std::size_t plane = planes.size() / 3;
    for (std::size_t i = 0; i < planes.size(); ++i) planes[i] = (planes[i] - k_mean[i / plane]) / k_deviation[i / plane];
}

std::uint64_t mix(std::uint64_t value) {  // splitmix64's finaliser (Steele, Lea, Flood 2014)
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

std::uint64_t checksum(const float* values, std::size_t count) {
    std::uint64_t sum = count;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, values + i, sizeof bits);
        sum = sum * 0x100000001B3U + bits;  // FNV's prime, a word at a time
    }
    return mix(sum);
}
