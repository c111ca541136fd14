#include <algorithm>
#include <optional>
#include <vector>

#include "engine/functions/delimited.h"

namespace paretop::functions {
namespace {

// What stands above all roots of `-report top-down`.
bool is_root(std::string_view line) {
    constexpr std::string_view k_root = "Total";
    return line.starts_with(k_root) && line.size() > k_root.size() &&
           std::string_view(",;\t").find(line[k_root.size()]) != std::string_view::npos;
}

// `vtune -report hotspots -format csv` and `-report top-down`, any columns. Before the names of the columns there may be lines of
// the program itself.
class VtuneReader : public Reader {
  public:
    explicit VtuneReader(Context& context) : context_(context), head_(context.head) {}

    Result<void> line(std::string_view line) override {
        if (trim(line).empty()) return {};
        if (table_) {
            row(line);
            return table_->one_configuration(context_);
        } else if (DelimitedTable::is_header(line)) {
            table_.emplace(line, decimal_mark_of(head_, separator_of(line)));
            head_.clear();
        } else {
            context_.omit("line before the names of the columns");
        }
        return {};
    }

    Result<void> finish(Reading& reading) override {
        if (!table_)
            return fail(ErrorKind::usage, "no line names a column Function and a column CPU Time", context_.name,
                        "export it with `vtune -report hotspots -format csv`");
        if (table_->stacks()) add_tree(reading);
        reading.table = builder_.take();
        return {};
    }

  private:
    void row(std::string_view line) {
        if (table_->stacks() && above_.empty() && !root_ && is_root(line)) {
            root_ = true;
            return;
        }
        const auto entry = table_->row(line, builder_, context_);
        if (!entry || !table_->stacks()) return;
        const std::size_t depth = entry->depth - std::min<std::size_t>(entry->depth, root_ ? 1 : 0);
        if (depth > above_.size()) context_.omit("row indented deeper than one below its caller; kept below it");
        above_.resize(std::min({depth, above_.size(), k_deepest_stack - 1}));
        above_.push_back(tree_.function(entry->key));
        tree_.add(above_, entry->cpu_s > 0 ? entry->cpu_s : 0, 0);
    }

    void add_tree(Reading& reading) {
        reading.tree = tree_.take();
        const auto totals = reading.tree->total_of_functions();
        std::vector<std::size_t> rows;
        for (const auto& key : reading.tree->functions) rows.push_back(builder_.row(key));
        builder_.set_totals(rows, totals);
    }

    Context& context_;
    std::string head_;
    std::optional<DelimitedTable> table_;
    TableBuilder builder_;
    CallTreeBuilder tree_;
    std::vector<std::size_t> above_;  // functions of the stack that the last row ended
    bool root_ = false;
};

}  // namespace

ReaderPtr vtune_reader(Context& context) { return std::make_unique<VtuneReader>(context); }

}  // namespace paretop::functions
