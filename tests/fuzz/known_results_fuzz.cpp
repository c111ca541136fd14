// Any bytes as a table of known results: a whole Table or an error with a place, never both, never a crash; and whatever was read
// can be looked at, cell by cell.
#include <cstdlib>

#include "engine/table/gzip.h"
#include "engine/table/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace paretop;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (table::is_gzip(text)) {
        const auto unpacked = table::gunzip(text);
        if (!unpacked && unpacked.error().remedy.empty()) std::abort();
        return 0;
    }
    const auto read = table::parse_table(text, "fuzz");
    if (!read) {
        if (!read.error().where.starts_with("fuzz") || read.error().remedy.empty()) std::abort();
        return 0;
    }
    if (read->rows() == 0 || (read->columns().empty() && read->format() == table::Format::csv)) std::abort();
    for (const auto& column : read->columns())
        if (read->find(column) > read->columns().size()) std::abort();
    for (std::size_t row = 0; row < read->rows(); ++row) {
        (void)read->failure(row);
        for (std::size_t column = 0; column < read->columns().size(); ++column) {
            const auto numbers = table::numbers_in(read->cell(row, column));
            if (numbers && numbers->empty()) std::abort();
        }
        if (!read->columns().empty() && !read->place(row, read->columns().size() - 1).starts_with("fuzz:")) std::abort();
    }
    return 0;
}
