// What each lane of a profile did when, for the window that is shown.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/profile/timeline.h"
#include "views/model/profile.h"

namespace paretop::model {

// One row of the timeline: a lane's operations (its batches where it has nothing finer), or what the main process waited for.
struct TimelineRow {
    std::size_t lane = 0;                // in ProfileModel::lanes()
    bool batches = false;                // records of batches
    bool waits = false;                  // of the main process
    std::vector<profile::Slice> slices;  // one a column; of another window while `stale`
    bool stale = true;
};

struct TimelineWindow {
    std::int64_t from_ns = 0, to_ns = 0;
    std::size_t columns = 0;
    friend bool operator==(const TimelineWindow&, const TimelineWindow&) = default;
    [[nodiscard]] std::int64_t length() const { return to_ns - from_ns; }
};

struct TimelineRecord : profile::Record {
    bool longest = true;  // of all there; false: there are too many to look at
};

class TimelineModel {
  public:
    TimelineModel(const storage::Store& store, const ProfileModel& profile) : store_(store), profile_(profile) {}  // outlive it

    // Rows are made anew for another reading of the profile; slices for another window.
    void set_columns(std::size_t columns);
    // Reads one row; true: others wait.
    Result<bool> update(Budget& budget);

    [[nodiscard]] const std::vector<TimelineRow>& rows() const { return rows_; }  // workers, then others, the main process last
    [[nodiscard]] const TimelineWindow& window() const { return window_; }
    [[nodiscard]] bool whole() const { return !zoomed_; }
    void zoom(double factor, std::int64_t around_ns);  // below 1: nearer; not nearer than a microsecond in all
    void pan(std::int64_t by_ns);                      // as far as the trace goes
    void show_all();

    // Of a row the record in the column at this moment: one that came out of order, else the longest. nullopt: nothing.
    [[nodiscard]] Result<std::optional<TimelineRecord>> record_at(std::size_t row, std::int64_t at_ns) const;

  private:
    void make_rows();
    void outdate();

    const storage::Store& store_;
    const ProfileModel& profile_;
    std::vector<TimelineRow> rows_;
    TimelineWindow window_;
    bool zoomed_ = false;
    std::uint64_t version_ = 0;
};

}  // namespace paretop::model
