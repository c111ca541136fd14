#include "engine/profile/names.h"

#include <fmt/format.h>

namespace paretop::profile {
namespace {

std::string_view cut_name(std::string_view name) {
    auto length = k_longest_name;
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) --length;
    return name.substr(0, length == 0 ? k_longest_name : length);
}

std::string default_name(const Lane& lane) {
    static constexpr std::array<std::string_view, 3> k_roles{"main", "worker", "thread"};
    const auto role = k_roles[static_cast<std::size_t>(lane.role)];
    return lane.tid == lane.pid ? fmt::format("{} {}", role, lane.pid) : fmt::format("{} {}/{}", role, lane.pid, lane.tid);
}

}  // namespace

std::uint32_t Names::add(std::string_view name, Kind kind) {
    const auto number = static_cast<std::uint32_t>(names_.size());
    names_.push_back({std::string(name), kind});
    numbers_[static_cast<std::size_t>(kind)].emplace(name, number);
    return number;
}

Names::Found Names::find(std::string_view name, Kind kind) {
    Found found;
    if (name.size() > k_longest_name) {
        name = cut_name(name);
        found.cut = true;
    }
    const auto& numbers = numbers_[static_cast<std::size_t>(kind)];
    if (const auto known = numbers.find(name); known != numbers.end()) {
        found.number = known->second;
        return found;
    }
    // Room is kept for the other name of each kind.
    if (names_.size() + numbers_.size() >= most_ && name != k_other_name) {
        found = find(k_other_name, kind);
        found.other = true;
        return found;
    }
    found.number = add(name, kind);
    return found;
}

void Lanes::rename(std::uint32_t lane, std::string_view name) {
    if (lane + 1 >= k_most || lanes_[lane].role != Role::other) return;
    lanes_[lane].name = name.size() > k_longest_name ? cut_name(name) : name;
}

std::string Lanes::key_of(const Lane& lane, Role role) {
    return fmt::format("{}/{}/{}", lane.pid, lane.tid, static_cast<int>(role));
}

std::uint32_t Lanes::find(const Lane& lane) {
    const auto key = key_of(lane, lane.role);
    if (const auto known = numbers_.find(key); known != numbers_.end()) return known->second;
    if (lane.role != Role::other) {
        if (const auto known = numbers_.find(key_of(lane, Role::other)); known != numbers_.end()) {
            auto& found = lanes_[known->second];
            if (found.role == Role::other && found.name == default_name(found)) found.name = default_name(lane);
            if (found.role == Role::other) found.role = lane.role;
            return known->second;
        }
    }
    if (lanes_.size() == k_most) return static_cast<std::uint32_t>(k_most - 1);
    const auto number = static_cast<std::uint32_t>(lanes_.size());
    lanes_.push_back(lane);
    if (lane.name.empty()) lanes_.back().name = default_name(lane);
    if (lanes_.size() == k_most) lanes_.back().name = "all further lanes";
    numbers_.emplace(key, number);
    return number;
}

}  // namespace paretop::profile
