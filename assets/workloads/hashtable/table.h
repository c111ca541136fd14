// Hash tables from 64-bit keys to 64-bit values, built from interchangeable parts. Keys are neither 0 nor ~0.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

// --- hashes

struct Multiply {  // Fibonacci hashing (Knuth, vol. 3, 6.4)
    static std::uint64_t hash(std::uint64_t key) { return key * 0x9E3779B97F4A7C15u; }
};
struct Mix {  // the finalizer of MurmurHash3
    static std::uint64_t hash(std::uint64_t key) {
        key = (key ^ key >> 33) * 0xFF51AFD7ED558CCDu;
        key = (key ^ key >> 33) * 0xC4CEB9FE1A85EC53u;
        return key ^ key >> 33;
    }
};
struct Fnv {  // FNV-1a, byte by byte
    static std::uint64_t hash(std::uint64_t key) {
        std::uint64_t hash = 0xCBF29CE484222325u;
        for (int byte = 0; byte < 8; ++byte, key >>= 8) hash = (hash ^ (key & 255)) * 0x100000001B3u;
        return hash ^ hash >> 29;
    }
};

// The high bits choose among `size` slots (Lemire, Fast random integer generation in an interval, 2019).
inline std::size_t reduce(std::uint64_t hash, std::size_t size) {
    return static_cast<std::size_t>((static_cast<unsigned __int128>(hash) * size) >> 64);
}

inline std::size_t next_prime(std::size_t value) {
    for (value |= 1;; value += 2) {
        bool prime = true;
        for (std::size_t divisor = 3; prime && divisor * divisor <= value; divisor += 2) prime = value % divisor != 0;
        if (prime) return value;
    }
}

struct Sizing {
    double max_load;
    double growth;
    std::size_t initial;  // slots
};

// --- where keys and values live

class Together {
  public:
    explicit Together(std::size_t size) : slots_(size) {}
    std::uint64_t& key(std::size_t i) { return slots_[i].key; }
    std::uint64_t& value(std::size_t i) { return slots_[i].value; }
    static constexpr std::size_t k_bytes = 16;

  private:
    struct Slot {
        std::uint64_t key = 0, value = 0;
    };
    std::vector<Slot> slots_;
};

class Apart {
  public:
    explicit Apart(std::size_t size) : keys_(size), values_(size) {}
    std::uint64_t& key(std::size_t i) { return keys_[i]; }
    std::uint64_t& value(std::size_t i) { return values_[i]; }
    static constexpr std::size_t k_bytes = 16;

  private:
    std::vector<std::uint64_t> keys_, values_;
};

// One byte of each hash before the slots, so that most misses touch no slot.
template <class Slots>
class Tagged : public Slots {
  public:
    explicit Tagged(std::size_t size) : Slots(size), tags_(size) {}
    bool may_be(std::size_t i, std::uint64_t hash) const { return tags_[i] == static_cast<std::uint8_t>(hash); }
    void tag(std::size_t i, std::uint64_t hash) { tags_[i] = static_cast<std::uint8_t>(hash); }
    void copy_tag(std::size_t to, std::size_t from) { tags_[to] = tags_[from]; }
    static constexpr std::size_t k_bytes = Slots::k_bytes + 1;

  private:
    std::vector<std::uint8_t> tags_;
};

template <class Slots>
class Untagged : public Slots {
  public:
    using Slots::Slots;
    static bool may_be(std::size_t, std::uint64_t) { return true; }
    static void tag(std::size_t, std::uint64_t) {}
    static void copy_tag(std::size_t, std::size_t) {}
};

// --- open addressing

enum class Probe { linear, twice, robin_hood };  // twice: double hashing

template <class Hash, Probe probe, class Slots>
class OpenTable {
  public:
    OpenTable(Sizing sizing, bool shift) : sizing_(sizing), shift_(shift), size_(next_prime(sizing.initial)), slots_(size_) {}

    void prefetch(std::uint64_t key) { __builtin_prefetch(&slots_.key(home(Hash::hash(key)))); }

    std::uint64_t* find(std::uint64_t key) {
        const std::uint64_t hash = Hash::hash(key);
        const std::size_t stride = step(hash);
        std::size_t i = home(hash);
        for (std::size_t distance = 0; distance < size_; ++distance, i = next(i, stride)) {
            if (slots_.may_be(i, hash) && slots_.key(i) == key) return &slots_.value(i);
            if (slots_.key(i) == k_empty) return nullptr;
            if (probe == Probe::robin_hood && distance_of(i) < distance) return nullptr;
        }
        return nullptr;
    }

    void insert(std::uint64_t key, std::uint64_t value) {
        if (std::uint64_t* found = find(key)) {
            *found = value;
            return;
        }
        if (static_cast<double>(used_ + 1) > sizing_.max_load * static_cast<double>(size_)) grow();
        place(key, value);
    }

    void erase(std::uint64_t key) {
        std::uint64_t* found = find(key);
        if (!found) return;
        const std::size_t i = index_of(key);
        --live_;
        if (shift_)
            close_gap(i);
        else
            slots_.key(i) = k_deleted;
    }

    std::size_t live() const { return live_; }
    std::size_t bytes() const { return size_ * Slots::k_bytes; }
    std::size_t peak() const { return std::max(peak_, bytes()); }

  private:
    static constexpr std::uint64_t k_empty = 0, k_deleted = ~std::uint64_t{0};

    std::size_t home(std::uint64_t hash) const { return reduce(hash, size_); }
    std::size_t step(std::uint64_t hash) const { return probe == Probe::twice ? 1 + (hash & 0xFFFF) % (size_ - 1) : 1; }
    std::size_t next(std::size_t i, std::size_t stride) const { return i + stride < size_ ? i + stride : i + stride - size_; }
    std::size_t distance_of(std::size_t i) {
        const std::size_t at = home(Hash::hash(slots_.key(i)));
        return i >= at ? i - at : i + size_ - at;
    }
    std::size_t index_of(std::uint64_t key) {
        const std::uint64_t hash = Hash::hash(key);
        std::size_t i = home(hash);
        while (slots_.key(i) != key) i = next(i, step(hash));
        return i;
    }

    void place(std::uint64_t key, std::uint64_t value) {
        std::uint64_t hash = Hash::hash(key);
        std::size_t i = home(hash), distance = 0;
        const std::size_t stride = step(hash);
        while (slots_.key(i) != k_empty && slots_.key(i) != k_deleted) {
            if (probe == Probe::robin_hood && distance_of(i) < distance) {
                distance = distance_of(i);
                std::swap(key, slots_.key(i));
                std::swap(value, slots_.value(i));
                slots_.tag(i, hash);
                hash = Hash::hash(key);
            }
            i = next(i, stride);
            ++distance;
        }
        if (slots_.key(i) == k_empty) ++used_;
        ++live_;
        slots_.key(i) = key;
        slots_.value(i) = value;
        slots_.tag(i, hash);
    }

    // Moves later members of the cluster back over a hole (Knuth, vol. 3, 6.4, algorithm R).
    void close_gap(std::size_t hole) {
        for (std::size_t i = next(hole, 1); slots_.key(i) != k_empty; i = next(i, 1)) {
            const std::size_t gap = i >= hole ? i - hole : i + size_ - hole;
            if (distance_of(i) < gap) continue;
            slots_.key(hole) = slots_.key(i);
            slots_.value(hole) = slots_.value(i);
            slots_.copy_tag(hole, i);
            hole = i;
        }
        slots_.key(hole) = k_empty;
        --used_;
    }

    void grow() {
        const std::size_t before = size_;
        Slots old = std::move(slots_);
        const double wanted = std::max(static_cast<double>(live_ + 1) * sizing_.growth / sizing_.max_load, 7.0);
        size_ = next_prime(static_cast<std::size_t>(wanted));
        slots_ = Slots(size_);
        peak_ = std::max(peak_, before * Slots::k_bytes + bytes());
        used_ = live_ = 0;
        for (std::size_t i = 0; i < before; ++i)
            if (old.key(i) != k_empty && old.key(i) != k_deleted) place(old.key(i), old.value(i));
    }

    Sizing sizing_;
    bool shift_;
    std::size_t size_;
    Slots slots_;
    std::size_t live_ = 0, used_ = 0, peak_ = 0;  // used: live or deleted
};

// --- chains, their nodes in one array

template <class Hash>
class ChainedTable {
  public:
    explicit ChainedTable(Sizing sizing) : sizing_(sizing), heads_(next_prime(sizing.initial)), nodes_(1) {}

    void prefetch(std::uint64_t key) { __builtin_prefetch(&heads_[reduce(Hash::hash(key), heads_.size())]); }

    std::uint64_t* find(std::uint64_t key) {
        for (std::uint32_t n = head(key); n; n = nodes_[n].next)
            if (nodes_[n].key == key) return &nodes_[n].value;
        return nullptr;
    }

    void insert(std::uint64_t key, std::uint64_t value) {
        if (std::uint64_t* found = find(key)) {
            *found = value;
            return;
        }
        if (static_cast<double>(live_ + 1) > sizing_.max_load * static_cast<double>(heads_.size())) grow();
        std::uint32_t n = free_;
        if (n)
            free_ = nodes_[n].next;
        else
            n = new_node();
        nodes_[n] = {key, value, head(key)};
        head(key) = n;
        ++live_;
    }

    void erase(std::uint64_t key) {
        for (std::uint32_t* link = &head(key); *link; link = &nodes_[*link].next) {
            const std::uint32_t n = *link;
            if (nodes_[n].key != key) continue;
            *link = nodes_[n].next;
            nodes_[n].next = free_;
            free_ = n;
            --live_;
            return;
        }
    }

    std::size_t live() const { return live_; }
    std::size_t bytes() const { return heads_.size() * sizeof(std::uint32_t) + nodes_.capacity() * sizeof(Node); }
    std::size_t peak() const { return std::max(peak_, bytes()); }

  private:
    struct Node {
        std::uint64_t key = 0, value = 0;
        std::uint32_t next = 0;
    };

    std::uint32_t& head(std::uint64_t key) { return heads_[reduce(Hash::hash(key), heads_.size())]; }

    std::uint32_t new_node() {
        if (nodes_.size() == nodes_.capacity()) {
            const std::size_t before = bytes();
            nodes_.reserve(static_cast<std::size_t>(static_cast<double>(nodes_.size()) * sizing_.growth) + 1);
            peak_ = std::max(peak_, before + nodes_.capacity() * sizeof(Node));
        }
        nodes_.emplace_back();
        return static_cast<std::uint32_t>(nodes_.size() - 1);
    }

    void grow() {
        const double wanted = static_cast<double>(live_ + 1) * sizing_.growth / sizing_.max_load;
        std::vector<std::uint32_t> old(next_prime(static_cast<std::size_t>(wanted)));
        old.swap(heads_);
        peak_ = std::max(peak_, bytes() + old.size() * sizeof(std::uint32_t));
        for (std::uint32_t n : old) {
            while (n) {
                const std::uint32_t after = nodes_[n].next;
                nodes_[n].next = head(nodes_[n].key);
                head(nodes_[n].key) = n;
                n = after;
            }
        }
    }

    Sizing sizing_;
    std::vector<std::uint32_t> heads_;
    std::vector<Node> nodes_;  // nodes_[0] is nobody's
    std::uint32_t free_ = 0;
    std::size_t live_ = 0, peak_ = 0;
};
