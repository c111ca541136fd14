#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/doctor/finding.h"
#include "app/figures.h"
#include "storage/base/clock.h"
#include "storage/file_system.h"
#include "storage/store.h"

namespace paretop::app::doctor {
namespace {

namespace fs = std::filesystem;

// The nearest folder that exists: where the store is or would be made.
fs::path existing_folder(const std::string& store_path) {
    auto folder = fs::path(store_path).parent_path();
    std::error_code ignored;
    while (!fs::exists(folder, ignored) && folder.has_relative_path()) folder = folder.parent_path();
    return folder;
}

Finding examine_type(const fs::path& folder) {
    const auto name = storage::file_system_name(folder.string());
    const bool network = storage::is_network_file_system(name);
    return {"store", "file system", network ? Health::bad : Health::ok, name.empty() ? "local" : name,
            network ? "a store on a network file system is refused: name a local one with --store or PARETOP_STORE" : ""};
}

Finding examine_space(const fs::path& folder) {
    std::error_code error;
    const auto space = fs::space(folder, error);
    if (error) return {"store", "free space", Health::warn, error.message(), "choose another folder with --store"};
    constexpr std::uintmax_t k_little = std::uintmax_t{512} << 20;
    const bool little = space.available < k_little;
    return {"store", "free space", little ? Health::warn : Health::ok,
            quantity_text(static_cast<double>(space.available), "bytes"),
            little ? "make room: a run pauses with an error when the disk is full" : ""};
}

// Median of a few; nullopt: nothing can be written here.
std::optional<Nanoseconds> sync_time(const fs::path& folder) {
    auto name = (folder / ".paretop-doctor-XXXXXX").string();
    const int file = mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) return std::nullopt;
    unlink(name.c_str());
    std::array<Nanoseconds, 5> times{};
    const std::array<char, 4096> page{};
    bool written = true;
    for (auto& time : times) {
        const auto start = system_clock().steady_ns();
        written = written && write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()) && fdatasync(file) == 0;
        time = system_clock().steady_ns() - start;
    }
    close(file);
    std::sort(times.begin(), times.end());
    return written ? std::optional(times[2]) : std::nullopt;
}

Finding examine_sync(const fs::path& folder) {
    const auto time = sync_time(folder);
    if (!time)
        return {"store", "writing", Health::bad, fmt::format("{}: {}", folder.string(), std::strerror(errno)),
                "make the folder writable or name another with --store"};
    const double milliseconds = static_cast<double>(*time) / 1e6;
    const bool slow = milliseconds > 50;
    return {"store", "fsync", slow ? Health::warn : Health::ok, fmt::format("{:.2f} ms", milliseconds),
            slow ? "a slow disk: up to this much of the latest measurements is lost in a power cut, and is run again" : ""};
}

Finding examine_store_file(const std::string& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {"store", "file", Health::ok, path + ": none yet, the first run makes it", ""};
    storage::OpenOptions options;
    options.mode = storage::OpenOptions::Mode::read_only;
    const auto store = storage::Store::open(path, options);
    if (store)
        return {"store", "file", Health::ok,
                fmt::format("{}: {}", path, quantity_text(static_cast<double>(fs::file_size(path, ignored)), "bytes")), ""};
    return {"store", "file", Health::bad, path + ": " + store.error().what, store.error().remedy};
}

}  // namespace

Findings examine_store(const std::string& store_path) {
    const auto folder = existing_folder(store_path);
    return {examine_store_file(store_path), examine_type(folder), examine_space(folder), examine_sync(folder)};
}

}  // namespace paretop::app::doctor
