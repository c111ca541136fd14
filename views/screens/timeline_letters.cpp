#include "views/screens/timeline_letters.h"

#include <algorithm>
#include <vector>

namespace paretop::views {

void TimelineLetters::assign(const model::ProfileModel& model) {
    constexpr std::size_t k_letters = 26;
    entries_.clear();
    std::vector<const storage::OperationRecord*> order;
    for (const auto& operation : model.operations().kept()) {
        if (operation.kind == profile::Kind::operation) order.push_back(&operation);
        if (operation.kind == profile::Kind::wait) entries_[operation.number] = {"W", operation.name};
        if (operation.kind == profile::Kind::preprocessed) entries_[operation.number] = {"B", operation.name};
    }
    const auto named = std::min(order.size(), k_letters);
    std::partial_sort(
        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(named), order.end(),
        [](const auto* a, const auto* b) { return a->self_ns != b->self_ns ? a->self_ns > b->self_ns : a->number < b->number; });
    for (std::size_t i = 0; i < named; ++i)
        entries_[order[i]->number] = {std::string(1, static_cast<char>('a' + i)), order[i]->name};
}

const std::string& TimelineLetters::of(std::int64_t operation) const {
    static const std::string other = "·";
    const auto found = entries_.find(operation);
    return found == entries_.end() ? other : found->second.letter;
}

std::string TimelineLetters::legend(const std::set<std::int64_t>& shown) const {
    std::map<std::string, std::string> by_letter;  // capitals come first
    bool others = false;
    for (const auto operation : shown) {
        const auto found = entries_.find(operation);
        if (found == entries_.end())
            others = true;
        else
            by_letter[found->second.letter] = found->second.name;
    }
    std::string text;
    for (const auto& [letter, name] : by_letter) text += (text.empty() ? "" : "  ") + letter + " " + name;
    if (others) text += "  · others";
    return text;
}

}  // namespace paretop::views
