#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/profile/export.h"
#include "engine/profile/json_scanner.h"
#include "engine/profile/lotus.h"
#include "engine/profile/records.h"

namespace paretop::profile {
namespace {

using Token = JsonScanner::Token;

constexpr std::size_t k_piece = 64U << 10U;
constexpr std::int64_t k_most_epochs = INT64_MAX / (k_highest_batch + 1) - 1;  // that get ids of their own

// Where events can be put into another trace, and what its times are relative to.
struct Host {
    std::int64_t insert_at = 0;  // byte behind the bracket of its events
    bool empty = true;           // it has no events
    std::int64_t base_ns = 0;    // baseTimeNanoseconds, ≥ 0
    // An array of events may do without its end ("Trace Event Format", JSON Array Format): byte behind the last of them. It gets
    // its end then.
    std::optional<std::int64_t> open_at;
};

void look_at_events(JsonScanner& json, Host& host) {
    host.insert_at = json.position();
    const auto first = json.next();
    host.empty = first == Token::end_array || first == Token::end;
    for (auto token = first; token != Token::end_array && token != Token::end && token != Token::bad; token = json.next())
        json.skip(token);
}

// Where a text stops being JSON.
struct Grammar : nlohmann::detail::json_sax_acceptor<nlohmann::json> {
    std::size_t stopped_at = 0;
    int depth = 0;
    bool array = false;   // the outermost
    bool at_end = false;  // it stopped between values, where the text ends
    bool start_object(std::size_t /*size*/) { return ++depth > 0; }
    bool end_object() { return depth-- > 0; }
    bool start_array(std::size_t /*size*/) {
        array = array || depth == 0;
        return ++depth > 0;
    }
    bool end_array() { return depth-- > 0; }
    bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& error) {
        stopped_at = position;
        at_end = std::string_view(error.what()).find("unexpected end of input") != std::string_view::npos;
        return false;
    }
    [[nodiscard]] bool lacks_only_its_end() const { return array && depth == 1 && at_end; }
};

// Behind the last byte that is neither blank nor comma.
std::int64_t end_of_events(std::ifstream& file) {
    file.clear();
    file.seekg(0, std::ios::end);
    std::int64_t end = file.tellg();
    for (; end > 0; --end) {
        file.seekg(end - 1);
        if (std::string_view(" \t\r\n,").find(static_cast<char>(file.peek())) == std::string_view::npos) break;
    }
    return end;
}

// Readers bear a trace that is cut off; a file that holds one with more events behind its beginning is none that others can read.
Result<void> need_whole(const std::string& path, Host& host) {
    std::ifstream file(path, std::ios::binary);
    Grammar grammar;
    if (file.peek() == 0x1f) return fail(ErrorKind::usage, "is compressed", path, "unpack it first: gunzip -k");
    if (!file || nlohmann::json::sax_parse(file, &grammar)) return {};
    if (grammar.lacks_only_its_end()) {
        host.open_at = end_of_events(file);
        return {};
    }
    return fail(ErrorKind::usage, fmt::format("is no whole JSON: it goes wrong or is cut off at byte {}", grammar.stopped_at),
                path, "mend its end, or export without --into and open both traces");
}

Result<Host> look_into(const std::string& path) {
    PARETOP_TRY(auto file, InputFile::open(path));
    JsonScanner json(std::move(file));
    Host host;
    auto token = json.next();
    if (token == Token::begin_array) look_at_events(json, host);
    while (token != Token::begin_array && (token = json.next()) == Token::key) {
        const std::string key(json.text());
        const auto value = json.next();
        if (key == "traceEvents" && value == Token::begin_array) {
            look_at_events(json, host);
        } else if (key == "baseTimeNanoseconds" && value == Token::number) {
            host.base_ns = std::max(0LL, std::strtoll(std::string(json.text()).c_str(), nullptr, 10));
        } else {
            json.skip(value);
        }
    }
    PARETOP_CHECK(json.status());
    if (host.insert_at == 0)
        return fail(ErrorKind::usage, "is no trace: it has no traceEvents", path, "--into takes a Chrome trace as JSON");
    PARETOP_CHECK(need_whole(path, host));
    return host;
}

class ChromeWriter {
  public:
    ChromeWriter(const StoredTrace& trace, const ChromeOptions& options, const Write& write, std::int64_t base_ns)
        : trace_(trace),
          options_(options),
          write_(write),
          base_ns_(base_ns),
          lotus_(options.compatible || trace.profile.format == "lotus" || trace.profile.format == "report") {}

    // Batches of later epochs, so that their arrows are told apart.
    void number_epochs(const std::vector<Batch>& batches) {
        for (const auto& b : batches) span_ = std::max(span_, std::min(b.number, k_highest_batch) + 1);
        for (const auto& b : batches) {
            if (b.epoch == 0) continue;
            for (const auto& start : {b.preprocessed_ns, b.wait_ns, b.consumed_ns})
                if (start) epochs_[{b.number, *start}] = b.epoch;
        }
    }

    bool add(const Record& r) {
        if (!of_batch(r.kind)) {
            if (options_.fine)
                complete(r, lotus_ ? trace_.lotus_name_of(r) : trace_.name_of(r), lotus_ ? "user_annotation" : "operation", "{}");
            return give();
        }
        const auto id = id_of(r);
        complete(r, trace_.lotus_name_of(r), "user_annotation", fmt::format(R"({{"External id": {0}, "correlation": {0}}})", id));
        if (r.kind == Kind::preprocessed)
            flow(r, id, "s", options_.compatible ? r.start_ns : r.start_ns + std::max<std::int64_t>(0, r.duration_ns - 1));
        if (r.kind == Kind::consumed) flow(r, id, "f", r.start_ns);
        return give();
    }
    bool flush() {
        const bool more = text_.empty() || write_(text_);
        text_.clear();
        return more;
    }
    [[nodiscard]] bool any() const { return any_; }

  private:
    [[nodiscard]] std::int64_t id_of(const Record& r) const {
        const auto id = -1 - r.batch;
        if (options_.compatible || epochs_.empty()) return id;
        const auto epoch = epochs_.find({r.batch, r.start_ns});
        return epoch == epochs_.end() ? id : id - std::min(epoch->second, k_most_epochs) * span_;
    }
    // Whole microseconds where the reference has them, else to the nanosecond.
    [[nodiscard]] std::string us(std::int64_t ns) const {
        if (options_.compatible) return std::to_string(ns / 1000);
        return fmt::format("{}{}.{:03}", ns < 0 ? "-" : "", std::abs(ns) / 1000, std::abs(ns) % 1000);
    }
    [[nodiscard]] std::string place(const Record& r) const {
        const auto& lane = trace_.lanes[r.lane];
        return fmt::format(R"("pid": {}, "tid": {})", lane.pid, lane.tid);
    }
    void begin() {
        if (any_) text_ += ", ";
        any_ = true;
    }
    void complete(const Record& r, const std::string& name, const char* category, std::string_view args) {
        begin();
        text_ += fmt::format(R"({{"ph": "X", "cat": "{}", "name": {}, {}, "args": {}, "ts": {}, "dur": {}}})", category,
                             json_text(name), place(r), args, us(r.start_ns - base_ns_), us(r.duration_ns));
    }
    void flow(const Record& r, std::int64_t id, std::string_view phase, std::int64_t at_ns) {
        begin();
        text_ += fmt::format(R"({{"ph": "{}", "id": {}, {}, "ts": {}, "cat": "ac2g", "name": "ac2g"{}}})", phase, id, place(r),
                             us(at_ns - base_ns_), phase == "f" ? R"(, "bp": "e")" : "");
    }
    bool give() { return text_.size() < k_piece || flush(); }

    const StoredTrace& trace_;
    const ChromeOptions& options_;
    const Write& write_;
    std::int64_t base_ns_;
    bool lotus_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> epochs_;  // by number and start: of those after the first
    std::int64_t span_ = 1;
    std::string text_;
    bool any_ = false;
};

Result<void> write_events(const storage::Store& store, const StoredTrace& trace, const ChromeOptions& options, const Write& write,
                          const Host& host, bool& any) {
    ChromeWriter writer(trace, options, write, host.base_ns);
    PARETOP_TRY(const auto batches, read_batches(store, trace.profile.id));
    writer.number_epochs(batches);
    for (const auto& lane : trace.lanes)
        PARETOP_CHECK(each_record(store, trace, lane.number, [&](const Record& r) { return writer.add(r); }));
    writer.flush();
    any = writer.any();
    return {};
}

Result<void> copy(const std::string& path, std::int64_t from, std::int64_t to, const Write& write) {
    PARETOP_TRY(const auto file, InputFile::open(path));
    std::string piece(LineReader::k_piece, '\0');
    while (from < to) {
        const auto size = static_cast<std::size_t>(std::min<std::int64_t>(to - from, static_cast<std::int64_t>(piece.size())));
        PARETOP_TRY(const auto got, file.read(piece.data(), size, from));
        if (got == 0 || !write(std::string_view(piece).substr(0, got))) return {};
        from += static_cast<std::int64_t>(got);
    }
    return {};
}

}  // namespace

Result<void> export_chrome(const storage::Store& store, storage::ProfileId profile, const ChromeOptions& options,
                           const Write& write) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_CHECK(need_records(store, trace));
    bool any = false;
    if (options.into.empty()) {
        if (!write("{\"traceEvents\": [")) return {};
        PARETOP_CHECK(write_events(store, trace, options, write, {}, any));
        (void)write("]}");
        return {};
    }
    PARETOP_TRY(const auto host, look_into(options.into));
    PARETOP_CHECK(copy(options.into, 0, host.insert_at, write));
    PARETOP_CHECK(write_events(store, trace, options, write, host, any));
    if (any && !host.empty) (void)write(", ");
    PARETOP_CHECK(copy(options.into, host.insert_at, host.open_at.value_or(INT64_MAX), write));
    if (host.open_at) (void)write("]");
    return {};
}

}  // namespace paretop::profile
