// What happened, newest first.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "storage/queries.h"
#include "views/model/budget.h"

namespace paretop::model {

class EventsModel {
  public:
    // Of one run, or of the whole store.
    EventsModel(const storage::Store& store, std::optional<storage::RunId> run) : store_(store), run_(run) {}

    // Reads what is new, and older ones as long as more rows are wanted than are there.
    Result<bool> update(Budget& budget);
    // So many rows are, or will soon be, looked at.
    void want(std::size_t rows) { wanted_ = rows; }

    // Every word must be found in the level, the kind or the text, whatever the case; a word like "run 17" or "trial 4" too.
    void set_filter(std::string words);
    [[nodiscard]] const std::string& filter() const { return filter_; }
    [[nodiscard]] std::size_t size() const { return view_.size(); }
    [[nodiscard]] const storage::EventRecord& at(std::size_t row) const { return events_[view_[row]]; }  // 0: the newest
    [[nodiscard]] std::optional<std::size_t> row_of(std::int64_t event) const;
    [[nodiscard]] bool complete() const { return complete_; }  // the oldest one is here

  private:
    Result<void> read_new();
    Result<bool> read_older(Budget& budget);
    void filter_again();
    [[nodiscard]] bool passes(const storage::EventRecord& event) const;

    const storage::Store& store_;
    std::optional<storage::RunId> run_;
    std::deque<storage::EventRecord> events_;  // newest first
    std::vector<std::size_t> view_;            // indices into events_
    std::vector<std::string> words_;
    std::string filter_;
    std::size_t wanted_ = 100;
    bool complete_ = false;
};

}  // namespace paretop::model
