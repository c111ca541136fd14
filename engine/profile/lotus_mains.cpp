#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "engine/profile/lotus.h"

namespace paretop::profile {
namespace {

constexpr std::size_t k_end_bytes = 64U << 10U;  // of a log that are looked at, at either end

struct Log {
    std::string path;
    LotusName named;
    std::int64_t first_ns = INT64_MAX, last_ns = INT64_MIN;  // of its records
};

void look_at_lines(std::string_view text, Log& log) {
    LotusLine line;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        if (!read_lotus_line(text.substr(at, end - at), line)) {
            log.first_ns = std::min(log.first_ns, line.start_ns);
            log.last_ns = std::max(log.last_ns, line.start_ns + line.duration_ns);
        }
        at = end + 1;
    }
}

// Its first and last lines tell when it was written; they are not sorted, but nearly.
Result<Log> look_at(const std::string& path, const LotusName& named) {
    Log log{path, named};
    PARETOP_TRY(const auto file, InputFile::open(path));
    std::error_code error;
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, error));
    std::string piece(k_end_bytes, '\0');
    for (const auto offset : {std::int64_t{0}, std::max<std::int64_t>(0, size - static_cast<std::int64_t>(k_end_bytes))}) {
        PARETOP_TRY(const auto got, file.read(piece.data(), piece.size(), offset));
        look_at_lines(std::string_view(piece).substr(0, got), log);
    }
    return log;
}

Result<std::vector<Log>> look_at_all(const std::vector<std::string>& paths) {
    std::vector<Log> logs;
    const auto add = [&](const std::string& path) -> Result<void> {
        const auto named = lotus_name(path);
        if (!named) return {};
        PARETOP_TRY(auto log, look_at(path, *named));
        logs.push_back(std::move(log));
        return {};
    };
    for (const auto& path : paths) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            PARETOP_CHECK(add(path));
            continue;
        }
        for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
            PARETOP_CHECK(add(at->path().string()));
    }
    std::sort(logs.begin(), logs.end(), [](const Log& a, const Log& b) { return a.path < b.path; });
    return logs;
}

double overlap(const Log& a, const Log& b) {
    return static_cast<double>(std::min(a.last_ns, b.last_ns)) - static_cast<double>(std::max(a.first_ns, b.first_ns));
}

// Better ones are greater: the prefix, running at the same time, having been started before it, and last.
auto fitness(const Log& main, const Log& worker) {
    const bool before = main.named.pid < worker.named.pid;
    return std::tuple(main.named.prefix == worker.named.prefix, overlap(main, worker) > 0, before,
                      before ? main.named.pid : -main.named.pid);
}

bool is_main(const Log& log) { return log.named.role == Role::main; }

const Log* main_of(const std::vector<Log>& logs, const Log& worker) {
    const Log* best = nullptr;
    for (const auto& log : logs)
        if (is_main(log) && (best == nullptr || fitness(log, worker) > fitness(*best, worker))) best = &log;
    return best;
}

}  // namespace

Result<std::vector<std::string>> files_of_main(const std::vector<std::string>& paths, std::int64_t pid) {
    PARETOP_TRY(const auto logs, look_at_all(paths));
    std::vector<std::string> chosen;
    std::vector<std::int64_t> mains;
    for (const auto& log : logs) {
        if (is_main(log)) mains.push_back(log.named.pid);
        const auto* main = is_main(log) ? &log : main_of(logs, log);
        if (main != nullptr && main->named.pid == pid) chosen.push_back(log.path);
    }
    if (std::find(mains.begin(), mains.end(), pid) != mains.end()) return chosen;
    return fail(ErrorKind::not_found, fmt::format("there is no log of a main process {}", pid), paths.front(),
                fmt::format("--main takes one of {}", fmt::join(mains, ", ")));
}

}  // namespace paretop::profile
