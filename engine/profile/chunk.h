// How records lie in the store: about 8 bytes each. A chunk is a sequence of
//   varint(2·name + has_batch)  zigzag(start − end of the record before)  varint(duration)  [zigzag(batch − batch before)]
// (LEB128; the first record's start is relative to 0, as is the first batch). Kinds are those of the names.
// The summary divides [first, last] into k_slices equal slices and says for each, as varint(name + 1 or 0) and one byte, which
// operation ran in it most and for which share of it (255: all of it).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/profile/record.h"

namespace paretop::profile {

inline constexpr std::size_t k_chunk_records = 4096;
inline constexpr std::size_t k_slices = 64;

// Records of one lane, all of batches or none, not empty.
[[nodiscard]] storage::SampleChunk encode_chunk(std::span<const Record> records, std::int64_t sequence);
// `kinds` by name. Ends early where a damaged chunk does; passed over are names beyond `kinds`,
// and times that no reader of traces lets in.
void decode_chunk(const storage::SampleChunk& chunk, std::span<const Kind> kinds, const std::function<void(const Record&)>& each);

// What ran most in a slice of time. name −1: nothing.
struct Slice {
    std::int64_t name = -1;
    double share = 0;  // of the slice, 0 to 1
    friend bool operator==(const Slice&, const Slice&) = default;
};
[[nodiscard]] std::vector<Slice> decode_summary(const storage::SampleChunk& chunk);
// Of `count` equal slices of [from, to). Transforms are left out; of operations within each other time belongs to the innermost,
// and those in which nothing else ran win where they fill half of a slice.
[[nodiscard]] std::vector<Slice> slices_of(std::span<const Record> records, std::int64_t from_ns, std::int64_t to_ns,
                                           std::size_t count);

}  // namespace paretop::profile
