// One table of the experiment file while it is read: every key is asked for once, every mistake is noted, and what was never
// asked for is unknown. Getters answer nullopt where the key is absent or wrong; a wrong one has been noted then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/spec/document.h"

namespace paretop::spec {

using Problems = std::vector<Problem>;

void note(Problems& problems, const Position& at, std::string key, std::string found, std::string expected);

class Section {
  public:
    // `path` is the table's key: "command.limits", "parameter[2]" (counted from 1). Both must outlive this.
    Section(const Node& table, std::string path, Problems& problems);

    // The member of this name, which makes the name a known one.
    const Member* find(std::string_view key);
    // As find(); notes that it is missing.
    const Member* require(std::string_view key, std::string_view expected);

    std::optional<std::string> text(std::string_view key);
    std::optional<bool> truth(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high);
    std::optional<Nanoseconds> duration(std::string_view key);  // longer than nothing
    std::optional<std::int64_t> size(std::string_view key);     // "2GiB", or bytes as a number
    // An array of tables below this one; a single table where an array belongs is noted.
    std::vector<const Node*> tables(std::string_view key);
    // A table below this one.
    const Node* table(std::string_view key);

    // A text, without characters that no program can be given.
    std::optional<std::string> text_of(const Node& node, std::string_view key);
    void note(const Position& at, std::string_view key, std::string found, std::string expected);
    // Notes every key nobody asked for, with the nearest known one. Call it last.
    void finish();

    [[nodiscard]] const Position& at() const { return table_.at; }
    [[nodiscard]] std::string key(std::string_view name) const;  // "command.run"

  private:
    const Node& table_;
    std::string path_;
    Problems& problems_;
    std::vector<std::string> known_;
};

// Of an expression, a template or a regular expression: the number in `where`, "column 12".
std::int64_t column_in(const Error& error);
// "did you mean 'x'?", or all that are known.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace paretop::spec
