// Numbers for names and for lanes, in the order of their appearance.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/profile/record.h"

namespace paretop::profile {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct NamedOperation {
    std::string name;
    Kind kind = Kind::operation;
};

// Names are cut to k_longest_name bytes (never within a UTF-8 character), and to k_most_names different ones.
class Names {
  public:
    struct Found {
        std::uint32_t number = 0;
        bool cut = false, other = false;  // stands under a shorter name, or under k_other_name
    };
    explicit Names(std::size_t most = k_most_names) : most_(most) {}
    Found find(std::string_view name, Kind kind);
    [[nodiscard]] const std::vector<NamedOperation>& all() const { return names_; }

  private:
    std::uint32_t add(std::string_view name, Kind kind);

    std::size_t most_;
    std::vector<NamedOperation> names_;
    std::array<std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>, 7> numbers_;  // by kind
};

class Lanes {
  public:
    static constexpr std::size_t k_most = 4096;  // further ones share the last
    // A lane that was first asked for as `other` becomes main or worker when it is asked for as such.
    std::uint32_t find(const Lane& lane);
    // Not of main processes and workers, which are called after what they do, nor of the last lane that all further ones share.
    void rename(std::uint32_t lane, std::string_view name);
    [[nodiscard]] const std::vector<Lane>& all() const { return lanes_; }

  private:
    static std::string key_of(const Lane& lane, Role role);

    std::vector<Lane> lanes_;
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> numbers_;
};

}  // namespace paretop::profile
