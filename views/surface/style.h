// How text looks, by meaning: the terminal decides which colour a role has, if any.
#pragma once

#include <cstdint>

namespace paretop::views {

enum class Role : std::uint8_t {
    normal,
    dim,
    accent,  // the front, the selection's edge
    good,
    warning,
    bad,
};

struct Style {
    Role role = Role::normal;
    bool bold = false;
    bool underline = false;
    bool reverse = false;
    friend bool operator==(const Style&, const Style&) = default;

    [[nodiscard]] constexpr Style with_bold(bool on = true) const { return {role, on, underline, reverse}; }
    [[nodiscard]] constexpr Style with_role(Role r) const { return {r, bold, underline, reverse}; }
};

inline constexpr Style k_normal{};
inline constexpr Style k_dim{.role = Role::dim};
inline constexpr Style k_accent{.role = Role::accent};
inline constexpr Style k_good{.role = Role::good};
inline constexpr Style k_warning{.role = Role::warning};
inline constexpr Style k_bad{.role = Role::bad};
inline constexpr Style k_bold{.bold = true};
inline constexpr Style k_selected{.bold = true};
inline constexpr Style k_caret{.reverse = true};  // the character under a text cursor

}  // namespace paretop::views
