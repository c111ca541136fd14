#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "engine/functions/lines.h"
#include "engine/profile/chrome.h"
#include "engine/profile/function_formats.h"
#include "engine/profile/import.h"
#include "engine/profile/lines.h"
#include "engine/profile/lotus.h"
#include "engine/profile/report_lines.h"

namespace paretop::profile {
namespace {

constexpr std::size_t k_head = 64U << 10U;

bool looks_like_lotus(const std::string& path, std::string_view /*head*/) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) return lotus_name(path).has_value();
    for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
        if (lotus_name(at->path().string())) return true;
    return false;
}

Result<void> read_lotus(const std::vector<std::string>& paths, ProfileWriter& writer) {
    LotusReader reader(paths);
    PARETOP_CHECK(reader.read_on(writer));
    return reader.finish(writer);
}

std::string_view without_space(std::string_view head) {
    const auto first = head.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : head.substr(first);
}

bool looks_like_chrome(const std::string& /*path*/, std::string_view head) {
    head = without_space(head);
    if (head.starts_with('{')) return head.find("\"traceEvents\"") != std::string_view::npos;
    return head.starts_with('[') && head.find("\"ph\"") != std::string_view::npos;
}

bool looks_like_reports(const std::string& /*path*/, std::string_view head) {
    head = without_space(head);
    return head.starts_with('{') && head.find("\"op\"") != std::string_view::npos &&
           head.find("\"dur_ns\"") != std::string_view::npos;
}

// Reads each of the paths by itself.
template <Result<void> (*Read)(const std::string&, TraceSink&)>
Result<void> read_each(const std::vector<std::string>& paths, ProfileWriter& writer) {
    for (const auto& path : paths) PARETOP_CHECK(Read(path, writer));
    return {};
}

template <functions::Format F>
bool looks_like(const std::string& path, std::string_view head) {
    return looks_like_functions(F, path, head);
}

template <functions::Format F>
Result<void> read_table(const std::vector<std::string>& paths, ProfileWriter& writer) {
    return read_functions(F, paths, writer);
}

template <functions::Format F>
constexpr Format table_format(std::string_view name, std::string_view about) {
    return {name, about, looks_like<F>, read_table<F>};
}

// The first that recognises a path has it.
constexpr std::array k_formats{
    Format{"lotus", "logs of LotusTrace: a folder, or its files", looks_like_lotus, read_lotus},
    Format{"chrome", "Chrome trace events, as JSON", looks_like_chrome, read_each<read_chrome>},
    Format{"report", "lines that a program reports: {\"op\":…,\"start_ns\":…,\"dur_ns\":…}", looks_like_reports,
           read_each<read_report_lines>},
    table_format<functions::Format::perf_script>("perf-script", "what `perf script` prints"),
    table_format<functions::Format::perf_report>("perf-report", "what `perf report` prints as text"),
    table_format<functions::Format::callgrind>("callgrind", "a file of valgrind's callgrind or cachegrind"),
    table_format<functions::Format::collapsed>("collapsed", "collapsed stacks, one a line"),
    table_format<functions::Format::vtune>("vtune", "hotspots of VTune, as CSV"),
    table_format<functions::Format::uprof>("uprof", "a report of uProf, as CSV"),
};

Result<std::string> head_of(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return std::string();
    PARETOP_TRY(const auto file, InputFile::open(path));
    std::string head(k_head, '\0');
    PARETOP_TRY(const auto size, file.read(head.data(), head.size(), 0));
    head.resize(size);
    PARETOP_CHECK(functions::need_bytes(head, path));
    if (head.starts_with(functions::k_byte_order_mark)) head.erase(0, functions::k_byte_order_mark.size());
    return head;
}

}  // namespace

std::span<const Format> formats() { return k_formats; }

const Format* format_named(std::string_view name) {
    for (const auto& format : k_formats)
        if (format.name == name) return &format;
    return nullptr;
}

std::string format_list() {
    std::string list;
    for (const auto& format : k_formats) list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", format.name, format.about);
    return "one of " + list;
}

Result<const Format*> detect_format(const std::vector<std::string>& paths) {
    for (const auto& path : paths) {
        PARETOP_TRY(const auto head, head_of(path));
        for (const auto& format : k_formats)
            if (format.recognises(path, head)) return &format;
        std::error_code error;
        if (head.empty() && std::filesystem::is_regular_file(path, error))
            return fail(ErrorKind::usage, "is empty", path, "make it again: nothing was written to it");
    }
    return fail(ErrorKind::usage, "its format is not recognised", paths.front(), "name it with --format: " + format_list());
}

}  // namespace paretop::profile
