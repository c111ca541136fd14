#include "engine/profile/report_lines.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>

#include "engine/profile/json_scanner.h"
#include "engine/profile/lotus.h"

namespace paretop::profile {
namespace {

using Token = JsonScanner::Token;

struct Report {
    std::optional<std::string> op;
    std::optional<std::int64_t> start_ns, duration_ns, batch, worker;
};

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void put(Report& report, std::string_view key, std::string_view value) {
    if (key == "op")
        report.op = value;
    else if (key == "start_ns")
        report.start_ns = integer(value);
    else if (key == "dur_ns")
        report.duration_ns = integer(value);
    else if (key == "batch")
        report.batch = integer(value);
    else if (key == "worker")
        report.worker = integer(value);
}

// nullopt: not an object.
std::optional<Report> parse(std::string_view text) {
    JsonScanner json(text);
    if (json.next() != Token::begin_object) return std::nullopt;
    Report report;
    for (;;) {
        const auto token = json.next();
        if (token == Token::end_object) return report;
        if (token != Token::key) return std::nullopt;
        const std::string key(json.text());
        const auto value = json.next();
        if (value == Token::text || value == Token::number)
            put(report, key, json.text());
        else
            json.skip(value);
    }
}

// What is to be told of it; a record with a name that was cut is kept.
std::optional<Omission> take(const Report& report, TraceSink& sink) {
    if (!report.op || report.op->empty() || !report.start_ns || !report.duration_ns) return Omission::garbage_line;
    if (const auto wrong = check_times(*report.start_ns, *report.duration_ns)) return wrong;
    if (report.batch.value_or(-1) > k_highest_batch) return Omission::garbage_line;
    Kind kind = report.op == "Transform" ? Kind::transform : Kind::operation;
    if (report.batch && *report.batch >= 0)
        if (const auto batch = batch_name(fmt::format("{}_{}", *report.op, *report.batch))) kind = batch->kind;
    const auto worker = report.worker.value_or(0);
    const auto lane = report.worker ? Lane{worker, worker, Role::worker, {}} : Lane{0, 0, Role::main, "main"};
    sink.record({sink.name(*report.op, kind), sink.lane(lane), kind, *report.start_ns, *report.duration_ns,
                 std::max<std::int64_t>(-1, report.batch.value_or(-1))});
    if (report.op->size() > k_longest_name) return Omission::cut_name;
    return std::nullopt;
}

}  // namespace

Result<void> read_report_lines(const std::string& path, TraceSink& sink) {
    PARETOP_TRY(auto file, InputFile::open(path));
    LineReader reader(std::move(file));
    const auto name = std::filesystem::path(path).filename().string();
    LineReader::Line line;
    for (;;) {
        PARETOP_TRY(const bool more, reader.next(line));
        if (!more || sink.failed()) return {};
        if (line.text.empty() && !line.too_long) continue;
        const auto report = parse(line.text);
        auto wrong = report ? std::nullopt : std::optional(line.complete ? Omission::garbage_line : Omission::cut_line);
        if (report && report->op) wrong = take(*report, sink);
        if (wrong) sink.omit(*wrong, fmt::format("{}:{}", name, reader.number()));
        if (!line.complete) return {};
    }
}

}  // namespace paretop::profile
