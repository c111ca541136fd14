#include <algorithm>
#include <optional>

#include "engine/functions/fields.h"
#include "engine/functions/key.h"
#include "engine/functions/perf_event.h"
#include "engine/functions/reader.h"

namespace paretop::functions {
namespace {

constexpr const char* k_neither = "line that is neither sample nor frame";
constexpr std::size_t k_longest_time = 64;  // bytes of a word that may be a time

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

std::string_view take_word(std::string_view& text) {
    text = trim(text);
    const auto word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    return word;
}

// "14980.236520:"
bool is_time(std::string_view word) {
    const auto point = word.find('.');
    if (!word.ends_with(':') || point == std::string_view::npos || point == 0) return false;
    if (word.size() - point < k_fewest_decimals + 2) return false;
    word.remove_suffix(1);
    return std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '.'; });
}

struct Frame {
    std::string_view symbol, module;
};

// "55ea662d41c3 hot+0x13 (/tmp/prog)", the module perhaps missing.
std::optional<Frame> parse_frame(std::string_view text) {
    const auto address = take_word(text);
    if (address.empty() || !std::all_of(address.begin(), address.end(), is_hex)) return std::nullopt;
    text = trim(text);
    Frame frame{text, {}};
    const auto open = text.rfind(" (");
    if (text.ends_with(')') && (open != std::string_view::npos || text.starts_with('('))) {
        const auto from = text.starts_with('(') && open == std::string_view::npos ? 1 : open + 2;
        frame.module = text.substr(from, text.size() - from - 1);
        frame.symbol = text.substr(0, from == 1 ? 0 : open);
    }
    const auto offset = frame.symbol.rfind("+0x");
    if (offset != std::string_view::npos && offset > 0) frame.symbol = frame.symbol.substr(0, offset);
    return frame;
}

struct Header {
    std::string_view event;
    std::optional<double> period;
    std::string_view rest;  // a frame on the same line, where there are no call chains
};

// "prog 12/12 [003] 14980.236520: 200040 cpu-clock:pppH: …": what stands behind the time. Without a time: nothing is known.
std::optional<Header> parse_header(std::string_view line) {
    std::size_t word = 0;  // where the one at `at` begins
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == ' ' || line[at] == '\t') word = at + 1;
        if (line[at] != ':' || at - word >= k_longest_time || !is_time(line.substr(word, at + 1 - word))) continue;
        Header header;
        auto rest = line.substr(at + 1);
        auto event = take_word(rest);
        if (const auto period = parse_number(event); period && *period >= 0) header.period = *period, event = take_word(rest);
        while (event.ends_with(':')) event.remove_suffix(1);
        header.event = event;
        header.rest = trim(rest);
        return header;
    }
    return std::nullopt;
}

// `perf script`, with call chains or without, whatever -F shows beside symbols.
class PerfScriptReader : public Reader {
  public:
    explicit PerfScriptReader(Context& context)
        : context_(context), single_(context.head.find("\n\n") == std::string_view::npos) {}

    Result<void> line(std::string_view line) override {
        if (line.starts_with('#')) return {};
        if (trim(line).empty()) {
            flush();
            return {};
        }
        if (const auto header = parse_header(line)) {
            begin(*header);
        } else if (const auto frame = parse_frame(line); frame && (line.front() == ' ' || line.front() == '\t')) {
            if (single_ && !open_) flush(), headless();
            push(*frame);
            if (single_ && event_ == 0 && !timed_) flush();
        } else if (line.front() != ' ' && line.front() != '\t') {
            flush();
            headless();
        } else {
            context_.omit(k_neither);
        }
        return {};
    }

    Result<void> finish(Reading& reading) override {
        if (!context_.ended) context_.omit("last line without its end");
        flush();
        auto tree = tree_.take();
        if (chains_) fill_totals(tree);
        reading.table = builder_.take();
        reading.table.events = events_;
        reading.table.event_samples = event_samples_;
        if (chains_) reading.tree = std::move(tree);
        return {};
    }

  private:
    void begin(const Header& header) {
        flush();
        timed_ = open_ = told_ = true;
        period_ = header.period.value_or(1);
        period_told_ = header.period.has_value();
        event_ = index_of(perf_event(header.event));
        if (const auto frame = header.rest.empty() ? std::nullopt : parse_frame(header.rest)) {
            push(*frame);
            flush();
        }
    }

    void headless() {
        open_ = true;
        heading_ = context_.line;
        period_ = 1;
        period_told_ = false;
        event_ = 0;
    }

    std::size_t index_of(const std::string& event) {
        const auto found = std::find(events_.begin(), events_.end(), event);
        const auto index = static_cast<std::size_t>(found - events_.begin());
        if (found == events_.end()) events_.push_back(event), event_samples_.push_back(0);
        return index;
    }

    void push(const Frame& frame) {
        open_ = true;
        if (frame.module == "inlined") {  // of the module that the frame it is inlined into has
            if (inlined_.size() < k_deepest_stack) inlined_.emplace_back(frame.symbol);
            return;
        }
        for (const auto& symbol : inlined_) hold(symbol, frame.module);
        inlined_.clear();
        hold(frame.symbol, frame.module);
    }

    void hold(std::string_view symbol, std::string_view module) {
        if (frames_.size() < k_deepest_stack)
            frames_.push_back(make_key(symbol, module));
        else
            too_deep_ = true;
    }

    // Leaf first, as perf prints them.
    void flush() {
        for (const auto& symbol : inlined_) hold(symbol, {});
        inlined_.clear();
        if (open_ && !frames_.empty()) count();
        if (open_ && frames_.empty() && told_) {
            frames_.push_back(make_key({}, {}));
            count();
        } else if (open_ && frames_.empty()) {  // a line without a time, and no frame behind it
            context_.omit_at(heading_, k_neither);
        }
        frames_.clear();
        open_ = too_deep_ = told_ = false;
    }

    void count() {
        const auto row = builder_.row(frames_.front());
        const auto& event = events_.empty() ? std::string() : events_[event_];
        const bool seconds = counts_ns(event) && period_told_;  // without periods (-F …) samples are all that is known
        const bool whole = period_told_ || event.find(':') != std::string::npos;  // a tracepoint is itself what is counted
        if (!events_.empty()) ++event_samples_[event_];
        if (event_ == 0) builder_.add(row, builder_.metric(k_samples), 1);
        if (!event.empty() && (whole || event_ != 0))
            builder_.add(row, builder_.metric(whole ? perf_metric(event) : event + " samples"),
                         seconds ? period_ * 1e-9 : period_);
        if (event_ != 0) return;
        chains_ = chains_ || frames_.size() > 1;
        if (too_deep_) context_.omit("stack deeper than 4,096 frames");
        stack_.clear();
        for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) stack_.push_back(tree_.function(*frame));
        tree_.add(stack_, seconds ? period_ * 1e-9 : period_, 1);
    }

    void fill_totals(const CallTree& tree) {
        const auto totals = tree.total_of_functions();
        std::vector<std::size_t> rows;
        for (const auto& key : tree.functions) rows.push_back(builder_.row(key));
        builder_.set_totals(rows, totals);
    }

    Context& context_;
    bool single_;  // no blank lines: without headers, every line is a sample
    bool open_ = false, timed_ = false, chains_ = false, too_deep_ = false;
    bool told_ = false;         // the open sample has a time
    std::int64_t heading_ = 0;  // line of the open sample, where it has none
    bool period_told_ = false;
    double period_ = 1;
    std::size_t event_ = 0;  // in events_; samples of the first one are counted and make the tree
    std::vector<std::string> events_, frames_, inlined_;
    std::vector<std::int64_t> event_samples_;  // of each of events_
    std::vector<std::size_t> stack_;
    TableBuilder builder_;
    CallTreeBuilder tree_;
};

}  // namespace

ReaderPtr perf_script_reader(Context& context) { return std::make_unique<PerfScriptReader>(context); }

}  // namespace paretop::functions
