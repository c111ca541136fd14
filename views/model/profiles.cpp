#include "views/model/profiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "engine/functions/fields.h"

namespace paretop::model {
namespace {

using storage::ProfileRecord;

bool passes(const ProfileRecord& profile, const std::string& filter) {
    auto text = fmt::format("{} {} {}", profile.id, profile.name, profile.format);
    if (profile.trial) text += fmt::format(" {}/{}", profile.trial->run, profile.trial->number);
    for (const auto& source : profile.sources) text += " " + source;
    const auto where = functions::lower(text);
    std::istringstream words(functions::lower(filter));
    for (std::string word; words >> word;)
        if (where.find(word) == std::string::npos) return false;
    return true;
}

bool is_before(const ProfileRecord& a, const ProfileRecord& b, ProfilesModel::Order order) {
    using Order = ProfilesModel::Order;
    const auto trial = [](const ProfileRecord& p) {
        return p.trial ? std::pair(p.trial->run, p.trial->number) : std::pair<storage::RunId, storage::TrialNumber>(-1, -1);
    };
    switch (order) {
        case Order::number:
            return a.id < b.id;
        case Order::name:
            return a.name < b.name;
        case Order::trial:
            return trial(a) < trial(b);
        case Order::state:
            return a.state < b.state;
        case Order::records:
            return a.records < b.records;
        case Order::extent:
            return a.last_ns - a.first_ns < b.last_ns - b.first_ns;
        case Order::format:
            return a.format < b.format;
    }
    return false;
}

}  // namespace

Result<bool> ProfilesModel::update(Budget& budget) {
    budget.take();
    PARETOP_TRY(all_, storage::list_profiles(store_));
    if (run_) std::erase_if(all_, [this](const auto& profile) { return !profile.trial || profile.trial->run != *run_; });
    arrange();
    return false;
}

void ProfilesModel::set_sort(Order order, bool descending) {
    order_ = order;
    descending_ = descending;
    arrange();
}

void ProfilesModel::set_filter(std::string words) {
    filter_ = std::move(words);
    arrange();
}

void ProfilesModel::arrange() {
    profiles_.clear();
    for (const auto& profile : all_)
        if (passes(profile, filter_)) profiles_.push_back(profile);
    const auto before = [this](const auto& a, const auto& b) { return is_before(a, b, order_); };
    if (descending_)
        std::stable_sort(profiles_.begin(), profiles_.end(), [&](const auto& a, const auto& b) { return before(b, a); });
    else
        std::stable_sort(profiles_.begin(), profiles_.end(), before);
    const bool there = std::any_of(profiles_.begin(), profiles_.end(), [this](const auto& p) { return p.id == cursor_; });
    if (!there && !profiles_.empty()) cursor_ = profiles_[std::min(row_, profiles_.size() - 1)].id;
    row_ = cursor_row();
}

std::size_t ProfilesModel::cursor_row() const {
    const auto found = std::find_if(profiles_.begin(), profiles_.end(), [this](const auto& p) { return p.id == cursor_; });
    return found == profiles_.end() ? 0 : static_cast<std::size_t>(found - profiles_.begin());
}

const storage::ProfileRecord* ProfilesModel::cursor() const { return profiles_.empty() ? nullptr : &profiles_[cursor_row()]; }

void ProfilesModel::move_to(std::size_t row) {
    if (profiles_.empty()) return;
    row_ = std::min(row, profiles_.size() - 1);
    cursor_ = profiles_[row_].id;
}

void ProfilesModel::toggle_mark(storage::ProfileId profile) {
    if (a_ == profile)
        a_ = std::exchange(b_, std::nullopt);
    else if (b_ == profile)
        b_.reset();
    else
        (a_ ? b_ : a_) = profile;
}

}  // namespace paretop::model
