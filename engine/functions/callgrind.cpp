#include <algorithm>
#include <array>
#include <unordered_map>

#include "engine/functions/fields.h"
#include "engine/functions/key.h"
#include "engine/functions/reader.h"

namespace paretop::functions {
namespace {

// "(12) name" defines a name, "(12)" stands for it: valgrind's callgrind format, "Name compression". Files, functions and
// objects count separately.
class Names {
  public:
    // nullopt: the number is not defined.
    std::optional<std::string> resolve(std::string_view text) {
        text = trim(text);
        const auto close = text.find(')');
        if (!text.starts_with('(') || close == std::string_view::npos || !all_digits(text.substr(1, close - 1)))
            return std::string(text);
        const std::string number(text.substr(1, close - 1));
        const auto name = trim(text.substr(close + 1));
        if (!name.empty()) return names_.insert_or_assign(number, clean_name(name)).first->second;
        const auto known = names_.find(number);
        return known == names_.end() ? std::nullopt : std::optional(known->second);
    }

  private:
    static bool all_digits(std::string_view text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    }
    std::unordered_map<std::string, std::string> names_;
};

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (text = trim(text); !text.empty(); text = trim(text)) {
        words.push_back(text.substr(0, text.find_first_of(" \t")));
        text.remove_prefix(words.back().size());
    }
    return words;
}

bool is_position(std::string_view word) {
    if (word == "*") return true;
    if (word.starts_with('+') || word.starts_with('-')) word.remove_prefix(1);
    if (word.starts_with("0x")) word.remove_prefix(2);
    return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

// What callgrind and cachegrind write, and others in their format (Xdebug, pprof). Costs of valgrind, which always counts
// instructions (Ir), are a simulation's: instructions and misses of a model of the caches.
class CallgrindReader : public Reader {
  public:
    explicit CallgrindReader(Context& context) : context_(context) {}

    Result<void> line(std::string_view line) override {
        line = trim(line);
        if (line.empty() || line.starts_with('#')) return {};
        if (is_position(line.substr(0, line.find_first_of(" \t"))))
            costs(line);
        else if (const auto equals = line.find('='); equals <= 5)
            assignment(line.substr(0, equals), line.substr(equals + 1));
        else if (const auto colon = line.find(':'); colon != std::string_view::npos)
            header(line.substr(0, colon), line.substr(colon + 1));
        else
            context_.omit("line that is no cost");
        return {};
    }

    Result<void> finish(Reading& reading) override {
        if (metrics_.empty())
            return fail(ErrorKind::usage, "no line says which events were counted (events: Ir …)", context_.name,
                        "give the file callgrind or cachegrind wrote, callgrind.out.PID, not the annotated text");
        const bool simulated = std::find(events_.begin(), events_.end(), "Ir") != events_.end();
        if (!totals_seen_ && simulated) context_.omit("end of the file: it is cut off, its totals are missing");
        add_totals();
        reading.table = builder_.take();
        reading.table.simulated = simulated;
        reading.table.events = events_;
        for (const auto& [pair, edge] : edges_) reading.edges.push_back({pair.first, pair.second, edge.calls, edge.weight});
        return {};
    }

  private:
    struct Edge {
        std::int64_t calls = 0;
        double weight = 0;
    };

    void header(std::string_view name, std::string_view value) {
        if (name == "totals" || name == "summary") totals_seen_ = true;
        if (name == "positions") positions_ = std::max<std::size_t>(1, words_of(value).size());
        if (name != "events" || !metrics_.empty()) return;
        for (const auto word : words_of(value)) {
            events_.push_back(clean_name(word));
            metrics_.push_back(builder_.metric(events_.back()));
        }
    }

    void assignment(std::string_view name, std::string_view value) {
        if (name == "ob") object_ = named(objects_, value), key_.clear();
        if (name == "fn") function_ = named(functions_, value), key_.clear(), called_object_ = object_;
        if (name == "cob") called_object_ = named(objects_, value);
        if (name == "cfn" || name == "cfni") called_function_ = named(functions_, value);
        if (name == "calls") begin_call(value);
        constexpr std::array k_known{"ob", "fn", "cob", "cfn", "calls", "fl", "fi", "fe", "cfi", "cfl", "jump", "jcnd", "cfni"};
        if (std::find(k_known.begin(), k_known.end(), name) == k_known.end()) context_.omit("line that is no cost");
    }

    std::string named(Names& names, std::string_view value) {
        auto name = names.resolve(value);
        if (!name) context_.omit("number of a name that was never given");
        return name.value_or(std::string());
    }

    // The next line of costs is what the callee took, with all beneath it.
    void begin_call(std::string_view value) {
        const auto words = words_of(value);
        const auto calls = words.empty() ? std::nullopt : parse_number(words.front());
        calls_ = calls && *calls > 0 && *calls < 9e15 ? static_cast<std::int64_t>(*calls) : 1;
        in_call_ = true;
    }

    const std::string& key() {
        if (key_.empty()) key_ = make_key(function_, object_);
        return key_;
    }

    void costs(std::string_view line) {
        const auto words = words_of(line);
        if (metrics_.empty()) return context_.omit("cost before the names of the events");
        totals_seen_ = false;
        if (std::exchange(in_call_, false)) return call(words);
        if (words.size() <= positions_) return;  // the source of a jump
        const auto row = builder_.row(key());
        for (std::size_t i = positions_; i < words.size() && i - positions_ < metrics_.size(); ++i) {
            const auto cost = parse_number(words[i]);
            if (!cost || *cost < 0) return context_.omit("cost that is no number");
            builder_.add(row, metrics_[i - positions_], *cost);
        }
    }

    void call(const std::vector<std::string_view>& words) {
        const auto cost = words.size() > positions_ ? parse_number(words[positions_]) : std::optional(0.0);
        if (!cost || *cost < 0) return context_.omit("cost that is no number");
        auto& edge = edges_[{key(), make_key(called_function_, called_object_)}];
        edge.calls += calls_;
        edge.weight += *cost;
        called_object_ = object_;  // cob= holds for one call
    }

    // Own cost and that of all calls out of it; calls of itself are within.
    void add_totals() {
        std::vector<std::size_t> rows;
        std::vector<double> totals;
        for (const auto& [pair, edge] : edges_) builder_.row(pair.first), builder_.row(pair.second);
        for (std::size_t i = 0; i < builder_.table().rows.size(); ++i) {
            rows.push_back(i);
            totals.push_back(builder_.table().value(i, events_.front()));
        }
        for (const auto& [pair, edge] : edges_)
            if (pair.first != pair.second) totals[builder_.row(pair.first)] += edge.weight;
        builder_.set_totals(rows, totals);
    }

    Context& context_;
    TableBuilder builder_;
    Names functions_, objects_;
    std::vector<std::size_t> metrics_;
    std::vector<std::string> events_;
    std::size_t positions_ = 1;
    std::string object_, function_, called_object_, called_function_, key_;
    std::int64_t calls_ = 0;
    bool in_call_ = false;
    bool totals_seen_ = false;  // behind the last cost
    std::map<std::pair<std::string, std::string>, Edge> edges_;
};

}  // namespace

ReaderPtr callgrind_reader(Context& context) { return std::make_unique<CallgrindReader>(context); }

}  // namespace paretop::functions
