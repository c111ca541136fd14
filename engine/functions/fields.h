// Lines of delimited text, and numbers as programs write them in the languages of the world.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paretop::functions {

// One line in fields. Fields in quotes may hold separators and doubled quotes. False: a quote is not closed.
bool split_fields(std::string_view line, char separator, std::vector<std::string>& fields);

// The separator of a header: whichever of tab, semicolon and comma is there outside of quotes, in this order.
char separator_of(std::string_view header);

enum class DecimalMark { point, comma };

// How the numbers of a text are written, from its first lines: '.' or ',' before the decimals. A mark that can only be one of the
// two decides ("1,5" a comma, "1,234,567" a point, "1.234,5" a comma); where none does, comma with semicolons, else point.
DecimalMark decimal_mark_of(std::string_view text, char separator);

struct Quantity {
    double value = 0;
    bool rate = false;  // it is a share, a frequency, …: nothing to add
};
// "1776.792s" (seconds), "12 ms", "6,308,624,000,000", "40.9%" (40.9), "3.6 GHz" (3.6e9), "1 234,5". nullopt: no finite number.
std::optional<Quantity> parse_quantity(std::string_view text, DecimalMark mark);

// Just a number as C writes it, finite and all of the text.
std::optional<double> parse_number(std::string_view text);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
std::string lower(std::string_view text);
std::string_view trim(std::string_view text);

}  // namespace paretop::functions
