#include "engine/functions/fields.h"
#include "engine/functions/key.h"
#include "engine/functions/reader.h"

namespace paretop::functions {
namespace {

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix) || text.size() == suffix.size()) return false;
    text.remove_suffix(suffix.size());
    return true;
}

// As stackcollapse-perf writes frames: "name_[k]" is the kernel's, "[libc.so.6]" a module without a symbol.
std::string key_of(std::string_view frame) {
    if (take_suffix(frame, "_[k]")) return make_key(frame, "[kernel.kallsyms]");
    if (!take_suffix(frame, "_[i]")) take_suffix(frame, "_[j]");
    if (frame.starts_with('[') && frame.ends_with(']') && frame.find(".so") != std::string_view::npos)
        return make_key({}, frame.substr(1, frame.size() - 2));
    return make_key(frame, {});
}

// "a;b;c 12": one stack a line, from the root, and how many samples it had.
class CollapsedReader : public Reader {
  public:
    explicit CollapsedReader(Context& context) : context_(context) {}

    Result<void> line(std::string_view line) override {
        line = trim(line);
        if (line.empty() || line.starts_with('#')) return {};
        const auto space = line.find_last_of(" \t");
        const auto count = parse_number(space == std::string_view::npos ? std::string_view() : line.substr(space + 1));
        if (!count || *count < 0)
            context_.omit("line without a count");
        else
            add(trim(line.substr(0, space)), *count);
        return {};
    }

    Result<void> finish(Reading& reading) override {
        reading.tree = tree_.take();
        const auto self = reading.tree->self_of_functions(), total = reading.tree->total_of_functions();
        const auto samples = builder_.metric(k_samples);
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < self.size(); ++i) {
            rows.push_back(builder_.row(reading.tree->functions[i]));
            builder_.add(rows.back(), samples, self[i]);
        }
        builder_.set_totals(rows, total);
        reading.table = builder_.take();
        return {};
    }

  private:
    void add(std::string_view stack, double count) {
        frames_.clear();
        for (std::size_t at = 0; at <= stack.size();) {
            const auto end = std::min(stack.find(';', at), stack.size());
            if (end > at) frames_.push_back(tree_.function(key_of(stack.substr(at, end - at))));
            at = end + 1;
        }
        if (frames_.size() > k_deepest_stack) context_.omit("stack deeper than 4,096 frames");
        tree_.add(frames_, count, static_cast<std::int64_t>(std::min(count, 9e15)));
    }

    Context& context_;
    CallTreeBuilder tree_;
    TableBuilder builder_;
    std::vector<std::size_t> frames_;
};

}  // namespace

ReaderPtr collapsed_reader(Context& context) { return std::make_unique<CollapsedReader>(context); }

}  // namespace paretop::functions
