#include <optional>

#include "engine/functions/delimited.h"

namespace paretop::functions {
namespace {

// `vtune -report hotspots -format csv`, any columns. Before the names of the columns there may be lines of the program itself.
class VtuneReader : public Reader {
  public:
    explicit VtuneReader(Context& context) : context_(context), head_(context.head) {}

    Result<void> line(std::string_view line) override {
        if (trim(line).empty()) return {};
        if (table_) {
            table_->row(line, builder_, context_);
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
        reading.table = builder_.take();
        return {};
    }

  private:
    Context& context_;
    std::string head_;
    std::optional<DelimitedTable> table_;
    TableBuilder builder_;
};

}  // namespace

ReaderPtr vtune_reader(Context& context) { return std::make_unique<VtuneReader>(context); }

}  // namespace paretop::functions
