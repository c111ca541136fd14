#include "views/surface/text.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

TEST(Text, CountsCellsNotBytes) {
    EXPECT_EQ(width_of(""), 0);
    EXPECT_EQ(width_of("level"), 5);
    EXPECT_EQ(width_of("größe"), 5);
    EXPECT_EQ(width_of("预处理"), 6);
    EXPECT_EQ(width_of("e\u0301"), 1) << "a combining accent takes no cell";
    EXPECT_EQ(width_of("🙂"), 2);
}

TEST(Text, KeepsCombiningMarksInTheCellOfTheirBase) {
    Glyphs walk("e\u0301x");
    Glyph glyph;
    ASSERT_TRUE(walk.next(glyph));
    EXPECT_EQ(glyph.text(), "e\u0301");
    ASSERT_TRUE(walk.next(glyph));
    EXPECT_EQ(glyph.text(), "x");
    EXPECT_FALSE(walk.next(glyph));
}

TEST(Text, BoundsThePileOfCombiningMarks) {
    std::string zalgo = "a";
    for (int i = 0; i < 100; ++i) zalgo += "\u0301";
    Glyphs walk(zalgo);
    Glyph glyph;
    ASSERT_TRUE(walk.next(glyph));
    EXPECT_EQ(glyph.width, 1);
    EXPECT_LE(glyph.length, Glyph::k_capacity);
    EXPECT_FALSE(walk.next(glyph));
}

TEST(Text, ShowsAMarkWithoutABaseOnACircle) { EXPECT_EQ(harmless("\u0301"), "◌\u0301"); }

TEST(Text, MakesEscapesAndControlCharactersVisible) {
    EXPECT_EQ(harmless("\x1b[31mred\x07"), "␛[31mred␇");
    EXPECT_EQ(harmless("a\nb\tc\x7f"), "a␊b c␡");
    EXPECT_EQ(harmless(std::string_view("\0", 1)), "␀");
    EXPECT_EQ(harmless("\u009b2J"), "\uFFFD2J") << "the eight-bit CSI";
}

TEST(Text, ReplacesInvalidBytesOneByOne) {
    EXPECT_EQ(harmless("a\xff\xc3"), "a\uFFFD\uFFFD");
    EXPECT_EQ(harmless("\xc0\xaf"), "\uFFFD\uFFFD") << "an overlong slash";
    EXPECT_EQ(harmless("\xed\xa0\x80x").substr(0, 3), "\uFFFD") << "a surrogate";
}

TEST(Text, DropsWhatReordersOrHidesText) {
    EXPECT_EQ(harmless("a\u202Eb\u2066c\u200Bd\u2028"), "abcd");
    EXPECT_EQ(harmless("\uFEFFx"), "x");
}

TEST(Text, DrawsEmojiInWidthsEveryTerminalAgreesOn) {
    EXPECT_EQ(harmless("👩‍🔬"), "👩🔬") << "joined ones side by side";
    EXPECT_EQ(harmless("👍🏽"), "👍") << "without the tone";
    EXPECT_EQ(harmless("🇩🇪"), "DE");
    EXPECT_EQ(width_of("❤️"), width_of("❤"));
}

TEST(Text, ShortensNamesAtTheEndAndPathsInTheMiddle) {
    EXPECT_EQ(shorten("preprocess", 10), "preprocess");
    EXPECT_EQ(shorten("preprocess", 6), "prepr…");
    EXPECT_EQ(shorten("preprocess", 1), "…");
    EXPECT_EQ(shorten("preprocess", 0), "");
    EXPECT_EQ(shorten("预处理", 4), "预…") << "half a character does not fit";
    EXPECT_EQ(shorten_middle("/srv/runs/lab.db", 11), "/srv/…ab.db");
    EXPECT_EQ(shorten_middle("/srv/runs/lab.db", 16), "/srv/runs/lab.db");
    EXPECT_EQ(shorten_middle("abc", 1), "…");
}

TEST(Text, PadsByCells) {
    EXPECT_EQ(pad_left("预", 4), "  预");
    EXPECT_EQ(pad_right("预", 4), "预  ");
    EXPECT_EQ(pad_left("long", 2), "long");
}

std::string in_ascii(std::string_view text) {
    std::string out;
    Glyphs walk(text);
    for (Glyph glyph; walk.next(glyph);) out += ascii_glyph(glyph).text();
    return out;
}

TEST(Ascii, StandsInForTheMarksOfTheScreens) {
    EXPECT_EQ(in_ascii("●‖✓✗◌"), "*=+x.");
    EXPECT_EQ(in_ascii("── runs › ▸ …"), "-- runs > > ~");
    EXPECT_EQ(in_ascii("└┬┤│"), "+++|");
    EXPECT_EQ(in_ascii("▁▂▃▄▅▆▇█"), "_.-=+*%#");
    EXPECT_EQ(in_ascii("0.093 ±0.002 −17"), "0.093 ~0.002 -17");
}

TEST(Ascii, TellsBrailleDotsAboveFromDotsBelow) { EXPECT_EQ(in_ascii("⠀⠁⠈⢀⡀⠅⣿"), " ''..:#"); }

TEST(Ascii, KeepsTheWidthAndTheLettersUnderAccents) {
    EXPECT_EQ(in_ascii("Größe"), "Gro?e");
    EXPECT_EQ(in_ascii("预é"), "??e");
    EXPECT_EQ(in_ascii("a\x1bz"), "a^z");
}

}  // namespace
}  // namespace paretop::views
