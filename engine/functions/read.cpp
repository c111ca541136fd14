#include "engine/functions/read.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "engine/functions/delimited.h"
#include "engine/functions/gunzip.h"
#include "engine/functions/lines.h"
#include "engine/functions/reader.h"

namespace paretop::functions {
namespace {

template <class Is>
bool any_line(std::string_view head, Is&& is) {
    while (!head.empty()) {
        const auto end = std::min(head.find('\n'), head.size());
        auto line = head.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (is(line)) return true;
        head.remove_prefix(std::min(end + 1, head.size()));
    }
    return false;
}

bool is_callgrind(std::string_view head) {
    return head.starts_with("# callgrind format") || head.find("\ncreator: callgrind") != std::string_view::npos ||
           (any_line(head, [](auto line) { return line.starts_with("events:"); }) &&
            any_line(head, [](auto line) { return line.starts_with("fn=") || line.starts_with("fl="); }));
}

// "  13.64%" first, and a symbol "[.] name" behind it.
bool is_report_row(std::string_view line) {
    line = trim(line);
    const auto percent = line.find('%');
    return percent != std::string_view::npos && percent > 0 && percent < 8 && line.front() >= '0' && line.front() <= '9' &&
           (line.find("[.] ") != std::string_view::npos || line.find("[k] ") != std::string_view::npos);
}

bool all_of(std::string_view text, std::string_view letters) {
    return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

// A time "123.456:" somewhere, or an address and a module in parentheses behind blanks; behind a tab also an address and a name.
bool is_script_line(std::string_view line) {
    const bool indented = line.starts_with(' ') || line.starts_with('\t');
    auto rest = trim(line);
    const auto first = rest.substr(0, rest.find(' '));
    const bool address = first.size() >= 3 && all_of(first, "0123456789abcdef");
    if (indented && address && first.size() >= 6 && rest.ends_with(')')) return true;
    if (line.starts_with('\t') && address && first.size() < rest.size()) return true;  // without modules
    while (!rest.empty()) {
        const auto word = rest.substr(0, rest.find(' '));
        const auto point = word.find('.');
        if (word.ends_with(':') && point != std::string_view::npos && point > 0 && word.size() - point > k_fewest_decimals + 1 &&
            all_of(word, "0123456789.:"))
            return true;
        rest = trim(rest.substr(word.size()));
    }
    return false;
}

bool is_collapsed_line(std::string_view line) {
    const auto space = trim(line).find_last_of(" \t");
    return space != std::string_view::npos && space > 0 && parse_number(trim(line).substr(space + 1)).has_value() &&
           trim(line).substr(0, space).find_first_of(",=") == std::string_view::npos;
}

// Of the lines with something in them, the share that is collapsed: names are anything, so one line proves nothing.
bool is_collapsed(std::string_view head) {
    std::int64_t lines = 0, good = 0;
    any_line(head, [&](std::string_view line) {
        if (trim(line).empty() || line.starts_with('#')) return false;
        ++lines;
        if (trim(line).find_last_of(" \t") != std::string_view::npos &&
            (is_collapsed_line(line) ||
             (line.find(';') != std::string_view::npos && parse_number(trim(line).substr(trim(line).find_last_of(" \t") + 1)))))
            ++good;
        return false;
    });
    return good > 0 && 2 * good >= lines;
}

ReaderPtr make_reader(Format format, Context& context) {
    switch (format) {
        case Format::perf_script:
            return perf_script_reader(context);
        case Format::perf_report:
            return perf_report_reader(context);
        case Format::collapsed:
            return collapsed_reader(context);
        case Format::callgrind:
            return callgrind_reader(context);
        case Format::vtune:
            return vtune_reader(context);
        case Format::uprof:
            return uprof_reader(context);
    }
    return nullptr;
}

// A source that names no weights for calls has each function's own as its total.
void complete_totals(Reading& reading) {
    const auto weight = reading.table.weight_metric();
    if (reading.tree || reading.format == Format::callgrind || !weight) return;
    for (auto& row : reading.table.rows) row.total = row.values[*weight] > 0 ? row.values[*weight] : 0;
}

Result<void> feed(Lines& lines, Reader& reader, Context& context) {
    for (std::string_view line; lines.next(line);) {
        context.line = lines.number();
        context.ended = lines.ended();
        if (lines.cut()) {
            context.omit("line longer than 4 MiB");
            continue;
        }
        PARETOP_CHECK(reader.line(line));
    }
    if (!lines.failed()) return {};
    return fail(ErrorKind::io, "cannot be read to its end", context.place(), "copy it to a local disk and try again");
}

}  // namespace

void Context::omit_at(std::int64_t place, const char* kind, std::int64_t count) {
    auto& entry = omitted[kind];
    if (entry.count == 0) entry.first_line = place;
    entry.count += count;
}

std::string Context::place() const { return line == 0 ? name : fmt::format("{}:{}", name, line); }

std::optional<Format> detect_format(std::string_view head) {
    if (head.find("HOTTEST FUNCTIONS (Sort Event") != std::string_view::npos || head.starts_with("AMD uProf"))
        return Format::uprof;
    if (is_callgrind(head)) return Format::callgrind;
    if (any_line(head, DelimitedTable::is_header)) return Format::vtune;
    if (any_line(head, is_report_row)) return Format::perf_report;
    if (any_line(head, is_script_line)) return Format::perf_script;
    if (is_collapsed(head)) return Format::collapsed;
    return std::nullopt;
}

Result<Reading> read_functions(std::istream& source, const std::string& name, std::optional<Format> format) {
    Lines lines(source);
    Context context{name, 0, true, lines.peek(), {}};
    if (context.head.empty()) {
        if (lines.failed()) return fail(ErrorKind::io, "cannot be read", name, "check that it is a file you may read");
        return fail(ErrorKind::usage, "is empty", name, "collect it again: not even a header was written");
    }
    PARETOP_CHECK(need_bytes(context.head, name));
    if (!format) format = detect_format(context.head);
    if (!format)
        return fail(ErrorKind::usage, "looks like none of the formats that are read", name,
                    fmt::format("name the format, if you know it is one of these: {}", format_names()));
    const auto reader = make_reader(*format, context);
    context.head = {};
    PARETOP_CHECK(feed(lines, *reader, context));
    Reading reading;
    reading.format = *format;
    PARETOP_CHECK(reader->finish(reading));
    reading.omitted = std::move(context.omitted);
    complete_totals(reading);
    return reading;
}

namespace {

// Opened without waiting for anybody, as one would on a fifo.
struct Descriptor {
    explicit Descriptor(const std::string& path) : number(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number;
};

}  // namespace

Result<Reading> read_function_file(const std::string& path, std::optional<Format> format) {
    const Descriptor opened(path);
    struct stat status {};
    if (opened.number < 0 || fstat(opened.number, &status) != 0)
        return fail(errno == ENOENT ? ErrorKind::not_found : ErrorKind::io, std::strerror(errno), path, "check the path");
    if (S_ISDIR(status.st_mode)) return fail(ErrorKind::usage, "is a folder", path, "name one of the files in it");
    if (!S_ISREG(status.st_mode))
        return fail(ErrorKind::usage, "is no regular file", path, "write what comes out of it to a file, and name that");
    if (is_gzip(opened.number)) {
        GunzipBuffer unpacked(opened.number, path);
        std::istream source(&unpacked);
        return read_functions(source, path, format);
    }
    std::ifstream file(fmt::format("/proc/self/fd/{}", opened.number), std::ios::binary);  // this very file
    if (!file) return fail(ErrorKind::io, std::strerror(errno), path, "check the path");
    return read_functions(file, path, format);
}

}  // namespace paretop::functions
