#include <fmt/format.h>

#include "storage/queries.h"
#include "storage/requests.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

RequestRecord read_request(const Statement& row) {
    return RequestRecord{row.integer(0), row.integer(1),       row.integer(2), row.string(3),
                         row.string(4),  row.maybe_integer(5), row.string(6)};
}

}  // namespace

Result<std::int64_t> insert_request(Store& store, const RequestRecord& request) {
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO request (run, at_ns, verb, argument, handled_ns, answer) VALUES (?,?,?,?,?,?)"));
    PARETOP_CHECK(insert.run(request.run, request.at_ns, request.verb, request.argument, request.handled_ns, request.answer));
    return insert.last_id();
}

Result<std::vector<RequestRecord>> list_open_requests(const Store& store, RunId run) {
    PARETOP_TRY(auto select, store.prepare("SELECT id, run, at_ns, verb, argument, handled_ns, answer FROM request"
                                           " WHERE run = ? AND handled_ns IS NULL ORDER BY id"));
    return select.collect(read_request, run);
}

Result<std::vector<RequestRecord>> list_requests(const Store& store, RunId run, std::string_view verb) {
    PARETOP_TRY(auto select, store.prepare("SELECT id, run, at_ns, verb, argument, handled_ns, answer FROM request"
                                           " WHERE run = ? AND verb = ? ORDER BY id"));
    return select.collect(read_request, run, verb);
}

Result<std::int64_t> count_requests(const Store& store, RunId run, std::string_view verb, std::int64_t before_id) {
    PARETOP_TRY(auto select, store.prepare("SELECT count(*) FROM request WHERE run = ? AND verb = ? AND id < ?"));
    PARETOP_TRY(const auto count, select.first([](const Statement& row) { return row.integer(0); }, run, verb, before_id));
    return count.value_or(0);
}

Result<std::optional<RequestRecord>> get_request(const Store& store, std::int64_t id) {
    PARETOP_TRY(auto select,
                store.prepare("SELECT id, run, at_ns, verb, argument, handled_ns, answer FROM request WHERE id = ?"));
    return select.first(read_request, id);
}

Result<void> answer_request(Store& store, std::int64_t id, std::int64_t at_ns, std::string_view answer) {
    PARETOP_TRY(auto update, store.prepare("UPDATE request SET handled_ns = ?2, answer = ?3 WHERE id = ?1"));
    PARETOP_CHECK(update.run(id, at_ns, answer));
    if (update.changes() == 0) return fail(ErrorKind::not_found, fmt::format("there is no request {}", id), store.path());
    return {};
}

}  // namespace paretop::storage
