#include "storage/store.h"

#include "storage/connection.h"
#include "storage/sqlite_error.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

// Rolls back what has not been committed when it goes out of scope, exceptions included.
class Transaction {
  public:
    explicit Transaction(sqlite3* db) : db_(db) {}
    ~Transaction() {
        if (!sqlite3_get_autocommit(db_)) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

  private:
    sqlite3* db_;
};

Result<void> run(const Store& store, std::string_view sql) {
    PARETOP_TRY(auto statement, store.prepare(sql));
    return statement.run();
}

}  // namespace

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::string& Store::path() const { return connection_->path; }

Result<void> Store::write(const std::function<Result<void>()>& body) {
    if (!sqlite3_get_autocommit(connection_->db))
        return fail(ErrorKind::internal, "a write inside another transaction", path(), "please report this");
    PARETOP_CHECK(run(*this, "BEGIN IMMEDIATE"));
    const Transaction transaction(connection_->db);
    PARETOP_CHECK(body());
    if (connection_->log) connection_->log->begin();
    auto committed = run(*this, "COMMIT");
    if (connection_->log) connection_->log->end();
    return committed;
}

Result<void> Store::read(const std::function<Result<void>()>& body) const {
    if (!sqlite3_get_autocommit(connection_->db)) return body();
    PARETOP_CHECK(run(*this, "BEGIN"));
    const Transaction transaction(connection_->db);
    PARETOP_CHECK(body());
    return run(*this, "COMMIT");
}

Result<void> Store::sync() { return sync_log(connection_->db); }

Result<std::int64_t> Store::data_version() const {
    PARETOP_TRY(auto pragma, prepare("PRAGMA data_version"));
    PARETOP_TRY(const auto version, pragma.first([](const Statement& row) { return row.integer(0); }));
    return version.value_or(0);
}

Result<Statement> Store::prepare(std::string_view sql) const {
    auto& cache = connection_->statements;
    const auto known = cache.find(sql);
    if (known != cache.end() && !known->second->in_use) return Statement(*known->second);
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(connection_->db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &handle, nullptr);
    if (code != SQLITE_OK) return tl::unexpected<Error>(sqlite_error(connection_->db, code));
    auto prepared = std::make_unique<PreparedStatement>(handle);
    if (known != cache.end()) return Statement(std::move(prepared));  // a second use at the same time
    return Statement(*cache.emplace(std::string(sql), std::move(prepared)).first->second);
}

Result<void> Store::execute(std::string_view sql) const { return execute_sql(connection_->db, std::string(sql)); }

}  // namespace paretop::storage
