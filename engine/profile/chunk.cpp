#include "engine/profile/chunk.h"

#include <algorithm>
#include <cmath>

namespace paretop::profile {
namespace {

constexpr std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}
// Differences wrap where they do not fit, and wrap back.
constexpr std::int64_t wrapping_difference(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

char* put_varint(char* at, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) *at++ = static_cast<char>(value | 0x80U);
    *at++ = static_cast<char>(value);
    return at;
}

class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}
    [[nodiscard]] bool more() const { return at_ != end_; }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; at_ != end_ && shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(*at_++);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) break;
        }
        return value;
    }
    std::uint8_t byte() { return at_ == end_ ? std::uint8_t{0} : static_cast<std::uint8_t>(*at_++); }

  private:
    const char* at_;
    const char* end_;
};

constexpr std::size_t k_longest_record = 40;  // four varints of 64 bits

// Damage may give any numbers, and who reads adds start and duration.
bool plausible(const Record& r) { return !check_times(r.start_ns, r.duration_ns); }

std::string encode_records(std::span<const Record> records) {
    std::string bytes(records.size() * k_longest_record, '\0');
    char* at = bytes.data();
    std::int64_t expected = 0, batch = 0;
    for (const auto& r : records) {
        const bool has_batch = r.batch >= 0;
        at = put_varint(at, std::uint64_t{r.name} << 1U | (has_batch ? 1U : 0U));
        at = put_varint(at, zigzag(wrapping_difference(r.start_ns, expected)));
        at = put_varint(at, static_cast<std::uint64_t>(r.duration_ns));
        if (has_batch) {
            at = put_varint(at, zigzag(r.batch - batch));
            batch = r.batch;
        }
        expected = r.start_ns + r.duration_ns;
    }
    bytes.resize(static_cast<std::size_t>(at - bytes.data()));
    return bytes;
}

std::string encode_summary(std::span<const Slice> slices) {
    std::string bytes(slices.size() * (k_longest_record / 4 + 1), '\0');
    char* at = bytes.data();
    for (const auto& slice : slices) {
        at = put_varint(at, static_cast<std::uint64_t>(slice.name + 1));
        *at++ = static_cast<char>(static_cast<unsigned char>(std::lround(slice.share * 255)));
    }
    bytes.resize(static_cast<std::size_t>(at - bytes.data()));
    return bytes;
}

}  // namespace

storage::SampleChunk encode_chunk(std::span<const Record> records, std::int64_t sequence) {
    storage::SampleChunk chunk;
    chunk.lane = records.front().lane;
    chunk.batches = of_batch(records.front().kind);
    chunk.sequence = sequence;
    chunk.count = static_cast<std::int64_t>(records.size());
    chunk.first_ns = records.front().start_ns;
    for (const auto& r : records) {
        chunk.first_ns = std::min(chunk.first_ns, r.start_ns);
        chunk.last_ns = std::max(chunk.last_ns, r.start_ns + r.duration_ns);
    }
    chunk.summary = encode_summary(slices_of(records, chunk.first_ns, chunk.last_ns, k_slices));
    chunk.records = encode_records(records);
    return chunk;
}

void decode_chunk(const storage::SampleChunk& chunk, std::span<const Kind> kinds,
                  const std::function<void(const Record&)>& each) {
    Bytes bytes(chunk.records);
    Record r;
    r.lane = static_cast<std::uint32_t>(chunk.lane);
    std::int64_t expected = 0, batch = 0;
    for (std::int64_t i = 0; i < chunk.count && bytes.more(); ++i) {
        const auto tagged = bytes.varint();
        r.start_ns = wrapping_sum(expected, unzigzag(bytes.varint()));
        r.duration_ns = static_cast<std::int64_t>(bytes.varint());
        if ((tagged & 1U) != 0) batch = wrapping_sum(batch, unzigzag(bytes.varint()));
        r.batch = (tagged & 1U) != 0 ? batch : -1;
        expected = wrapping_sum(r.start_ns, r.duration_ns);
        if (tagged >> 1U >= kinds.size() || !plausible(r)) continue;
        r.name = static_cast<std::uint32_t>(tagged >> 1U);
        r.kind = kinds[r.name];
        each(r);
    }
}

std::vector<Slice> decode_summary(const storage::SampleChunk& chunk) {
    Bytes bytes(chunk.summary);
    std::vector<Slice> slices(k_slices);
    for (auto& slice : slices) {
        slice.name = static_cast<std::int64_t>(std::min<std::uint64_t>(bytes.varint(), k_most_names)) - 1;
        slice.share = bytes.byte() / 255.0;
    }
    return slices;
}

}  // namespace paretop::profile
