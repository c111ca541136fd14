#include "pictures.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "image.h"
#include "transform.h"

namespace {

namespace fs = std::filesystem;

double lattice(std::uint64_t seed, int x, int y) {  // −1 to 1 at whole coordinates
    const auto cell = static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32U | static_cast<std::uint32_t>(y);
    return static_cast<double>(mix(seed * 0xD1342543DE82EF95U + cell) >> 11U) / 4503599627370496.0 - 1;
}

double smooth(double x) { return x * x * (3 - 2 * x); }

double value_noise(std::uint64_t seed, double x, double y) {
    const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
    const double across = smooth(x - left), down = smooth(y - top);
    const double above = lattice(seed, left, top) * (1 - across) + lattice(seed, left + 1, top) * across;
    const double below = lattice(seed, left, top + 1) * (1 - across) + lattice(seed, left + 1, top + 1) * across;
    return above * (1 - down) + below * down;
}

// Octaves that lose a third of their height each: a little rougher than the 1/f amplitudes of natural scenes.
double scene(std::uint64_t seed, double x, double y, int octaves) {
    double sum = 0, height = 1, scale = 1;
    for (int octave = 0; octave < octaves; ++octave, height /= 1.5, scale *= 2)
        sum += height * value_noise(seed + static_cast<std::uint64_t>(octave), x * scale, y * scale);
    return sum;
}

unsigned char byte_of(double value) { return static_cast<unsigned char>(std::clamp(value, 0.0, 255.0)); }

Image photograph(int number) {
    const auto seed = mix(static_cast<std::uint64_t>(number)) << 8U;
    Image image;
    image.width = 640 + 16 * static_cast<int>(mix(seed) % 25);
    image.height = image.width * 3 / 4;
    image.pixels.resize(std::size_t{3} * static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    const double hue = lattice(seed, 7, 7), zoom = 4.0 / image.width;
    std::vector<double> horizons;
    for (int x = 0; x < image.width; ++x) horizons.push_back(image.height * (0.45 + 0.12 * scene(seed + 128, x * zoom, 0, 4)));
    for (int y = 0; y < image.height; ++y) {
        unsigned char* pixel = image.row(y);
        for (int x = 0; x < image.width; ++x) {
            const double light = scene(seed, x * zoom, y * zoom, 7), tint = scene(seed + 64, x * zoom, y * zoom, 2);
            const double horizon = horizons[static_cast<std::size_t>(x)];
            const double sky = y < horizon ? 70 - 60.0 * y / image.height : 0, grain = 4 * lattice(seed + 192, x, y);
            const double thing = scene(seed + 256, 2 * x * zoom, 2 * y * zoom, 4) > 0.6 ? -55 : 0;  // with sharp edges
            const double texture = (y < horizon ? 12 : 48) * light + thing;
            *pixel++ = byte_of(110 + texture + 25 * tint + 30 * hue + grain);
            *pixel++ = byte_of(112 + texture + 10 * tint + sky / 2 + grain);
            *pixel++ = byte_of(105 + texture - 25 * tint - 30 * hue + sky + grain);
        }
    }
    return image;
}

// Whole or not at all, whoever else does the same.
void write_whole(const fs::path& path, const std::string& bytes) {
    const std::string part = path.string() + "." + std::to_string(getpid());
    std::ofstream file(part, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + part);
    fs::rename(part, path);
}

bool is_picture(const fs::directory_entry& entry) {
    const auto extension = entry.path().extension();
    return entry.is_regular_file() && (extension == ".jpg" || extension == ".jpeg" || extension == ".png");
}

}  // namespace

void generate_pictures(const std::string& folder, int count) {
    fs::create_directories(folder);
    for (int number = 0; number < count; ++number) {
        char name[32];
        std::snprintf(name, sizeof name, "%04d.jpg", number);
        const auto path = fs::path(folder) / name;
        if (!fs::exists(path)) write_whole(path, encode_jpeg(photograph(number), 90));
    }
}

std::vector<std::string> find_pictures(const std::string& folder) {
    std::vector<std::string> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (is_picture(entry)) paths.push_back(entry.path().string());
    if (paths.empty()) throw std::runtime_error("no .jpg or .png below " + folder);
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string system_pictures(int least) {
    for (const char* folder : {"/usr/share/backgrounds", "/usr/share/wallpapers", "/usr/share/images"}) {
        std::error_code error;
        int large = 0;
        for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
            large += is_picture(*entry) && entry->file_size() > 100'000 ? 1 : 0;
        if (large >= least) return folder;
    }
    return {};
}
