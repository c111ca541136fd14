// What stands for an operation in a cell of the timeline: told apart by a letter, not by a colour.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "views/model/profile.h"

namespace paretop::views {

class TimelineLetters {
  public:
    // "a" for the heaviest operation, then "b", …; "W" for waits, "B" for batches.
    void assign(const model::ProfileModel& model);
    [[nodiscard]] const std::string& of(std::int64_t operation) const;  // "·" for those that the alphabet does not reach
    // "W wait  B batch  a decode  b resize": of these only.
    [[nodiscard]] std::string legend(const std::set<std::int64_t>& shown) const;

  private:
    struct Entry {
        std::string letter, name;
    };
    std::map<std::int64_t, Entry> entries_;  // by operation
};

}  // namespace paretop::views
