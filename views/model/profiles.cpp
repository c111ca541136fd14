#include "views/model/profiles.h"

#include <algorithm>
#include <utility>

namespace paretop::model {

Result<bool> ProfilesModel::update(Budget& budget) {
    budget.take();
    PARETOP_TRY(profiles_, storage::list_profiles(store_));
    if (run_) std::erase_if(profiles_, [this](const auto& profile) { return !profile.trial || profile.trial->run != *run_; });
    if (!cursor_ && !profiles_.empty()) cursor_ = profiles_.front().id;
    return false;
}

std::size_t ProfilesModel::cursor_row() const {
    const auto found = std::find_if(profiles_.begin(), profiles_.end(), [this](const auto& p) { return p.id == cursor_; });
    return found == profiles_.end() ? 0 : static_cast<std::size_t>(found - profiles_.begin());
}

const storage::ProfileRecord* ProfilesModel::cursor() const { return profiles_.empty() ? nullptr : &profiles_[cursor_row()]; }

void ProfilesModel::move_to(std::size_t row) {
    if (!profiles_.empty()) cursor_ = profiles_[std::min(row, profiles_.size() - 1)].id;
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
