// Pictures in memory, and how they get there and back.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

struct Image {  // red, green, blue, a byte each, row by row
    int width = 0, height = 0;
    std::vector<unsigned char> pixels;

    const unsigned char* row(int y) const {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
    unsigned char* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3; }
};

std::string read_file(const std::string& path);  // throws std::runtime_error

// JPEG (shrunk while decoding to 1/`denominator`: 1, 2, 4 or 8) or PNG (always whole). Throws std::runtime_error.
Image decode(const std::string& bytes, int denominator);

std::string encode_jpeg(const Image& image, int quality);
