// An SQLite file of somebody else's. For storage/optuna only.
#pragma once

#include <memory>
#include <string>

#include "storage/statement.h"

namespace paretop::storage::optuna {

class Database {
  public:
    enum class Mode { read_only, create };
    static Result<Database> open(const std::string& path, Mode mode);
    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) noexcept = default;
    ~Database() = default;

    Result<void> execute(const std::string& sql) const;
    [[nodiscard]] Result<Statement> prepare(const std::string& sql) const;
    // read(row) for every row of a query. Errors are about this file, not about a store.
    template <class Read, class... Values>
    auto rows(const std::string& sql, Read read, const Values&... values) const
        -> Result<std::vector<decltype(read(std::declval<const Statement&>()))>> {
        PARETOP_TRY(auto statement, prepare(sql));
        auto found = statement.collect(read, values...);
        if (!found) return tl::unexpected<Error>(trouble());
        return found;
    }
    [[nodiscard]] Error trouble() const;  // what SQLite says last

  private:
    struct Close {
        void operator()(sqlite3* db) const { sqlite3_close(db); }
    };
    Database(std::unique_ptr<sqlite3, Close> db, std::string path) : db_(std::move(db)), path_(std::move(path)) {}

    std::unique_ptr<sqlite3, Close> db_;
    std::string path_;
};

}  // namespace paretop::storage::optuna
