// What is done to one picture on its way into a batch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image.h"

enum class Filter { nearest, box, bilinear, bicubic, lanczos };
Filter filter_named(const std::string& name);  // throws std::runtime_error

// The largest square in the middle, resampled to `size` × `size`. All but nearest widen with the step, so they do not alias.
Image resize(const Image& image, int size, Filter filter);

void flip(Image& image);  // left to right

// Planes of red, green and blue, from 0 to 1.
std::vector<float> to_float(const Image& image);

// Less the mean, over the deviation, of the three channels (those of ImageNet, which everybody uses).
void normalise(std::vector<float>& planes);

std::uint64_t mix(std::uint64_t value);  // a hash of one number

// Of all bits of a tensor.
std::uint64_t checksum(const float* values, std::size_t count);
