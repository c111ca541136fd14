// preprocess --images DIR [OPTION...]: what a training program does to its pictures, without the training. Says how many a second
// it made and how much memory that took, and whether the result is right.
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>

#include "../../adapters/cpp/paretop_trace.h"
#include "loader.h"
#include "pictures.h"

namespace {

constexpr const char* k_usage =
    "usage: preprocess --images DIR|auto [--count N] [--workers N] [--prefetch N] [--batch N] [--size N] [--scale 1|2|4|8]\n"
    "                  [--filter nearest|box|bilinear|bicubic|lanczos] [--epochs N]\n"
    "       preprocess --generate DIR [--count N]    writes photograph-like JPEGs, and nothing else\n"
    "auto: pictures that a package installed below /usr/share; where there are too few, generated ones in ./pictures.\n";

struct Options {
    std::string images, generate;
    int count = 0, epochs = 1;  // pictures; 0: all there are
    Pipeline pipeline;
    Loader::Options loader;
};

int number(const std::string& name, const char* text, int low, int high) {
    char* end = nullptr;
    const long value = std::strtol(text, &end, 10);
    if (end == text || *end != 0 || value < low || value > high)
        throw std::runtime_error(name + " takes a number from " + std::to_string(low) + " to " + std::to_string(high));
    return static_cast<int>(value);
}

void take(Options& options, const std::string& name, const char* value) {
    if (name == "--images")
        options.images = value;
    else if (name == "--generate")
        options.generate = value;
    else if (name == "--count")
        options.count = number(name, value, 1, 100'000);
    else if (name == "--epochs")
        options.epochs = number(name, value, 1, 1'000);
    else if (name == "--workers")
        options.loader.workers = number(name, value, 0, 256);
    else if (name == "--prefetch")
        options.loader.prefetch = number(name, value, 1, 256);
    else if (name == "--batch")
        options.loader.batch = number(name, value, 1, 4'096);
    else if (name == "--size")
        options.pipeline.size = number(name, value, 8, 4'096);
    else if (name == "--scale")
        options.pipeline.denominator = number(name, value, 1, 8);
    else if (name == "--filter")
        options.pipeline.filter = filter_named(value);
    else
        throw std::runtime_error("unknown option " + name);
}

Options parse(int count, char** arguments) {
    Options options;
    for (int i = 1; i < count; i += 2) {
        if (i + 1 == count) throw std::runtime_error(std::string(arguments[i]) + " needs a value");
        take(options, arguments[i], arguments[i + 1]);
    }
    const int scale = options.pipeline.denominator;
    if ((scale & (scale - 1)) != 0) throw std::runtime_error("--scale is 1, 2, 4 or 8");
    if (options.images.empty() == options.generate.empty()) throw std::runtime_error("--images or --generate is needed");
    return options;
}

std::vector<std::string> pictures(Options& options) {
    constexpr int k_few = 16, k_default = 96;
    if (options.images == "auto") {
        options.images = system_pictures(k_few);
        if (options.images.empty()) generate_pictures(options.images = "pictures", options.count > 0 ? options.count : k_default);
    }
    auto paths = find_pictures(options.images);
    if (options.count == 0) return paths;
    const auto there = paths.size();
    for (std::size_t i = there; i < static_cast<std::size_t>(options.count); ++i) paths.push_back(paths[i % there]);
    paths.resize(static_cast<std::size_t>(options.count));
    return paths;
}

struct Result {
    double seconds = 0, brightness = 0;  // brightness: a mean, so that somebody has used every value
    std::uint64_t checksum = 0;          // over all pictures, whatever batch they came in and whoever made it
    std::vector<std::uint64_t> last;     // checksum of each picture in the last epoch
};

double mean(const std::vector<float>& values) {
    double sum = 0;
    for (const float value : values) sum += static_cast<double>(value);
    return sum / static_cast<double>(values.size());
}

Result run(const Options& options, const std::vector<std::string>& paths) {
    Result result;
    result.last.resize(paths.size());
    const auto start = std::chrono::steady_clock::now();
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        auto loading = options.loader;
        loading.epoch = static_cast<std::uint64_t>(epoch);
        Loader loader(paths, options.pipeline, loading);
        for (Batch batch; loader.next(batch);) {
            const std::size_t item = batch.tensor.size() / batch.pictures.size();
            result.brightness += mean(batch.tensor) * static_cast<double>(batch.pictures.size());
            for (std::size_t i = 0; i < batch.pictures.size(); ++i) {
                const auto sum = checksum(batch.tensor.data() + i * item, item);
                result.last[batch.pictures[i]] = sum;
                result.checksum += mix(sum + batch.pictures[i]);
            }
        }
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.brightness /= static_cast<double>(paths.size()) * options.epochs;
    return result;
}

// A few pictures once more, alone: the same must come out. Answers how like they are to the best that could be made of them
// (decoded whole, Lanczos), as a peak signal-to-noise ratio in dB.
double verify(const Options& options, const std::vector<std::string>& paths, const Result& result) {
    constexpr std::size_t k_sample = 6;
    auto loading = options.loader;
    loading.epoch = static_cast<std::uint64_t>(options.epochs - 1);
    loading.workers = 0;
    const Loader loader(paths, options.pipeline, loading);
    Pipeline best = options.pipeline;
    best.denominator = 1;
    best.filter = Filter::lanczos;
    double square = 0;
    std::size_t values = 0;
    for (std::size_t i = 0; i < std::min(k_sample, paths.size()); ++i) {
        const auto once_more = options.pipeline.run(paths[i], loader.flipped(i)), ideal = best.run(paths[i], loader.flipped(i));
        if (checksum(once_more.data(), once_more.size()) != result.last[i])
            throw std::runtime_error("the batches hold something else than " + paths[i]);
        for (std::size_t k = 0; k < ideal.size(); ++k) {
            const double difference = (static_cast<double>(once_more[k]) - static_cast<double>(ideal[k])) * 0.226;  // unscaled
            square += difference * difference;
        }
        values += ideal.size();
    }
    return square == 0 ? 99 : std::min(99.0, -10 * std::log10(square / static_cast<double>(values)));
}

void report(const char* metric, double value) {
    const char* path = std::getenv("PARETOP_REPORT");
    std::FILE* file = path != nullptr ? std::fopen(path, "a") : nullptr;
    if (file == nullptr) return;
    std::fprintf(file, "{\"metric\":\"%s\",\"value\":%.9g}\n", metric, value);
    std::fclose(file);
}

void say(const Options& options, const std::vector<std::string>& paths, const Result& result, double fidelity, double memory) {
    const double images = static_cast<double>(paths.size()) * options.epochs;
    std::printf("pictures   %zu of %s, %d epochs\n", paths.size(), options.images.c_str(), options.epochs);
    std::printf("throughput %.1f images/s\nmemory     %.1f MiB\n", images / result.seconds, memory / (1 << 20));
    std::printf("fidelity   %.2f dB\nbrightness %.6f\nchecksum   %016llx\n", fidelity, result.brightness,
                static_cast<unsigned long long>(result.checksum));
    report("images_per_s", images / result.seconds);
    report("fidelity_db", fidelity);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        Options options = parse(count, arguments);
        if (!options.generate.empty()) {
            generate_pictures(options.generate, options.count > 0 ? options.count : 96);
            return 0;
        }
        const auto paths = pictures(options);
        const Result result = run(options, paths);
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);  // before verifying, which needs its own
        paretop_stop();
        const double fidelity = verify(options, paths, result);
        say(options, paths, result, fidelity, static_cast<double>(usage.ru_maxrss) * 1024);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "preprocess: %s\n%s", error.what(), count < 2 ? k_usage : "");
        return 1;
    }
}
