// Requests of a run as a history: what was asked for, handled or not. The rest of them is in storage/queries.h.
#pragma once

#include <string_view>
#include <vector>

#include "storage/records.h"
#include "storage/store.h"

namespace paretop::storage {

Result<std::vector<RequestRecord>> list_requests(const Store&, RunId, std::string_view verb);  // by id
Result<std::int64_t> count_requests(const Store&, RunId, std::string_view verb, std::int64_t before_id);

}  // namespace paretop::storage
