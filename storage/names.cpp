#include "storage/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace paretop::storage {

std::string to_json_array(std::span<const double> numbers) { return fmt::format("[{}]", fmt::join(numbers, ",")); }

std::vector<double> from_json_array(std::string_view text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        double number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error == std::errc()) numbers.push_back(number);
        at = error == std::errc() ? next : at + 1;
    }
    return numbers;
}

}  // namespace paretop::storage
