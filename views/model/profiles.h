// The profiles of a store, or of one run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/profiles.h"
#include "views/model/budget.h"

namespace paretop::model {

class ProfilesModel {
  public:
    explicit ProfilesModel(const storage::Store& store, std::optional<storage::RunId> run = {}) : store_(store), run_(run) {}

    Result<bool> update(Budget& budget);

    enum class Order { number, name, trial, state, records, extent, format };
    void set_sort(Order order, bool descending);
    [[nodiscard]] bool descending() const { return descending_; }
    // Every word must occur in the name, the format, the trial ("17/131"), the number or a source; of upper or lower case.
    void set_filter(std::string words);
    [[nodiscard]] const std::string& filter() const { return filter_; }

    [[nodiscard]] const std::vector<storage::ProfileRecord>& profiles() const { return profiles_; }  // that pass the filter
    [[nodiscard]] std::size_t total() const { return all_.size(); }
    [[nodiscard]] std::optional<storage::RunId> run() const { return run_; }

    // The cursor and the marks are on profiles, wherever others come and go.
    [[nodiscard]] const storage::ProfileRecord* cursor() const;
    [[nodiscard]] std::size_t cursor_row() const;
    void move_to(std::size_t row);
    void toggle_mark(storage::ProfileId profile);  // A, then B; a third replaces B
    [[nodiscard]] std::optional<storage::ProfileId> mark_a() const { return a_; }
    [[nodiscard]] std::optional<storage::ProfileId> mark_b() const { return b_; }

  private:
    void arrange();

    const storage::Store& store_;
    std::optional<storage::RunId> run_;
    std::string filter_;
    Order order_ = Order::number;
    bool descending_ = true;
    std::size_t row_ = 0;  // of the cursor, for when its profile has gone
    std::vector<storage::ProfileRecord> all_;
    std::vector<storage::ProfileRecord> profiles_;
    std::optional<storage::ProfileId> cursor_, a_, b_;
};

}  // namespace paretop::model
