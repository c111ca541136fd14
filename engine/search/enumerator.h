// Walks through the distinct configurations of a finite space one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/space/space.h"

namespace paretop::search {

// The order is that of the parameters' values, the last parameter changing fastest; only active parameters vary, so nothing comes
// twice. Constraints are not looked at. `space` must outlive it.
class Enumerator {
  public:
    explicit Enumerator(const space::Space& space) : space_(&space) {}
    // The next one, valid until the next call; nullptr at the end, and for good at the first one with an active continuous
    // parameter.
    const space::Configuration* next();
    [[nodiscard]] bool infinite() const { return state_ == State::infinite; }

  private:
    enum class State { fresh, walking, over, infinite };
    bool advance();
    bool step(std::size_t parameter);        // to its next value; false: it had the last
    bool start_from(std::size_t parameter);  // first value for it and all after it; false: infinite

    const space::Space* space_;
    space::Configuration current_;
    std::vector<std::int64_t> index_;  // of each value on its parameter's grid
    State state_ = State::fresh;
};

// How many configurations keep the constraints; nullopt where there are infinitely many, or more than `limit` would have to be
// looked at.
std::optional<std::int64_t> count_configurations(const space::Space& space, std::int64_t limit);

}  // namespace paretop::search
