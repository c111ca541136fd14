#include "views/widgets/form.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

Form form() {
    return Form({{.label = "trials",
                  .value = "300",
                  .digits_only = true,
                  .hint = "about 4 minutes",
                  .check = [](const std::string& v) { return v.empty() || v == "0" ? "at least 1" : ""; }},
                 {.label = "method", .value = "auto", .choices = {"auto", "random", "nsga2"}},
                 {.label = "note", .value = ""}});
}

std::string draw(Form& f, Size size = {3, 60}) {
    return text_of(size, [&](Surface s) { f.draw(s); });
}

void press(Form& f, const char* keys) {
    for (const Key& key : parse_keys(keys)) EXPECT_TRUE(f.key(key)) << key_name(key);
}

TEST(Form, ShowsLabelsValuesAndHints) {
    Form f = form();
    EXPECT_EQ(draw(f), R"(▸  trials  300                       about 4 minutes
   method  auto
   note
)");
}

TEST(Form, EditsTheFieldInFocus) {
    Form f = form();
    press(f, "backspace 5 x down right down h i");
    EXPECT_EQ(f.value(0), "305") << "letters do not go into a number";
    EXPECT_EQ(f.value(1), "random");
    EXPECT_EQ(f.value(2), "hi");
}

TEST(Form, ChoicesGoRound) {
    Form f = form();
    press(f, "tab left");
    EXPECT_EQ(f.value(1), "nsga2");
    EXPECT_EQ(draw(f), R"(   trials  300                       about 4 minutes
▸  method  ← nsga2 →
   note
)");
    press(f, "space");
    EXPECT_EQ(f.value(1), "auto");
}

TEST(Form, SaysWhatWillNotDo) {
    Form f = form();
    EXPECT_EQ(f.problem(), "");
    press(f, "ctrl-u");
    EXPECT_EQ(f.problem(), "trials: at least 1");
    EXPECT_EQ(draw(f).substr(0, draw(f).find('\n')), "▸  trials                            at least 1");
}

TEST(Form, LeavesTheLastFieldByTab) {
    Form f = form();
    press(f, "tab tab");
    EXPECT_FALSE(f.key(parse_key("tab")));
    EXPECT_TRUE(f.key(parse_key("shift-tab")));
    EXPECT_EQ(f.focus(), 1u);
    EXPECT_FALSE(f.key(parse_key("enter")));
    EXPECT_FALSE(f.key(parse_key("esc")));
}

TEST(Form, TakesTheMouse) {
    Form f = form();
    draw(f);
    f.key(Key::mouse(KeyKind::click, {2, 8}));
    EXPECT_EQ(f.focus(), 2u);
}

TEST(Form, WithoutFieldsTakesNothing) {
    Form f;
    EXPECT_FALSE(f.key(parse_key("down")));
    EXPECT_EQ(f.problem(), "");
}

}  // namespace
}  // namespace paretop::views
