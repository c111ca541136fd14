// The schema, as the ordered steps that lead to it. For storage/ and its tests only.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "storage/store.h"

namespace paretop::storage {

inline constexpr std::int32_t k_application_id = 0x70617265;  // "pare"

// migrations()[n] makes version n + 1 of a store of version n. Steps that have been released are never edited.
std::span<const std::string_view> migrations();

// Applies the steps a store lacks, in one transaction; a store that fails one, or whose foreign keys do not hold afterwards,
// is left as it was. An empty one becomes a store (application_id). store: it is of a newer version than `steps` know.
Result<void> migrate(Store& store, std::span<const std::string_view> steps);

}  // namespace paretop::storage
