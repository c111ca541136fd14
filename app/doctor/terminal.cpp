#include <fmt/format.h>
#include <langinfo.h>
#include <sys/ioctl.h>

#include <cstdlib>
#include <string_view>

#include "app/doctor/finding.h"

namespace paretop::app::doctor {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Finding examine_size() {
    winsize size{};
    if (ioctl(1, TIOCGWINSZ, &size) != 0) return {"terminal", "size", Health::ok, "not a terminal", ""};
    const bool small = size.ws_col < 80 || size.ws_row < 24;
    return {"terminal", "size", small ? Health::warn : Health::ok, fmt::format("{}×{}", size.ws_col, size.ws_row),
            small ? "below 80×24 columns are left out" : ""};
}

Finding examine_type() {
    const auto term = variable("TERM");
    const bool usable = !term.empty() && term != "dumb";
    return {"terminal", "TERM", usable ? Health::ok : Health::warn, term.empty() ? "not set" : term,
            usable ? "" : "the screen needs one, e.g. `export TERM=xterm-256color`"};
}

Finding examine_colours() {
    if (!variable("NO_COLOR").empty()) return {"terminal", "colours", Health::ok, "none: NO_COLOR is set", ""};
    const auto colorterm = variable("COLORTERM");
    const auto term = variable("TERM");
    const bool direct = colorterm == "truecolor" || colorterm == "24bit" || term.find("direct") != std::string::npos;
    if (direct) return {"terminal", "colours", Health::ok, "24 bits", ""};
    const bool many = term.find("256") != std::string::npos;
    return {"terminal", "colours", Health::ok, many ? "256" : "16 or fewer", ""};
}

// The mouse is reported by every terminal that curses knows as xterm's kin, screen's or tmux's.
Finding examine_mouse() {
    const auto term = variable("TERM");
    for (const std::string_view kin : {"xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "kitty", "konsole", "vte", "st"})
        if (term.starts_with(kin)) return {"terminal", "mouse", Health::ok, "reported", ""};
    return {"terminal", "mouse", Health::ok, "perhaps not reported; every key works without it", ""};
}

}  // namespace

Findings examine_terminal(const Console& console) {
    const bool unicode = console.charset() == views::Charset::unicode;
    Findings findings{{"terminal", "character set", unicode ? Health::ok : Health::warn, nl_langinfo(CODESET),
                       unicode ? "" : "`export LANG=C.UTF-8` for finer charts; until then they are drawn in ASCII"}};
    for (auto&& finding : {examine_type(), examine_size(), examine_colours(), examine_mouse()}) findings.push_back(finding);
    return findings;
}

}  // namespace paretop::app::doctor
