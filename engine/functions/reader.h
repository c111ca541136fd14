// What all readers of function tables share: they are fed line by line, count what they leave out, and answer a Reading.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/functions/table.h"
#include "storage/base/result.h"

namespace paretop::functions {

// Where a reader is, and what it has left out so far.
struct Context {
    std::string name;  // of the file, for messages
    std::int64_t line = 0;
    bool ended = true;      // with an end of line
    std::string_view head;  // the first bytes of the source; only while the reader is made
    std::map<std::string, Omission> omitted;

    void omit(const char* kind, std::int64_t count = 1) { omit_at(line, kind, count); }
    void omit_at(std::int64_t place, const char* kind, std::int64_t count = 1);
    [[nodiscard]] std::string place() const;  // "file:12"
};

inline constexpr std::size_t k_fewest_decimals = 4;  // of a time that `perf script` prints: it has 6 or 9; prose has less

class Reader {
  public:
    virtual ~Reader() = default;
    virtual Result<void> line(std::string_view line) = 0;  // Context::line says which
    virtual Result<void> finish(Reading& reading) = 0;     // fills table, tree and edges
};

using ReaderPtr = std::unique_ptr<Reader>;
ReaderPtr perf_script_reader(Context& context);
ReaderPtr perf_report_reader(Context& context);
ReaderPtr collapsed_reader(Context& context);
ReaderPtr callgrind_reader(Context& context);  // and cachegrind's files
ReaderPtr vtune_reader(Context& context);
ReaderPtr uprof_reader(Context& context);

}  // namespace paretop::functions
