#include "app/progress_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/figures.h"
#include "views/surface/text.h"

namespace paretop::app {
namespace {

struct Part {
    std::string text;
    int importance;  // 0 stays
};

std::vector<Part> parts_of(const RunProgress& p) {
    std::vector<Part> parts{{p.name, 6}, {fmt::format("run {}", p.run), 4}, {fmt::format("{}/{}", p.finished, p.budget), 0}};
    if (p.per_minute) parts.push_back({rate_text(p.per_minute) + "/min", 5});
    if (p.left) parts.push_back({"left " + duration_text(p.left), 1});
    if (!p.open.empty()) parts.push_back({p.open, 2});
    parts.push_back({fmt::format("front {}", p.front), 3});
    if (p.note.empty())
        for (const auto& best : p.best) parts.push_back({best, 5});
    else
        parts.push_back({p.note, 1});
    if (p.failed > 0) parts.push_back({fmt::format("failed {}", p.failed), 2});
    return parts;
}

std::string join(const std::vector<Part>& parts) {
    std::string line;
    for (const auto& part : parts) line += (line.empty() ? "" : "  ") + part.text;
    return line;
}

}  // namespace

std::string progress_line(const RunProgress& progress, int width) {
    auto parts = parts_of(progress);
    for (;;) {
        auto line = views::harmless(join(parts));
        const auto least = std::max_element(parts.begin(), parts.end(),
                                            [](const Part& a, const Part& b) { return a.importance <= b.importance; });
        if (views::width_of(line) <= width) return line;
        if (least->importance == 0) return views::shorten(line, width);
        parts.erase(least);
    }
}

}  // namespace paretop::app
