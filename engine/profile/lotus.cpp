#include "engine/profile/lotus.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace paretop::profile {
namespace {

struct BatchKind {
    std::string_view name;
    Kind kind;
};
constexpr std::array<BatchKind, 5> k_batch_kinds{{{"BatchPreprocessed", Kind::preprocessed},
                                                  {"BatchWait", Kind::wait},
                                                  {"BatchConsumed", Kind::consumed},
                                                  {"BatchQueued", Kind::queued},
                                                  {"BatchPinMemory", Kind::pin_memory}}};

bool read_number(std::string_view text, std::int64_t& into) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size();
}

// How many items the name of a folder promises a batch: b1024_gpu4.
std::optional<std::int64_t> promised_batch(const std::string& path) {
    for (const auto& part : std::filesystem::path(path)) {
        const std::string word = part.string();
        std::int64_t size = 0;
        if (word.size() < 2 || word[0] != 'b') continue;
        const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), size);
        if (error == std::errc() && size > 0 && (end == word.data() + word.size() || *end == '_')) return size;
    }
    return std::nullopt;
}

std::string place(const std::string& path, std::int64_t line) {
    return fmt::format("{}:{}", std::filesystem::path(path).filename().string(), line);
}

}  // namespace

std::optional<LotusName> lotus_name(const std::string& path) {
    const std::string file = std::filesystem::path(path).filename().string();
    for (const auto& [mark, role] : {std::pair{std::string("_main_pid_"), Role::main}, {"_worker_pid_", Role::worker}}) {
        const auto at = file.rfind(mark);
        if (at == std::string::npos) continue;
        LotusName name{file.substr(0, at), role, 0};
        if (read_number(std::string_view(file).substr(at + mark.size()), name.pid) && name.pid >= 0) return name;
    }
    return std::nullopt;
}

std::optional<BatchName> batch_name(std::string_view name) {
    const auto underscore = name.rfind('_');
    if (underscore == std::string_view::npos) return std::nullopt;
    for (const auto& [known, kind] : k_batch_kinds) {
        if (name.substr(0, underscore) != known) continue;
        BatchName batch{known, kind, -1};
        if (read_number(name.substr(underscore + 1), batch.batch) && batch.batch >= 0 && batch.batch <= k_highest_batch)
            return batch;
    }
    return std::nullopt;
}

std::optional<Omission> read_lotus_line(std::string_view text, LotusLine& into) {
    const auto first = text.find(',');
    const auto second = first == std::string_view::npos ? first : text.find(',', first + 1);
    if (second == std::string_view::npos || first == 0) return Omission::garbage_line;
    into.name = text.substr(0, first);
    if (!read_number(text.substr(first + 1, second - first - 1), into.start_ns)) return Omission::garbage_line;
    if (!read_number(text.substr(second + 1), into.duration_ns)) return Omission::garbage_line;
    if (into.name.find('\0') != std::string_view::npos) return Omission::garbage_line;
    if (const auto wrong = check_times(into.start_ns, into.duration_ns)) return wrong;

    const bool of_batch = into.name.starts_with("SBatch");
    if (into.name.size() > 1 && into.name.front() == 'S') into.name.remove_prefix(1);
    into.kind = into.name == "Transform" ? Kind::transform : Kind::operation;
    into.batch = -1;
    if (!of_batch) return std::nullopt;
    const auto batch = batch_name(into.name);
    if (!batch) return Omission::unknown_batch;
    into.name = batch->name;
    into.kind = batch->kind;
    into.batch = batch->batch;
    return std::nullopt;
}

// Opened anew for each reading: a trace may have more files than a process may hold open.
struct LotusReader::File {
    LotusName named;
    std::int64_t position = 0;                    // of what has not been read
    std::int64_t lines = 0;                       // that have been
    bool cut = false;                             // it ended in a line without an end when it was last looked at
    std::int64_t consumed = -1, consumed_ns = 0;  // the batch handed over last
    std::int64_t mixed = 0;                       // handed over later and numbered lower, where no epoch begins

    // One loader hands its batches over by number, from 0 in each epoch.
    void follow(const LotusLine& line) {
        if (line.kind != Kind::consumed) return;
        mixed += line.batch > 0 && line.batch <= consumed && line.start_ns >= consumed_ns ? 1 : 0;
        consumed = line.batch;
        consumed_ns = line.start_ns;
    }
};

LotusReader::LotusReader(std::vector<std::string> paths) : paths_(std::move(paths)) {}
LotusReader::~LotusReader() = default;

Result<void> LotusReader::add_file(const std::string& path) {
    if (files_.contains(path)) return {};
    const auto named = lotus_name(path);
    if (!named)
        return fail(ErrorKind::usage, "is not called like a log of Lotus", path,
                    "its name has to end in _main_pid_N or _worker_pid_N");
    files_.emplace(path, std::make_unique<File>(File{*named}));
    return {};
}

Result<void> LotusReader::look_into(const std::string& folder) {
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const auto path = at->path().string();
        if (lotus_name(path))
            PARETOP_CHECK(add_file(path));
        else
            others_[path] = true;
    }
    if (error) return fail(ErrorKind::io, error.message(), folder, "check the path and who may read it");
    return {};
}

Result<void> LotusReader::look_for_files() {
    for (const auto& path : paths_) {
        std::error_code error;
        if (std::filesystem::is_directory(path, error))
            PARETOP_CHECK(look_into(path));
        else
            PARETOP_CHECK(add_file(path));
    }
    if (files_.empty())
        return fail(ErrorKind::not_found, "there is no log of Lotus in it", paths_.front(),
                    "its files are called <prefix>_main_pid_N and <prefix>_worker_pid_N");
    return {};
}

Result<std::int64_t> LotusReader::read_file(const std::string& path, File& file, TraceSink& sink) {
    PARETOP_TRY(auto input, InputFile::open(path));
    LineReader reader(std::move(input), file.position, file.lines);
    const auto lane = sink.lane({file.named.pid, file.named.pid, file.named.role, {}});
    std::int64_t records = 0;
    LineReader::Line text;
    LotusLine line;
    for (;;) {
        PARETOP_TRY(const bool more, reader.next(text));
        file.cut = more && !text.complete;
        if (!more || file.cut || sink.failed()) break;
        file.lines = reader.number();
        if (text.text.empty() && !text.too_long) continue;
        if (const auto wrong = text.too_long ? Omission::garbage_line : read_lotus_line(text.text, line)) {
            sink.omit(*wrong, place(path, file.lines));
            continue;
        }
        if (line.name.size() > k_longest_name) sink.omit(Omission::cut_name, place(path, file.lines));
        file.follow(line);
        preprocessed_ += line.kind == Kind::preprocessed ? 1 : 0;
        loaded_ += line.name == "Loader" ? 1 : 0;
        sink.record({sink.name(line.name, line.kind), lane, line.kind, line.start_ns, line.duration_ns, line.batch});
        ++records;
    }
    file.position = reader.position();
    return records;
}

Result<std::int64_t> LotusReader::read_on(TraceSink& sink) {
    PARETOP_CHECK(look_for_files());
    std::int64_t records = 0;
    for (const auto& [path, file] : files_) {
        PARETOP_TRY(const auto read, read_file(path, *file, sink));
        records += read;
    }
    return records;
}

Result<void> LotusReader::finish(TraceSink& sink) {
    for (const auto& [path, file] : files_)
        if (file->cut) sink.omit(Omission::cut_line, place(path, file->lines + 1));
    if (!others_.empty())
        sink.remark(fmt::format(
            "{} other file{} in the folder, passed over: {}{}", others_.size(), others_.size() == 1 ? " was" : "s were",
            std::filesystem::path(others_.begin()->first).filename().string(), others_.size() == 1 ? "" : ", …"));
    for (const auto& [path, file] : files_)
        if (file->mixed > 1)
            sink.remark(fmt::format(
                "batches of main process {} go back in number {} times where no epoch begins: several loaders were consumed in "
                "turn, or records are there twice; waits, delays and epochs are mixed",
                file->named.pid, file->mixed));
    std::vector<std::int64_t> mains;
    for (const auto& [path, file] : files_)
        if (file->named.role == Role::main) mains.push_back(file->named.pid);
    if (mains.size() > 1)
        sink.remark(fmt::format(
            "{} main processes (pids {}): their batches bear the same numbers, so waits, delays and epochs are mixed; import "
            "with --main PID for one of them with its workers",
            mains.size(), fmt::join(mains, ", ")));
    const auto promised = promised_batch(paths_.front());
    const double a_batch = preprocessed_ == 0 ? 0 : static_cast<double>(loaded_) / static_cast<double>(preprocessed_);
    if (promised && a_batch > 1.9 * static_cast<double>(*promised) && a_batch < 2.1 * static_cast<double>(*promised))
        sink.remark(
            fmt::format("every item is there twice: {:.0f} images a batch, and the folder's name says {}", a_batch, *promised));
    return {};
}

}  // namespace paretop::profile
