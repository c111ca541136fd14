// The profiles of a store, or of one run.
#pragma once

#include <optional>
#include <vector>

#include "storage/profiles.h"
#include "views/model/budget.h"

namespace paretop::model {

class ProfilesModel {
  public:
    explicit ProfilesModel(const storage::Store& store, std::optional<storage::RunId> run = {}) : store_(store), run_(run) {}

    Result<bool> update(Budget& budget);

    [[nodiscard]] const std::vector<storage::ProfileRecord>& profiles() const { return profiles_; }  // newest first
    [[nodiscard]] std::optional<storage::RunId> run() const { return run_; }

    // The cursor and the marks are on profiles, wherever others come and go.
    [[nodiscard]] const storage::ProfileRecord* cursor() const;
    [[nodiscard]] std::size_t cursor_row() const;
    void move_to(std::size_t row);
    void toggle_mark(storage::ProfileId profile);  // A, then B; a third replaces B
    [[nodiscard]] std::optional<storage::ProfileId> mark_a() const { return a_; }
    [[nodiscard]] std::optional<storage::ProfileId> mark_b() const { return b_; }

  private:
    const storage::Store& store_;
    std::optional<storage::RunId> run_;
    std::vector<storage::ProfileRecord> profiles_;
    std::optional<storage::ProfileId> cursor_, a_, b_;
};

}  // namespace paretop::model
