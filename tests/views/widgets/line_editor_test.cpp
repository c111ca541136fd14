#include "views/widgets/line_editor.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

void press(LineEditor& editor, const char* keys) {
    for (const Key& key : parse_keys(keys)) EXPECT_TRUE(editor.key(key)) << key_name(key);
}

std::string shown(const LineEditor& editor, int columns) {
    const Grid grid = render({1, columns}, [&](Surface s) { editor.draw(s); });
    std::string text = grid.to_text();
    text.pop_back();
    return text + "|" + (grid.cursor() != nullptr ? std::to_string(grid.cursor()->column) : "none");
}

TEST(LineEditor, TypesAtTheCursor) {
    LineEditor editor("wall");
    press(editor, "left left x end y home z");
    EXPECT_EQ(editor.text(), "zwaxlly");
}

TEST(LineEditor, MovesByWholeGlyphs) {
    LineEditor editor("a预e\u0301b");
    press(editor, "left left backspace");
    EXPECT_EQ(editor.text(), "ae\u0301b") << "the wide glyph went, not a byte of it";
    press(editor, "del");
    EXPECT_EQ(editor.text(), "ab") << "the letter went with its accent";
    press(editor, "ü");
    EXPECT_EQ(editor.text(), "aüb");
}

TEST(LineEditor, DeletesWordsAndEnds) {
    LineEditor editor("wall_s < 0.2  ");
    press(editor, "ctrl-w");
    EXPECT_EQ(editor.text(), "wall_s < ");
    press(editor, "ctrl-a ctrl-k");
    EXPECT_EQ(editor.text(), "");
    press(editor, "a b left ctrl-u");
    EXPECT_EQ(editor.text(), "b");
    press(editor, "home backspace end del");
    EXPECT_EQ(editor.text(), "b");
}

TEST(LineEditor, PastesInOneLine) {
    LineEditor editor;
    Key paste(KeyKind::paste);
    paste.text = "level\r\n> 5\tx";
    editor.key(paste);
    EXPECT_EQ(editor.text(), "level > 5 x");
}

TEST(LineEditor, WalksThroughItsHistoryAndBackToTheDraft) {
    LineEditor editor;
    editor.set_history({"one", "two"});
    press(editor, "d up");
    EXPECT_EQ(editor.text(), "two");
    press(editor, "up up");
    EXPECT_EQ(editor.text(), "one");
    press(editor, "down down");
    EXPECT_EQ(editor.text(), "d");
}

TEST(LineEditor, LeavesOtherKeysAlone) {
    LineEditor editor("x");
    for (const char* name : {"enter", "esc", "tab", "pgup", "ctrl-p", "up", "F1"})
        EXPECT_FALSE(editor.key(parse_key(name))) << name;
}

TEST(LineEditor, ScrollsSoThatTheCursorIsInView) {
    LineEditor editor("abcdefghij");
    EXPECT_EQ(shown(editor, 20), "abcdefghij|10");
    EXPECT_EQ(shown(editor, 6), "fghij|5");
    press(editor, "home");
    EXPECT_EQ(shown(editor, 6), "abcdef|0");
    EXPECT_EQ(shown(LineEditor("\x1b[2J"), 8), "␛[2J|4") << "escapes are shown, not sent";
}

}  // namespace
}  // namespace paretop::views
