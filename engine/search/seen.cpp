#include "engine/search/seen.h"

#include <xxhash.h>

#include <utility>

namespace paretop::search {

Seen::Key& Seen::slot(const Key& key) {
    const std::size_t mask = table_.size() - 1;
    std::size_t at = key.low & mask;
    while (table_[at] != Key{} && table_[at] != key) at = (at + 1) & mask;
    return table_[at];
}

void Seen::grow() {
    const auto old = std::exchange(table_, std::vector<Key>(table_.empty() ? 64 : 2 * table_.size()));
    for (const auto& key : old)
        if (key != Key{}) slot(key) = key;
}

bool Seen::insert(std::string_view bytes) {
    if (2 * size_ >= table_.size()) grow();
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    const Key key{hash.low64, hash.high64 | 1};
    Key& place = slot(key);
    if (place == key) return false;
    place = key;
    ++size_;
    return true;
}

}  // namespace paretop::search
