#include "engine/profile/chrome.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>
#include <unordered_map>
#include <utility>

#include "engine/profile/json_scanner.h"
#include "engine/profile/lotus.h"

namespace paretop::profile {
namespace {

using Token = JsonScanner::Token;

constexpr std::size_t k_most_names_of_lanes = 65'536;
const std::string k_process = " ";              // stands for the thread where a process is named
constexpr std::size_t k_most_open = 1'000'000;  // begins that wait for their end, over all lanes

struct Event {
    std::string phase, name, category, pid, tid;
    std::string named;  // "name" of its arguments: what metadata calls a process or a thread
    std::optional<std::int64_t> start_ns, duration_ns;
    void clear() {
        phase.clear();
        name.clear();
        category.clear();
        pid.clear();
        tid.clear();
        named.clear();
        start_ns.reset();
        duration_ns.reset();
    }
};

// Microseconds with decimals → ns, exactly where there are three of them at most and no exponent.
std::optional<std::int64_t> nanoseconds(std::string_view text) {
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
    const bool plain = error == std::errc() && whole > -INT64_MAX / 1000 && whole < INT64_MAX / 1000 &&
                       (rest.empty() || (rest[0] == '.' && rest.size() <= 4 &&
                                         rest.find_first_not_of("0123456789", 1) == std::string_view::npos));
    if (plain) {
        std::int64_t part = 0;
        for (std::size_t i = 1; i < 4; ++i) part = part * 10 + (i < rest.size() ? rest[i] - '0' : 0);
        return whole * 1000 + (text[0] == '-' ? -part : part);
    }
    double value = 0;
    const auto [stop, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || stop != text.data() + text.size() || !(std::abs(value) <= 9e15))
        return std::nullopt;  // "nan" as well
    return std::llround(value * 1000);
}

bool is_time(std::int64_t ns) { return !check_times(ns, 0); }

// Numbers stay; other words get a negative number of their own (the same in every run).
std::int64_t identity(const std::string& word) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc() && end == word.data() + word.size()) return number;
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return -static_cast<std::int64_t>(hash >> 2U) - 1;
}

// The Trace Event Format's phases that are no duration of a thread.
Omission passed_over(std::string_view phase) {
    if (phase.empty()) return Omission::not_an_event;
    if (std::string_view("bneSTpF").find(phase) != std::string_view::npos) return Omission::async_event;
    if (std::string_view("stf").find(phase) != std::string_view::npos) return Omission::flow_event;
    if (std::string_view("iIR").find(phase) != std::string_view::npos) return Omission::instant_event;
    if (phase == "C") return Omission::counter_event;
    return phase == "M" ? Omission::metadata : Omission::other_event;
}

class ChromeReader {
  public:
    ChromeReader(JsonScanner& json, TraceSink& sink, std::string file) : json_(json), sink_(sink), file_(std::move(file)) {}

    Result<void> read() {
        auto token = json_.next();
        if (token == Token::begin_array) {
            read_events();
            finished_ = finished_ || between_events_;  // a mere array need not be ended
        } else if (token == Token::begin_object) {
            while ((token = json_.next()) == Token::key) read_member(std::string(json_.text()));
            finished_ = token == Token::end_object;
        } else {
            return fail(ErrorKind::usage, "is no trace: neither an object nor an array", file_,
                        "a Chrome trace is JSON with traceEvents");
        }
        PARETOP_CHECK(json_.status());
        if (!finished_) sink_.omit(Omission::cut_line, where());
        count_open();
        name_lanes();
        if (!found_)
            return fail(ErrorKind::usage, "is no trace: it has no traceEvents", file_, "a Chrome trace is JSON with traceEvents");
        return {};
    }

  private:
    struct Open {
        std::string name;
        std::int64_t start_ns;
    };
    struct OpenLane {
        std::vector<Open> stack;
        std::unordered_map<std::string, std::size_t> by_name;  // how many of the stack; an end that has none needs no search
    };

    [[nodiscard]] std::string where() const { return fmt::format("{}:byte {}", file_, json_.position()); }

    void read_member(const std::string& key) {
        const auto value = json_.next();
        if (key == "traceEvents" && value == Token::begin_array)
            read_events();
        else if (key == "baseTimeNanoseconds" && value == Token::number)
            set_base(json_.text());
        else
            json_.skip(value);
    }

    // PyTorch (since 2.2) counts its microseconds from a time of its own, told before the events.
    void set_base(std::string_view text) {
        std::int64_t base_ns = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), base_ns);
        if (error != std::errc() || end != text.data() + text.size() || base_ns < 0 || check_times(base_ns, 0)) return;
        if (!found_)
            base_ns_ = base_ns;
        else if (base_ns > 0)
            sink_.remark("its times are relative to a baseTimeNanoseconds that is told behind them: they were kept as they are");
    }

    void read_events() {
        found_ = true;
        for (auto token = json_.next();; token = json_.next()) {
            finished_ = token == Token::end_array;
            between_events_ = token == Token::end;
            if (finished_ || token == Token::end || token == Token::bad || sink_.failed()) return;
            if (token == Token::begin_object && !read_event()) return;
            if (token == Token::begin_object) {
                take();
                continue;
            }
            sink_.omit(Omission::not_an_event, where());
            json_.skip(token);
        }
    }

    // False: the file ended within it.
    bool read_event() {
        event_.clear();
        for (;;) {
            const auto token = json_.next();
            if (token == Token::end_object) return true;
            if (token != Token::key) return token != Token::end && token != Token::bad;
            key_ = json_.text();
            const auto value = json_.next();
            if (value == Token::end || value == Token::bad) return false;
            if (value == Token::text || value == Token::number)
                put(json_.text());
            else if (value == Token::begin_object && key_ == "args")
                read_arguments();
            else
                json_.skip(value);
        }
    }

    // Up to the end of their object.
    void read_arguments() {
        for (auto token = json_.next(); token == Token::key; token = json_.next()) {
            const bool name = json_.text() == "name";
            const auto value = json_.next();
            if (name && value == Token::text) event_.named = json_.text();
            json_.skip(value);
        }
    }

    void put(std::string_view value) {
        if (key_ == "ph")
            event_.phase = value;
        else if (key_ == "name")
            event_.name = value;
        else if (key_ == "cat")
            event_.category = value;
        else if (key_ == "pid")
            event_.pid = value;
        else if (key_ == "tid")
            event_.tid = value;
        else if (key_ == "ts")
            event_.start_ns = since_epoch(nanoseconds(value));
        else if (key_ == "dur")
            event_.duration_ns = nanoseconds(value);
    }

    // Both stay below what 64 bits hold: a sum beyond is an impossible time.
    [[nodiscard]] std::optional<std::int64_t> since_epoch(std::optional<std::int64_t> ns) const {
        if (!ns || base_ns_ == 0) return ns;
        return *ns > INT64_MAX - base_ns_ ? INT64_MAX : *ns + base_ns_;
    }

    void take() {
        if (event_.phase == "X")
            take_complete();
        else if (event_.phase == "B")
            take_begin();
        else if (event_.phase == "E")
            take_end();
        else if (event_.phase == "M" && (event_.name == "process_name" || event_.name == "thread_name"))
            take_name();
        else
            pass_over(passed_over(event_.phase));
    }

    // They are many, and only the place of the first is told.
    void pass_over(Omission kind) {
        const bool again = std::exchange(told_[static_cast<std::size_t>(kind)], true);
        sink_.omit(kind, again ? file_ : where());
    }

    void take_name() {
        if (event_.named.empty() || names_.size() == k_most_names_of_lanes) return;
        names_[{event_.pid, event_.name == "thread_name" ? event_.tid : k_process}] = event_.named.substr(0, k_longest_name);
    }

    // "python / main 17": the number stays, since names need not differ.
    void name_lanes() {
        for (const auto& [lane, place] : lanes_) {
            const auto process = names_.find({place.first, k_process}), thread = names_.find(place);
            std::string name = process == names_.end() ? std::string() : process->second;
            if (thread != names_.end() && thread->second != name) name += (name.empty() ? "" : " / ") + thread->second;
            if (name.empty()) continue;
            const auto& number = place.second.empty() ? place.first : place.second;
            if (name.find(number) == std::string::npos) name += " " + number;
            sink_.name_lane(lane, name);
        }
    }

    [[nodiscard]] Lane lane(Role role) const {
        Lane lane{identity(event_.pid), identity(event_.tid.empty() ? event_.pid : event_.tid), role, {}};
        if (lane.pid < 0 || lane.tid < 0) lane.name = event_.pid == event_.tid ? event_.pid : event_.pid + "/" + event_.tid;
        return lane;
    }

    void take_complete() {
        if (event_.name.empty() || !event_.start_ns || !event_.duration_ns) return sink_.omit(Omission::not_an_event, where());
        record(event_.name, *event_.start_ns, *event_.duration_ns);
    }

    void take_begin() {
        if (!event_.start_ns) return sink_.omit(Omission::not_an_event, where());
        if (open_count_ == k_most_open) return sink_.omit(Omission::too_deep, where());
        ++open_count_;
        auto& open = open_[lane_of(Role::other)];
        open.stack.push_back({event_.name.substr(0, k_longest_name), *event_.start_ns});
        ++open.by_name[open.stack.back().name];
    }

    void take_end() {
        if (!event_.start_ns) return sink_.omit(Omission::not_an_event, where());
        auto& open = open_[lane_of(Role::other)];
        const auto name = event_.name.substr(0, k_longest_name);
        if (name.empty() ? open.stack.empty() : !open.by_name.contains(name)) return sink_.omit(Omission::unopened, where());
        std::int64_t unclosed = 0;
        for (; !name.empty() && open.stack.back().name != name; ++unclosed) close(open);
        if (unclosed > 0) sink_.omit(Omission::unclosed, where(), unclosed);
        const Open begun = close(open);
        if (!is_time(begun.start_ns) || !is_time(*event_.start_ns)) return sink_.omit(Omission::bad_time, where());
        record(begun.name, begun.start_ns, *event_.start_ns - begun.start_ns);
    }

    Open close(OpenLane& lane) {
        Open last = std::move(lane.stack.back());
        lane.stack.pop_back();
        --open_count_;
        const auto count = lane.by_name.find(last.name);
        if (--count->second == 0) lane.by_name.erase(count);
        return last;
    }

    void record(std::string_view name, std::int64_t start_ns, std::int64_t duration_ns) {
        if (const auto wrong = check_times(start_ns, duration_ns)) return sink_.omit(*wrong, where());
        if (name.starts_with("SBatch")) {
            if (const auto batch = batch_name(name.substr(1))) {
                const auto role = batch->kind == Kind::preprocessed ? Role::worker : Role::main;
                sink_.record(
                    {sink_.name(batch->name, batch->kind), lane_of(role), batch->kind, start_ns, duration_ns, batch->batch});
                return;
            }
        }
        Kind kind = Kind::operation;
        if (event_.category == "user_annotation" && name.size() > 1 && name[0] == 'S' && name[1] >= 'A' && name[1] <= 'Z') {
            name.remove_prefix(1);
            if (name == "Transform") kind = Kind::transform;
        }
        if (name.empty()) name = "(no name)";
        if (name.size() > k_longest_name) sink_.omit(Omission::cut_name, where());
        sink_.record({sink_.name(name, kind), lane_of(Role::other), kind, start_ns, duration_ns, -1});
    }

    // Lanes are asked for as `other` first: what they are is known from their batches only. Most events are of the lane before.
    std::uint32_t lane_of(Role role) {
        if (event_.pid != known_pid_ || event_.tid != known_tid_ || !known_) {
            known_ = sink_.lane(lane(Role::other));
            known_pid_ = event_.pid;
            known_tid_ = event_.tid;
            lanes_.try_emplace(*known_, event_.pid, event_.tid);
            known_role_ = Role::other;
        }
        if (role != Role::other && known_role_ != role) {
            sink_.lane(lane(role));
            known_role_ = role;
        }
        return *known_;
    }

    void count_open() {
        std::int64_t unclosed = 0;
        for (const auto& [number, open] : open_) unclosed += static_cast<std::int64_t>(open.stack.size());
        if (unclosed > 0) sink_.omit(Omission::unclosed, file_, unclosed);
    }

    using Place = std::pair<std::string, std::string>;  // pid and tid, as words
    JsonScanner& json_;
    TraceSink& sink_;
    std::map<Place, std::string> names_;
    std::map<std::uint32_t, Place> lanes_;
    std::string file_, key_;
    Event event_;
    std::unordered_map<std::uint32_t, OpenLane> open_;
    std::size_t open_count_ = 0;
    std::string known_pid_, known_tid_;
    std::optional<std::uint32_t> known_;
    Role known_role_ = Role::other;
    std::int64_t base_ns_ = 0;  // baseTimeNanoseconds, ≥ 0
    bool finished_ = false, found_ = false, between_events_ = false;
    std::array<bool, 32> told_{};
};

}  // namespace

Result<void> read_chrome(const std::string& path, TraceSink& sink) {
    PARETOP_TRY(auto file, InputFile::open(path));
    JsonScanner json(std::move(file));
    return ChromeReader(json, sink, path).read();
}

Result<void> read_chrome_text(std::string_view text, TraceSink& sink) {
    JsonScanner json(text);
    return ChromeReader(json, sink, "text").read();
}

}  // namespace paretop::profile
