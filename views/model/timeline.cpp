#include "views/model/timeline.h"

#include <algorithm>
#include <cmath>

namespace paretop::model {
namespace {

using storage::LaneRole;

constexpr std::int64_t k_nearest_ns = 1000;
constexpr std::size_t k_records_looked_at = 256;

int rank(LaneRole role) { return role == LaneRole::worker ? 0 : role == LaneRole::other ? 1 : 2; }

}  // namespace

void TimelineModel::outdate() {
    for (auto& row : rows_) row.stale = true;
}

void TimelineModel::make_rows() {
    const auto& lanes = profile_.lanes();
    std::vector<TimelineRow> rows;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const bool main = lanes[i].role == LaneRole::main, coarse = lanes[i].busy_ns <= 0 && lanes[i].batch_ns > 0;
        if (lanes[i].busy_ns > 0 || !main) rows.push_back({i, coarse, false, {}, true});
        if (main) rows.push_back({i, true, true, {}, true});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto& a, const auto& b) { return rank(lanes[a.lane].role) < rank(lanes[b.lane].role); });
    for (std::size_t i = 0; i < rows.size() && i < rows_.size(); ++i)  // what was there is shown until the new is read
        if (rows[i].lane == rows_[i].lane && rows[i].batches == rows_[i].batches) rows[i].slices = std::move(rows_[i].slices);
    rows_ = std::move(rows);
}

void TimelineModel::set_columns(std::size_t columns) {
    const bool changed = version_ != profile_.version();
    if (changed) make_rows();
    version_ = profile_.version();
    auto window = window_;
    window.columns = columns;
    if (!zoomed_) {
        window.from_ns = profile_.record().first_ns;
        window.to_ns = std::max(profile_.record().last_ns, window.from_ns + k_nearest_ns);
    }
    if (window == window_ && !changed) return;
    window_ = window;
    outdate();
}

Result<bool> TimelineModel::update(Budget& budget) {
    budget.take();
    if (profile_.reading_operations() && profile_.kinds().empty()) return false;  // the end of it makes the rows anew
    const auto next = std::find_if(rows_.begin(), rows_.end(), [](const auto& row) { return row.stale; });
    if (next == rows_.end() || window_.columns == 0) return false;
    const profile::TimelineQuery query{profile_.lanes()[next->lane].number, next->batches, window_.from_ns, window_.to_ns,
                                       window_.columns};
    next->stale = false;
    PARETOP_TRY(next->slices, profile::timeline(store_, profile_.record().id, query, profile_.kinds()));
    return std::any_of(rows_.begin(), rows_.end(), [](const auto& row) { return row.stale; });
}

void TimelineModel::zoom(double factor, std::int64_t around_ns) {
    const double length = std::max(static_cast<double>(window_.length()) * factor, static_cast<double>(k_nearest_ns));
    const double part =
        window_.length() > 0 ? static_cast<double>(around_ns - window_.from_ns) / static_cast<double>(window_.length()) : 0.5;
    const auto whole = profile_.record().last_ns - profile_.record().first_ns;
    if (length >= static_cast<double>(whole)) return show_all();
    zoomed_ = true;
    window_.from_ns = around_ns - static_cast<std::int64_t>(part * length);
    window_.to_ns = window_.from_ns + static_cast<std::int64_t>(length);
    pan(0);
}

void TimelineModel::pan(std::int64_t by_ns) {
    if (!zoomed_) return;
    const auto length = window_.length();
    const auto last = std::max(profile_.record().last_ns - length, profile_.record().first_ns);
    window_.from_ns = std::clamp(window_.from_ns + by_ns, profile_.record().first_ns, last);
    window_.to_ns = window_.from_ns + length;
    outdate();
}

void TimelineModel::show_all() {
    zoomed_ = false;
    window_.from_ns = profile_.record().first_ns;
    window_.to_ns = std::max(profile_.record().last_ns, window_.from_ns + k_nearest_ns);
    outdate();
}

Result<std::optional<TimelineRecord>> TimelineModel::record_at(std::size_t row, std::int64_t at_ns) const {
    std::optional<TimelineRecord> found;
    if (row >= rows_.size() || window_.columns == 0) return found;
    const auto width = std::max<std::int64_t>(1, window_.length() / static_cast<std::int64_t>(window_.columns));
    const profile::TimelineQuery query{profile_.lanes()[rows_[row].lane].number, rows_[row].batches, at_ns, at_ns + width,
                                       window_.columns};
    PARETOP_TRY(const auto records,
                profile::records_in(store_, profile_.record().id, query, profile_.kinds(), k_records_looked_at));
    for (const auto& record : records) {
        if (record.kind == profile::Kind::transform) continue;
        if (record.kind == profile::Kind::wait && record.duration_ns == profile::k_out_of_order_ns) return TimelineRecord{record};
        if (!found || record.duration_ns > found->duration_ns)  // what the column shows most of
            found = TimelineRecord{record, records.size() < k_records_looked_at};
    }
    return found;
}

}  // namespace paretop::model
