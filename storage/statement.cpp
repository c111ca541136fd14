#include "storage/statement.h"

#include "storage/sqlite_error.h"

namespace paretop::storage {

Statement::Statement(PreparedStatement& cached) : prepared_(&cached) { prepared_->in_use = true; }

Statement::Statement(std::unique_ptr<PreparedStatement> owned) : owned_(std::move(owned)), prepared_(owned_.get()) {}

Statement::Statement(Statement&& other) noexcept
    : owned_(std::move(other.owned_)), prepared_(std::exchange(other.prepared_, nullptr)), bind_error_(other.bind_error_) {}

Statement::~Statement() {
    if (!prepared_) return;
    sqlite3_reset(handle());
    prepared_->in_use = false;
}

Result<bool> Statement::step() {
    const int code = bind_error_ == SQLITE_OK ? sqlite3_step(handle()) : bind_error_;
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return tl::unexpected<Error>(sqlite_error(sqlite3_db_handle(handle()), code));
}

Result<void> Statement::finish() {
    for (;;) {
        PARETOP_TRY(const bool more, step());
        if (!more) break;
    }
    sqlite3_reset(handle());
    return {};
}

std::string_view Statement::text(int column) const {
    const void* bytes = sqlite3_column_blob(handle(), column);
    if (!bytes) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle(), column))};
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
    return null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<double> Statement::maybe_real(int column) const {
    return null(column) ? std::nullopt : std::optional(real(column));
}

void Statement::bind_one(int index, std::string_view value) {
    note(sqlite3_bind_text64(handle(), index, value.data() ? value.data() : "", value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_one(int index, Blob value) {
    note(sqlite3_bind_blob64(handle(), index, value.bytes.data() ? value.bytes.data() : "", value.bytes.size(), SQLITE_STATIC));
}

}  // namespace paretop::storage
