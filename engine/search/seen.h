// A set of byte strings by their 128-bit hash: 32 to 64 bytes each, whatever their length.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace paretop::search {

class Seen {
  public:
    // False where it was inserted before. Two strings are taken for one with a chance of n² / 2^128 for n strings.
    bool insert(std::string_view bytes);
    [[nodiscard]] bool contains(std::string_view bytes) const;
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    struct Key {
        std::uint64_t low = 0, high = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    static Key key_of(std::string_view bytes);
    [[nodiscard]] std::size_t slot(const Key& key) const;  // where it is, or the empty place where it belongs
    void grow();

    std::vector<Key> table_;  // open addressing, a power of two, at most half full; zeros are empty
    std::size_t size_ = 0;
};

}  // namespace paretop::search
