// A sorted sequence with rank access that grows by one entry at a time without ever pausing: sorted blocks of bounded size.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace paretop::model {

// Bits of a finite double whose order as an unsigned number is that of the values; both zeros are one.
inline std::uint64_t ordered_bits(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    constexpr std::uint64_t k_sign = std::uint64_t{1} << 63;
    return (bits & k_sign) != 0 ? ~bits : bits | k_sign;
}

// Entries are distinct, small and totally ordered. insert, erase, rank and at cost O(blocks + block size), a few microseconds at
// a million entries; filling it costs about n · (log n + block size / 8) steps in all, in any order.
template <class Entry>
class OrderedIndex {
  public:
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

    // False: it was there already.
    bool insert(const Entry& entry) {
        if (blocks_.empty()) return append_block(entry);
        auto block = block_of(entry);
        auto place = std::lower_bound(block->begin(), block->end(), entry);
        if (place != block->end() && *place == entry) return false;
        if (block->size() == k_block) {
            if (block + 1 == blocks_.end() && place == block->end())
                return append_block(entry);  // ascending input fills blocks whole
            return split(block, entry);
        }
        block->insert(place, entry);
        ++size_;
        return true;
    }

    // False: it was not there.
    bool erase(const Entry& entry) {
        if (blocks_.empty()) return false;
        auto block = block_of(entry);
        auto place = std::lower_bound(block->begin(), block->end(), entry);
        if (place == block->end() || *place != entry) return false;
        block->erase(place);
        if (block->empty()) blocks_.erase(block);
        --size_;
        return true;
    }

    // The entry with `rank` smaller ones; rank < size().
    [[nodiscard]] const Entry& at(std::size_t rank) const {
        auto block = blocks_.begin();
        for (; rank >= block->size(); ++block) rank -= block->size();
        return (*block)[rank];
    }

    // How many entries are smaller.
    [[nodiscard]] std::size_t rank(const Entry& entry) const {
        if (blocks_.empty()) return 0;
        const auto block = const_cast<OrderedIndex*>(this)->block_of(entry);
        std::size_t before = 0;
        for (auto earlier = blocks_.begin(); earlier != block; ++earlier) before += earlier->size();
        return before + static_cast<std::size_t>(std::lower_bound(block->begin(), block->end(), entry) - block->begin());
    }

    [[nodiscard]] bool contains(const Entry& entry) const {
        const auto place = rank(entry);
        return place < size_ && at(place) == entry;
    }

    void clear() { *this = OrderedIndex(); }

  private:
    static constexpr std::size_t k_block = 1024;
    using Block = std::vector<Entry>;

    // The last block that does not begin behind `entry`; the first one when all do.
    typename std::vector<Block>::iterator block_of(const Entry& entry) {
        auto behind = std::upper_bound(blocks_.begin(), blocks_.end(), entry,
                                       [](const Entry& e, const Block& block) { return e < block.front(); });
        return behind == blocks_.begin() ? behind : behind - 1;
    }

    bool append_block(const Entry& entry) {
        blocks_.emplace_back();
        blocks_.back().reserve(k_block);
        blocks_.back().push_back(entry);
        ++size_;
        return true;
    }

    bool split(typename std::vector<Block>::iterator block, const Entry& entry) {
        const auto half = static_cast<std::ptrdiff_t>(block->size() / 2);
        Block upper;
        upper.reserve(k_block);
        upper.assign(block->begin() + half, block->end());
        block->resize(static_cast<std::size_t>(half));
        blocks_.insert(block + 1, std::move(upper));
        return insert(entry);
    }

    std::vector<Block> blocks_;  // none is empty; ascending within and across
    std::size_t size_ = 0;
};

}  // namespace paretop::model
