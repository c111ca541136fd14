#include "views/screens/wrap.h"

#include "views/surface/text.h"

namespace paretop::views {

std::vector<std::string> wrapped(std::string_view text, int width) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const auto end = text.find_first_of(" \n");
        const auto word = text.substr(0, end);
        const bool breaks = end != std::string_view::npos && text[end] == '\n';
        if (!word.empty()) {
            auto& line = lines.back();
            if (!line.empty() && width_of(line) + 1 + width_of(word) > width)
                lines.emplace_back(word);
            else
                line += (line.empty() ? "" : " ") + std::string(word);
        }
        if (breaks) lines.emplace_back();
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace paretop::views
