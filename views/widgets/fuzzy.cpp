#include "views/widgets/fuzzy.h"

#include <cctype>
#include <string>

namespace paretop::views {
namespace {

int lower(char c) { return std::tolower(static_cast<unsigned char>(c)); }

bool begins_word(std::string_view name, std::size_t at) {
    return at == 0 || std::isalnum(static_cast<unsigned char>(name[at - 1])) == 0;
}

// The score when each letter is taken at its first place; the caller tries every start.
std::optional<int> match(std::string_view typed, std::string_view name) {
    int score = 0;
    std::size_t at = 0;
    bool follows = false;
    for (const char c : typed) {
        std::size_t found = at;
        while (found < name.size() && lower(name[found]) != lower(c)) ++found;
        if (found == name.size()) return std::nullopt;
        const bool adjacent = follows && found == at;
        score += adjacent ? 8 : begins_word(name, found) ? 6 : 1;
        at = found + 1;
        follows = true;
    }
    return score;
}

}  // namespace

std::optional<int> fuzzy_score(std::string_view typed, std::string_view name) {
    std::string letters;
    for (const char c : typed)
        if (c != ' ') letters += c;
    if (letters.empty()) return 0;
    std::optional<int> best;
    for (std::size_t start = 0; start < name.size(); ++start) {
        if (lower(name[start]) != lower(letters.front())) continue;
        const auto score = match(letters, name.substr(start));
        if (!score) break;
        const int whole = *score + (begins_word(name, start) ? 4 : 0) - static_cast<int>(name.size()) / 16;
        if (!best || whole > *best) best = whole;
    }
    return best;
}

}  // namespace paretop::views
