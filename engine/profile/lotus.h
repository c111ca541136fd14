// The logs of LotusTrace: files <prefix>_main_pid_N and <prefix>_worker_pid_N with a line name,start_ns,duration_ns each.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/profile/lines.h"
#include "engine/profile/record.h"

namespace paretop::profile {

struct LotusName {
    std::string prefix;
    Role role = Role::other;
    std::int64_t pid = 0;
};
// nullopt: not the name of such a file.
[[nodiscard]] std::optional<LotusName> lotus_name(const std::string& path);

struct LotusLine {
    std::string_view name;  // without the S; of batches without the number: "BatchWait"
    Kind kind = Kind::operation;
    std::int64_t start_ns = 0, duration_ns = 0, batch = -1;
};
// Or why it is none. `into` is filled where it is one.
[[nodiscard]] std::optional<Omission> read_lotus_line(std::string_view text, LotusLine& into);

// "BatchWait_7", without its S; nullopt: of no known kind, or its number is not one up to k_highest_batch, so that sums with it
// fit.
struct BatchName {
    std::string_view name;
    Kind kind = Kind::operation;
    std::int64_t batch = -1;
};
inline constexpr std::int64_t k_highest_batch = std::int64_t{1} << 53;
[[nodiscard]] std::optional<BatchName> batch_name(std::string_view name);

// Of the logs in these folders, and of these files, those of the main process `pid` and of its workers. Logs do not say whose
// worker one is: it belongs to the main process with the same prefix that ran while it did, and of several such ones (a process
// a GPU) to the one that was started last before it. not_found: there is no such main process.
Result<std::vector<std::string>> files_of_main(const std::vector<std::string>& paths, std::int64_t pid);

// Reads files that may still be written: each call of read_on takes in what is new, files that are new in a folder included.
class LotusReader {
  public:
    explicit LotusReader(std::vector<std::string> paths);
    ~LotusReader();
    LotusReader(const LotusReader&) = delete;
    LotusReader& operator=(const LotusReader&) = delete;

    Result<std::int64_t> read_on(TraceSink& sink);  // how many records came
    // Nothing more will come: last lines without an end are counted as cut, and what is odd about the whole is remarked.
    Result<void> finish(TraceSink& sink);

  private:
    struct File;
    Result<void> look_for_files();
    Result<void> look_into(const std::string& folder);
    Result<void> add_file(const std::string& path);
    Result<std::int64_t> read_file(const std::string& path, File& file, TraceSink& sink);

    std::vector<std::string> paths_;
    std::map<std::string, std::unique_ptr<File>> files_;  // by path: the order of reading
    std::map<std::string, bool> others_;                  // in the folders, and not ours
    std::int64_t loaded_ = 0, preprocessed_ = 0;
};

}  // namespace paretop::profile
