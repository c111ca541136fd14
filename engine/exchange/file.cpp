#include "engine/exchange/file.h"

#include <fmt/format.h>

#include "engine/exchange/optuna.h"
#include "engine/exchange/tables.h"

namespace paretop::exchange {
namespace {

Result<std::string> only_study(const std::string& path) {
    PARETOP_TRY(const auto studies, storage::optuna::list_studies(path));
    if (studies.size() == 1) return studies.front();
    if (studies.empty()) return fail(ErrorKind::usage, "holds no study", path, "there is nothing to import");
    return fail(ErrorKind::usage, fmt::format("holds {} studies: {}", studies.size(), fmt::join(studies, ", ")), path,
                "choose one with --study NAME");
}

Result<History> read_storage(const std::string& path, std::string study) {
    if (study.empty()) {
        PARETOP_TRY(study, only_study(path));
    }
    PARETOP_TRY(const auto read, storage::optuna::read_study(path, study));
    return from_optuna(read, path);
}

}  // namespace

Result<History> read_file(const std::string& name, const std::string& study) {
    constexpr std::string_view k_url = "sqlite:///";
    const auto path = name.starts_with(k_url) ? name.substr(k_url.size()) : name;
    if (storage::optuna::is_sqlite(path)) return read_storage(path, study);
    PARETOP_TRY(const auto table, table::read_table(path));
    if (!study.empty()) return fail(ErrorKind::usage, "is no storage of Optuna, so it has no studies", path, "leave --study out");
    return from_table(table);
}

}  // namespace paretop::exchange
