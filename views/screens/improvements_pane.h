// What entered the front, newest first, and who proposed it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/model/progress.h"
#include "views/screens/units.h"
#include "views/surface/surface.h"
#include "views/widgets/table.h"

namespace paretop::views {

// Stands for a source on the charts and in the tables: "a", "b", …; "·" when the alphabet does not suffice.
[[nodiscard]] std::string source_letter(std::size_t source);

class ImprovementsPane {
  public:
    explicit ImprovementsPane(const model::ProgressModel& model);  // must outlive it

    // The table; with it a table of the sources at the right, or a line of them above where there is no room beside.
    void draw(Surface surface, bool focused);
    bool key(const Key& key);
    [[nodiscard]] std::optional<storage::TrialNumber> cursor() const;

  private:
    void sync();
    void make_columns();
    [[nodiscard]] TableRow row(std::int64_t row) const;
    void draw_sources(Surface surface) const;
    [[nodiscard]] std::string sources_line() const;

    const model::ProgressModel& model_;
    Table table_;
    std::vector<UnitScale> scales_;               // by objective
    std::optional<storage::TrialNumber> cursor_;  // stays on its trial while others arrive above it; nullopt: the newest
};

}  // namespace paretop::views
