#include "engine/measure/rounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace paretop::measure {

std::span<const storage::MeasurementRecord> latest(std::span<const storage::MeasurementRecord> repeats, Round until) {
    const auto before = [](const storage::MeasurementRecord& m, std::int64_t repeat) { return m.repeat < repeat; };
    const auto end = std::lower_bound(repeats.begin(), repeats.end(), (static_cast<std::int64_t>(until) + 1) * k_round, before);
    if (end == repeats.begin()) return {};
    const auto begin = std::lower_bound(repeats.begin(), end, round_of(std::prev(end)->repeat) * k_round, before);
    return {begin, end};
}

std::string repeat_name(std::int64_t repeat) {
    if (repeat < 0) return fmt::format("warm-up {}", -repeat);
    if (is_drift(repeat)) return fmt::format("drift check, repeat {}", (repeat - k_drift) % k_drift_check + 1);
    constexpr std::array<std::string_view, 4> k_words{"", "confirming ", "last ", "comparing "};
    const auto word = std::min<std::size_t>(static_cast<std::size_t>(round_of(repeat)), k_words.size() - 1);
    return fmt::format("{}repeat {}", k_words[word], repeat % k_round + 1);
}

}  // namespace paretop::measure
