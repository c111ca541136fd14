// A prepared statement with typed parameters and columns. For the files of storage/ only.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace paretop::storage {

// Bytes that are not text; bound as a BLOB.
struct Blob {
    std::string_view bytes;
};

// An entry of a connection's statement cache; in_use while a Statement borrows it.
struct PreparedStatement {
    explicit PreparedStatement(sqlite3_stmt* prepared) : handle(prepared) {}
    ~PreparedStatement() { sqlite3_finalize(handle); }
    PreparedStatement(const PreparedStatement&) = delete;
    PreparedStatement& operator=(const PreparedStatement&) = delete;
    sqlite3_stmt* handle;
    bool in_use = false;
};

// Bound text and blobs are borrowed: they must live until the statement has stepped to its end. Parameters count from 1,
// columns from 0. Text columns are valid until the next step.
class Statement {
  public:
    explicit Statement(PreparedStatement& cached);
    explicit Statement(std::unique_ptr<PreparedStatement> owned);
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // Starts over with all parameters given in their order.
    template <class... Values>
    Statement& bind(const Values&... values) {
        sqlite3_reset(handle());
        bind_error_ = SQLITE_OK;
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    // True: there is a row to read; false: the end.
    Result<bool> step();
    // bind, then step to the end; rows are passed over.
    template <class... Values>
    Result<void> run(const Values&... values) {
        bind(values...);
        return finish();
    }
    // bind, then read(*this) for every row.
    template <class Read, class... Values>
    auto collect(Read read, const Values&... values) -> Result<std::vector<decltype(read(*this))>> {
        std::vector<decltype(read(*this))> rows;
        bind(values...);
        for (;;) {
            PARETOP_TRY(const bool more, step());
            if (!more) return rows;
            rows.push_back(read(*this));
        }
    }
    // bind, then read(*this) for the first row; nullopt: there is none.
    template <class Read, class... Values>
    auto first(Read read, const Values&... values) -> Result<std::optional<decltype(read(*this))>> {
        bind(values...);
        PARETOP_TRY(const bool found, step());
        if (!found) return std::nullopt;
        std::optional<decltype(read(*this))> value(read(*this));
        sqlite3_reset(handle());
        return value;
    }

    [[nodiscard]] bool null(int column) const { return sqlite3_column_type(handle(), column) == SQLITE_NULL; }
    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle(), column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(handle(), column); }
    [[nodiscard]] std::string_view text(int column) const;  // also of blobs; empty for NULL
    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
    [[nodiscard]] std::int64_t integer_or(int column, std::int64_t none) const { return null(column) ? none : integer(column); }
    [[nodiscard]] double real_or(int column, double none) const { return null(column) ? none : real(column); }
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
    [[nodiscard]] std::optional<double> maybe_real(int column) const;

    // Of the connection: the id that the last INSERT assigned, and how many rows the last statement changed.
    [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(sqlite3_db_handle(handle())); }
    [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(sqlite3_db_handle(handle())); }

  private:
    [[nodiscard]] sqlite3_stmt* handle() const { return prepared_->handle; }
    Result<void> finish();
    void note(int code) {
        if (code != SQLITE_OK) bind_error_ = code;
    }
    void bind_one(int index, std::int64_t value) { note(sqlite3_bind_int64(handle(), index, value)); }
    void bind_one(int index, bool value) { note(sqlite3_bind_int64(handle(), index, value ? 1 : 0)); }
    void bind_one(int index, double value) { note(sqlite3_bind_double(handle(), index, value)); }
    void bind_one(int index, std::string_view value);
    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, Blob value);
    template <class T>
    void bind_one(int index, const std::optional<T>& value) {
        if (value)
            bind_one(index, *value);
        else
            note(sqlite3_bind_null(handle(), index));
    }

    std::unique_ptr<PreparedStatement> owned_;
    PreparedStatement* prepared_;
    int bind_error_ = SQLITE_OK;
};

// For a parameter that is NULL in the table where the record holds `none`.
template <class T>
std::optional<T> unless(T value, T none) {
    return value == none ? std::nullopt : std::optional<T>(value);
}

}  // namespace paretop::storage
