// Files read in large pieces and given out by the line, in memory that does not depend on them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace paretop::functions {
class Gunzip;
}

namespace paretop::profile {

// A read-only descriptor, closed at the end. Of a file that gzip compressed it gives out what is in it; then reading is quick
// from where the last piece ended only.
class InputFile {
  public:
    static Result<InputFile> open(const std::string& path);  // not_found, io
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&&) = delete;
    ~InputFile();
    // Up to `size` bytes from `offset` on; 0 at the end.
    Result<std::size_t> read(char* into, std::size_t size, std::int64_t offset) const;

  private:
    InputFile(int descriptor, std::string path);
    Result<std::size_t> unpack(char* into, std::size_t size, std::int64_t offset) const;

    int descriptor_;
    std::string path_;
    bool packed_ = false;
    mutable std::unique_ptr<functions::Gunzip> unpacked_;
};

class LineReader {
  public:
    static constexpr std::size_t k_piece = std::size_t{1} << 20U;
    static constexpr std::size_t k_longest_line = std::size_t{8} << 20U;  // what is longer is one empty line with too_long

    // Begins at `offset`, where line `number` + 1 does. A byte order mark at the beginning of the file is passed over.
    explicit LineReader(InputFile file, std::int64_t offset = 0, std::int64_t number = 0);

    struct Line {
        std::string_view text;  // without its end ("\n" or "\r\n"); valid until the next call
        bool complete = true;   // false: the end of the file, and no end of a line
        bool too_long = false;
    };
    // False at the end of what the file holds now. A line without its end is given out as incomplete; after that, next() may be
    // called again and reads the same line anew, when the file has grown meanwhile.
    Result<bool> next(Line& line);
    [[nodiscard]] std::int64_t number() const { return number_; }  // of the line given out last, from 1
    // Where the first line begins that has not been given out complete.
    [[nodiscard]] std::int64_t position() const { return offset_ - static_cast<std::int64_t>(end_ - at_); }

  private:
    Result<bool> fill();
    Line take(std::size_t length, std::size_t ending);

    InputFile file_;
    std::int64_t offset_;  // of what has not been read into the buffer
    std::string buffer_;
    std::size_t at_ = 0, searched_ = 0, end_ = 0;
    std::int64_t number_ = 0;
    bool skipping_ = false;  // within a line that was too long
    bool last_incomplete_ = false;
};

}  // namespace paretop::profile
