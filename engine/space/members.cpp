#include "engine/space/members.h"

#include <algorithm>

namespace paretop::space {

Members::Members(std::vector<std::string> compact, std::string name) : compact_(std::move(compact)), name_(std::move(name)) {
    std::sort(compact_.begin(), compact_.end());
    compact_.erase(std::unique(compact_.begin(), compact_.end()), compact_.end());
}

bool Members::contains(std::string_view compact) const { return std::binary_search(compact_.begin(), compact_.end(), compact); }

}  // namespace paretop::space
