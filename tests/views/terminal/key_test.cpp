#include "views/terminal/key.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

TEST(Key, NamesGoBothWays) {
    for (const char* name :
         {"p",         "G",    "?",         ":",    "/",      "ü",  "space",    "enter",  "esc",   "tab",
          "shift-tab", "pgup", "pgdn",      "home", "end",    "up", "shift-up", "ctrl-l", "alt-x", "ctrl-alt-del",
          "F5",        "F12",  "backspace", "del",  "insert", "-"}) {
        EXPECT_EQ(key_name(parse_key(name)), name);
        EXPECT_NE(parse_key(name).kind, KeyKind::none) << name;
    }
}

TEST(Key, UnknownNamesAreNoKey) {
    for (const char* name : {"", "entr", "F0", "F99", "ctrl-nothing"}) EXPECT_EQ(parse_key(name).kind, KeyKind::none) << name;
}

TEST(Key, ParsesSequences) {
    const auto keys = parse_keys("j  G enter");
    ASSERT_EQ(keys.size(), 3u);
    EXPECT_TRUE(keys[0].is(U'j'));
    EXPECT_TRUE(keys[1].is(U'G'));
    EXPECT_TRUE(keys[2].is(KeyKind::enter));
}

TEST(Key, AModifierMakesAnotherKey) {
    EXPECT_FALSE(Key::control(U'l').is(U'l'));
    EXPECT_FALSE(Key::control(U'l').is_text());
    EXPECT_TRUE(Key::of(U'l').is_text());
    EXPECT_FALSE(parse_key("alt-enter").is(KeyKind::enter));
}

TEST(Key, TheMouseSaysWhere) {
    const Key key = Key::mouse(KeyKind::wheel_down, {3, 10});
    EXPECT_TRUE(key.is_mouse());
    EXPECT_EQ(key_name(key), "wheel-down 3,10");
}

}  // namespace
}  // namespace paretop::views
