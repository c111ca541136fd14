#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "engine/spec/spec.h"

namespace paretop::spec {
namespace {

struct Unit {
    std::string_view name;
    double size;
};

constexpr std::array<Unit, 8> k_durations{
    {{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}, {"d", 86400e9}}};

constexpr std::array<Unit, 10> k_sizes{{{"", 1},
                                        {"B", 1},
                                        {"kB", 1e3},
                                        {"MB", 1e6},
                                        {"GB", 1e9},
                                        {"TB", 1e12},
                                        {"KiB", 1024.},
                                        {"MiB", 1048576.},
                                        {"GiB", 1073741824.},
                                        {"TiB", 1099511627776.}}};

constexpr double k_largest = 9e18;  // below 2^63

tl::unexpected<Error> wrong(std::string_view text, std::string_view thing, std::string remedy) {
    return fail(ErrorKind::usage, fmt::format("'{}' is not a {}", text, thing), {}, std::move(remedy));
}

bool is_number_character(char c) { return (c >= '0' && c <= '9') || c == '.'; }

// Takes "1.5GiB" off the front of `rest`, in the smallest unit; nothing when there is no number and known unit.
template <std::size_t Count>
std::optional<double> take(std::string_view& rest, const std::array<Unit, Count>& units) {
    std::size_t digits = 0;
    while (digits < rest.size() && is_number_character(rest[digits])) ++digits;
    double number = 0;
    const auto [end, problem] = std::from_chars(rest.data(), rest.data() + digits, number);
    if (digits == 0 || problem != std::errc{} || end != rest.data() + digits) return std::nullopt;
    rest.remove_prefix(digits);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    std::size_t letters = 0;
    while (letters < rest.size() && !is_number_character(rest[letters]) && rest[letters] != ' ') ++letters;
    const auto name = rest.substr(0, letters);
    rest.remove_prefix(letters);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    for (const auto& unit : units)
        if (unit.name == name) return number * unit.size;
    return std::nullopt;
}

}  // namespace

Result<Nanoseconds> parse_duration(std::string_view text) {
    const std::string remedy = "write a number and a unit: 250ms, 30s, 1h30m";
    double total = 0;
    auto rest = text;
    do {
        const auto part = take(rest, k_durations);
        if (!part) return wrong(text, "duration", remedy);
        total += *part;
    } while (!rest.empty());
    if (!(total <= k_largest)) return wrong(text, "duration this program can wait for", "the longest is 292 years");
    return static_cast<Nanoseconds>(std::llround(total));
}

Result<std::int64_t> parse_size(std::string_view text) {
    auto rest = text;
    const auto bytes = take(rest, k_sizes);
    if (!bytes || !rest.empty()) return wrong(text, "size", "write bytes, or a number and a unit: 64KiB, 10MB, 2GiB");
    if (!(*bytes <= k_largest)) return wrong(text, "size this machine can have", "the largest is 7 EiB");
    return static_cast<std::int64_t>(std::llround(*bytes));
}

}  // namespace paretop::spec
