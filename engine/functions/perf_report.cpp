#include <optional>

#include "engine/functions/fields.h"
#include "engine/functions/key.h"
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
    std::string_view symbol, module;
};

// The fields before the symbol: shares, numbers of samples, and perhaps a module behind a command.
void read_front(std::string_view front, bool bars, Entry& entry) {
    while (!front.empty()) {
        const auto end = std::min(bars ? front.find('|') : front.find("  "), front.size());
        const auto field = trim(front.substr(0, end));
        if (field.ends_with('%'))
            entry.percents.push_back(parse_quantity(field, DecimalMark::point).value_or(Quantity{-1}).value);
        else if (const auto number = parse_number(field); number && !entry.samples)
            entry.samples = *number;
        else if (!field.empty())
            entry.module = field;
        front.remove_prefix(std::min(end + (bars ? 1 : 2), front.size()));
    }
}

// " 13.64% | 36 |[.] name |libc.so.6" or "    13.64%  command  libc.so.6  [.] name".
std::optional<Entry> parse(std::string_view line) {
    const auto at = symbol_at(line);
    if (at == std::string_view::npos) return std::nullopt;
    Entry entry;
    const bool bars = line.substr(0, at).find('|') != std::string_view::npos;
    read_front(line.substr(0, at), bars, entry);
    entry.symbol = line.substr(at + 4);
    if (bars) {
        const auto bar = entry.symbol.rfind('|');
        if (bar != std::string_view::npos)
            entry.module = entry.symbol.substr(bar + 1), entry.symbol = entry.symbol.substr(0, bar);
    }
    const bool shares =
        !entry.percents.empty() && entry.percents.size() <= 2 && entry.percents.front() >= 0 && entry.percents.back() >= 0;
    if (!shares || (entry.samples && *entry.samples < 0)) return std::nullopt;
    return entry;
}

// `perf report --stdio`, with any separator of columns. What is kept is each function's own: samples, or where there are none,
// per cents; lines of call chains are none of its rows.
class PerfReportReader : public Reader {
  public:
    explicit PerfReportReader(Context& context) : context_(context) {}

    Result<void> line(std::string_view line) override {
        const auto text = trim(line);
        if (text.starts_with('#')) note(text);
        if (text.empty() || text.starts_with('#')) return {};
        const auto entry = parse(line);
        if (!entry) {
            context_.omit("line that is no row");
            return {};
        }
        const auto row = builder_.row(make_key(entry->symbol, entry->module));
        if (entry->samples)
            builder_.add(row, builder_.metric(k_samples), *entry->samples);
        else
            builder_.add(row, builder_.metric("share %"), entry->percents.back());
        return {};
    }

    Result<void> finish(Reading& reading) override {
        if (!context_.ended) context_.omit("last line without its end");
        reading.table = builder_.take();
        if (!event_.empty()) reading.table.events.push_back(event_);
        return {};
    }

  private:
    // "# Samples: 1K of event 'cycles'"
    void note(std::string_view text) {
        const auto at = text.find("of event '");
        if (at != std::string_view::npos) event_ = clean_name(text.substr(at + 10, text.rfind('\'') - at - 10));
    }

    Context& context_;
    TableBuilder builder_;
    std::string event_;
};

}  // namespace

ReaderPtr perf_report_reader(Context& context) { return std::make_unique<PerfReportReader>(context); }

}  // namespace paretop::functions
