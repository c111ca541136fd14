#include "engine/search/seen.h"

#include <xxhash.h>

#include <utility>

namespace paretop::search {

Seen::Key Seen::key_of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.low64, hash.high64 | 1};
}

std::size_t Seen::slot(const Key& key) const {
    const std::size_t mask = table_.size() - 1;
    std::size_t at = key.low & mask;
    while (table_[at] != Key{} && table_[at] != key) at = (at + 1) & mask;
    return at;
}

void Seen::grow() {
    const auto old = std::exchange(table_, std::vector<Key>(table_.empty() ? 64 : 2 * table_.size()));
    for (const auto& key : old)
        if (key != Key{}) table_[slot(key)] = key;
}

bool Seen::insert(std::string_view bytes) {
    if (2 * size_ >= table_.size()) grow();
    const Key key = key_of(bytes);
    Key& place = table_[slot(key)];
    if (place == key) return false;
    place = key;
    ++size_;
    return true;
}

bool Seen::contains(std::string_view bytes) const {
    if (table_.empty()) return false;
    const Key key = key_of(bytes);
    return table_[slot(key)] == key;
}

}  // namespace paretop::search
