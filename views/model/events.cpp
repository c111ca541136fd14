#include "views/model/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "views/model/words.h"

namespace paretop::model {
namespace {

constexpr std::int64_t k_page = 200;
constexpr std::array<std::string_view, 3> k_levels{"info", "warning", "error"};

}  // namespace

Result<bool> EventsModel::update(Budget& budget) {
    PARETOP_CHECK(read_new());
    return read_older(budget);
}

Result<void> EventsModel::read_new() {
    const std::int64_t newest = events_.empty() ? 0 : events_.front().id;
    if (newest == 0) return {};  // read_older() begins at the end
    std::vector<storage::EventRecord> fresh;
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    for (bool more = true; more;) {
        PARETOP_TRY(auto page, storage::list_events(store_, run_, before, k_page));
        more = static_cast<std::int64_t>(page.size()) == k_page && page.back().id > newest;
        if (!page.empty()) before = page.back().id;
        for (auto& event : page)
            if (event.id > newest) fresh.push_back(std::move(event));
    }
    if (fresh.empty()) return {};
    events_.insert(events_.begin(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    filter_again();
    return {};
}

Result<bool> EventsModel::read_older(Budget& budget) {
    while (!complete_ && view_.size() < wanted_) {
        if (!budget.take()) return true;
        const auto before = events_.empty() ? std::numeric_limits<std::int64_t>::max() : events_.back().id;
        PARETOP_TRY(auto page, storage::list_events(store_, run_, before, k_page));
        if (page.empty() && events_.empty()) return false;  // the first one is still to come
        complete_ = static_cast<std::int64_t>(page.size()) < k_page;
        for (auto& event : page) {
            if (passes(event)) view_.push_back(events_.size());
            events_.push_back(std::move(event));
        }
    }
    return false;
}

bool EventsModel::passes(const storage::EventRecord& event) const {
    if (words_.empty()) return true;
    auto text = fmt::format("{} {} {}", k_levels[static_cast<std::size_t>(event.level)], event.kind, event.text);
    if (event.run) text += fmt::format(" run {}", *event.run);
    if (event.trial) text += fmt::format(" trial {}", *event.trial);
    return contains_words(text, words_);
}

void EventsModel::filter_again() {
    view_.clear();
    for (std::size_t i = 0; i < events_.size(); ++i)
        if (passes(events_[i])) view_.push_back(i);
}

void EventsModel::set_filter(std::string words) {
    filter_ = std::move(words);
    words_ = split_words(filter_);
    filter_again();
}

std::optional<std::size_t> EventsModel::row_of(std::int64_t event) const {
    const auto found = std::find_if(view_.begin(), view_.end(), [&](std::size_t i) { return events_[i].id <= event; });
    return found == view_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - view_.begin()));
}

}  // namespace paretop::model
