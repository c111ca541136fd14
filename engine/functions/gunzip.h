// Compressed files of any length, unpacked piece by piece.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <streambuf>
#include <string>

#include "storage/base/result.h"

namespace paretop::functions {

[[nodiscard]] bool is_gzip(int descriptor);  // by its first bytes

// What a gzip file holds, in the order in which it lies there. One that is cut off ends where its data does, like a text that is.
class Gunzip {
  public:
    Gunzip(int descriptor, std::string path);  // the descriptor stays the caller's
    ~Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;
    // Up to `size` bytes; 0 at the end. io, usage: it cannot be read, is damaged.
    Result<std::size_t> read(char* into, std::size_t size);
    [[nodiscard]] std::int64_t position() const { return position_; }  // bytes given out

  private:
    struct State;
    Result<bool> fill();
    std::unique_ptr<State> state_;
    int descriptor_;
    std::string path_;
    std::int64_t position_ = 0;
};

// The same as a stream; what is damaged sets badbit.
class GunzipBuffer : public std::streambuf {
  public:
    GunzipBuffer(int descriptor, std::string path);

  protected:
    int_type underflow() override;

  private:
    Gunzip source_;
    std::string piece_;
};

}  // namespace paretop::functions
