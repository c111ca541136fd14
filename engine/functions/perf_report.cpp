#include <algorithm>
#include <optional>
#include <vector>

#include "engine/functions/fields.h"
#include "engine/functions/key.h"
#include "engine/functions/perf_event.h"
#include "engine/functions/reader.h"

namespace paretop::functions {
namespace {

// Where the symbol stands: "[.] name", "[k] name", …
std::size_t symbol_at(std::string_view line) {
    for (std::size_t at = line.find('['); at != std::string_view::npos; at = line.find('[', at + 1))
        if (at + 3 < line.size() && line[at + 2] == ']' && line[at + 3] == ' ' &&
            std::string_view(".kguHG").find(line[at + 1]) != std::string_view::npos)
            return at;
    return std::string_view::npos;
}

struct Entry {
    std::vector<double> percents;  // self; or with --children the total and self
    std::optional<double> samples;
    std::string_view symbol, module, behind;  // what may be its module, before and behind the symbol
};

// What separates fields: a bar, semicolon, comma or tab behind the first share (-t), or '\0' for two blanks or more.
char separator_behind_share(std::string_view line) {
    const auto percent = line.find('%');
    if (percent == std::string_view::npos) return '\0';
    const auto next = line.find_first_not_of(' ', percent + 1);
    return next != std::string_view::npos && std::string_view("|;,\t").find(line[next]) != std::string_view::npos ? line[next]
                                                                                                                  : '\0';
}

std::size_t field_end(std::string_view text, char separator) {
    return std::min(separator != '\0' ? text.find(separator) : text.find("  "), text.size());
}

// The fields before the symbol: shares, numbers of samples, and perhaps a module behind a command.
void read_front(std::string_view front, char separator, Entry& entry) {
    while (!front.empty()) {
        const auto end = field_end(front, separator);
        const auto field = trim(front.substr(0, end));
        if (field.ends_with('%'))
            entry.percents.push_back(parse_quantity(field, DecimalMark::point).value_or(Quantity{-1}).value);
        else if (const auto number = parse_number(field); number && !entry.samples)
            entry.samples = *number;
        else if (!field.empty())
            entry.module = field;
        front.remove_prefix(std::min(end + (separator != '\0' ? 1 : 2), front.size()));
    }
}

// The symbol, and behind it perhaps its module (--sort sym,dso) and columns of branches: "2.06  [ 90.8%]", "-      -".
void read_back(std::string_view back, char separator, Entry& entry) {
    const auto end = field_end(back, separator);
    entry.symbol = back.substr(0, end);
    back = trim(back.substr(std::min(end + 1, back.size())));
    const auto module = trim(back.substr(0, field_end(back, separator)));
    const bool none = module.empty() || module == "-" || parse_number(module) || module.find('%') != std::string_view::npos;
    if (!none) entry.behind = module;
}

// " 13.64% | 36 |[.] name |libc.so.6" or "    13.64%  command  libc.so.6  [.] name".
std::optional<Entry> parse(std::string_view line) {
    const auto at = symbol_at(line);
    if (at == std::string_view::npos) return std::nullopt;
    Entry entry;
    const char separator = separator_behind_share(line);
    read_front(line.substr(0, at), separator, entry);
    read_back(line.substr(at + 4), separator, entry);
    const bool shares =
        !entry.percents.empty() && entry.percents.size() <= 2 && entry.percents.front() >= 0 && entry.percents.back() >= 0;
    if (!shares || (entry.samples && *entry.samples < 0)) return std::nullopt;
    return entry;
}

// `perf report --stdio`, with any separator of columns. What is kept is each function's own: samples, and its share of what the
// event counted (of which the report tells the whole); where neither is told, the share alone. Lines of call chains are none of
// its rows. Of several events the first one has the samples.
class PerfReportReader : public Reader {
  public:
    explicit PerfReportReader(Context& context) : context_(context) {}

    Result<void> line(std::string_view line) override {
        const auto text = trim(line);
        if (text.starts_with('#')) note_columns(text), note(text);
        if (text.empty() || text.starts_with('#')) return {};
        if (const auto entry = parse(line))
            take(*entry);
        else
            context_.omit("line that is no row");
        return {};
    }

    Result<void> finish(Reading& reading) override {
        if (!context_.ended) context_.omit("last line without its end");
        reading.table = builder_.take();
        reading.table.events = events_;
        return {};
    }

  private:
    void take(const Entry& entry) {
        const auto row = builder_.row(make_key(entry.symbol, module_of(entry)));
        const double share = entry.percents.back();
        const bool counted = entry.samples && events_.size() < 2;
        if (counted) builder_.add(row, builder_.metric(k_samples), *entry.samples);
        if (whole_ > 0)
            builder_.add(row, builder_.metric(perf_metric(events_.back())), share / 100 * whole_);
        else if (!counted)
            builder_.add(row, builder_.metric(events_.size() < 2 ? "share %" : events_.back() + " %"), share);
    }

    [[nodiscard]] std::string_view module_of(const Entry& entry) const {
        if (!columns_told_) return entry.behind.empty() ? entry.module : entry.behind;
        return !module_told_ ? std::string_view() : module_behind_ ? entry.behind : entry.module;
    }

    // "# Overhead  Command  Shared Object  Symbol".
    void note_columns(std::string_view text) {
        const auto symbol = text.find("Symbol"), module = text.find("Shared Object");
        if (symbol == std::string_view::npos || (text.find("Overhead") > symbol && text.find("Self") > symbol)) return;
        columns_told_ = true;
        module_told_ = module != std::string_view::npos;
        module_behind_ = module_told_ && module > symbol;
    }

    // "# Samples: 1K of event 'cycles'", and behind it "# Event count (approx.): 1137778350".
    void note(std::string_view text) {
        constexpr std::string_view k_event = "of event '", k_count = "# Event count (approx.):";
        const auto at = text.find(k_event);
        if (at != std::string_view::npos) {
            const auto from = at + k_event.size();
            events_.push_back(perf_event(text.substr(from, std::max(text.rfind('\''), from) - from)));
            whole_ = 0;
        } else if (text.starts_with(k_count) && !events_.empty()) {
            whole_ = parse_number(trim(text.substr(k_count.size()))).value_or(0) * (counts_ns(events_.back()) ? 1e-9 : 1);
        }
    }

    Context& context_;
    TableBuilder builder_;
    std::vector<std::string> events_;
    bool columns_told_ = false, module_told_ = false, module_behind_ = false;
    double whole_ = 0;  // what the last of them counted in all; seconds of clocks. 0: not told
};

}  // namespace

ReaderPtr perf_report_reader(Context& context) { return std::make_unique<PerfReportReader>(context); }

}  // namespace paretop::functions
