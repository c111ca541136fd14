// All trials of a run, filtered and sorted without ever making anybody wait.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "views/model/ordered_index.h"
#include "views/model/trial_feed.h"
#include "views/model/trial_fields.h"

namespace paretop::model {

struct TrialLine {
    storage::TrialNumber number = 0;
    storage::TrialState state = storage::TrialState::asked;
    bool feasible = true;
    std::string origin;
    std::string reason;                   // why it failed, or which bound it misses
    std::vector<std::string> parameters;  // as they are written; an inactive one is empty
    std::vector<double> metrics;          // medians by metric; NaN: not measured
    RoundCounts rounds;
    std::string status;  // of a running one: what it says of itself, "measured again: repeat 3 of 5"
};

// Unfiltered and by number nothing is loaded but what is asked for. Otherwise the numbers (4 bytes) or keys (12 bytes) of the
// trials that pass are collected step by step; what is known so far is always in order and can be shown.
class TrialsModel {
  public:
    TrialsModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment);

    Result<bool> update(Budget& budget);

    // Empty: all. An error leaves the filter as it was.
    Result<void> set_filter(std::string_view text);
    [[nodiscard]] const std::string& filter() const { return filter_text_; }
    void set_sort(const Field& field, bool descending);  // of sortable(); trials without a value come last either way
    [[nodiscard]] const Field& sort_field() const { return sort_field_; }
    [[nodiscard]] bool descending() const { return descending_; }

    [[nodiscard]] std::size_t size() const;                               // rows of the view, as far as they are known
    [[nodiscard]] std::int64_t total() const { return total_; }           // trials of the run
    [[nodiscard]] double known() const;                                   // 0 to 1: how much of the run has been looked at
    [[nodiscard]] storage::TrialNumber number_at(std::size_t row) const;  // row < size()
    [[nodiscard]] Result<std::optional<std::size_t>> row_of(storage::TrialNumber number) const;
    [[nodiscard]] Result<std::vector<TrialLine>> lines(std::size_t first, std::size_t count) const;

    // The cursor stays on its trial whatever is sorted, filtered or added around it; where its trial is filtered out, it goes to
    // the row in its place with the next move.
    [[nodiscard]] std::optional<storage::TrialNumber> cursor() const { return cursor_; }
    [[nodiscard]] std::size_t cursor_row() const { return cursor_row_; }
    void move_to(std::size_t row);
    void select(storage::TrialNumber number);

    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    [[nodiscard]] storage::RunId run() const { return run_; }

  private:
    using Number = std::uint32_t;
    using Key = std::array<std::uint32_t, 3>;  // the bits of a double in the order of its values, high then low; the number

    struct Place {  // of a trial that may still change
        bool shown = false;
        std::optional<Key> key;
    };

    [[nodiscard]] bool plain() const { return !filter_ && sort_field_.kind == Field::Kind::number; }
    void restart();
    void put(const storage::TrialRow& row);
    void take_back(Number number, const Place& place);
    [[nodiscard]] std::optional<Key> key_of(RowReader& reader, Number number) const;
    [[nodiscard]] TrialLine line_of(const storage::TrialRow& row) const;
    Result<void> add_statuses(std::vector<TrialLine>& lines) const;
    Result<void> follow_cursor();

    const storage::Store& store_;
    storage::RunId run_;
    std::shared_ptr<const Experiment> experiment_;
    std::int64_t total_ = 0;

    std::string filter_text_;
    std::optional<TrialFilter> filter_;
    Field sort_field_;
    bool descending_ = true;
    std::optional<SortKey> sort_key_;

    TrialFeed feed_;
    mutable RowReader reader_;
    OrderedIndex<Key> keyed_;
    OrderedIndex<Number> unkeyed_;  // all of them when sorted by number
    std::map<Number, Place> open_;  // as many as are in flight

    std::optional<storage::TrialNumber> cursor_;
    std::size_t cursor_row_ = 0;
};

}  // namespace paretop::model
