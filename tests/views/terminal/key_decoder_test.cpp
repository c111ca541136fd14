#include "views/terminal/key_decoder.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

std::string names(std::vector<Key> keys) {
    std::string out;
    for (const Key& key : keys)
        out += (out.empty() ? "" : " ") + (key.kind == KeyKind::paste ? "paste[" + key.text + "]" : key_name(key));
    return out;
}

std::string decoded(std::string_view bytes) {
    KeyDecoder decoder;
    decoder.feed(bytes, 0);
    decoder.flush();
    return names(decoder.take());
}

// However the bytes are cut into reads, the keys are the same.
std::string decoded_bytewise(std::string_view bytes) {
    KeyDecoder decoder;
    for (const char byte : bytes) decoder.feed({&byte, 1}, 0);
    decoder.flush();
    return names(decoder.take());
}

struct Case {
    std::string bytes;
    std::string keys;
};

class Decoding : public testing::TestWithParam<Case> {};

TEST_P(Decoding, Whole) { EXPECT_EQ(decoded(GetParam().bytes), GetParam().keys); }
TEST_P(Decoding, ByteByByte) { EXPECT_EQ(decoded_bytewise(GetParam().bytes), GetParam().keys); }

INSTANTIATE_TEST_SUITE_P(
    Keys, Decoding,
    testing::Values(Case{"jG?: /", "j G ? : space /"}, Case{"ü预🙂", "ü 预 🙂"},
                    Case{"\r\n\t\x7f\b", "enter enter tab backspace backspace"}, Case{"\x01\x0c\x1a", "ctrl-a ctrl-l ctrl-z"},
                    Case{"\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left"}, Case{"\x1bOA\x1bOD\x1bOH\x1bOF", "up left home end"},
                    Case{"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "home end home end home end"},
                    Case{"\x1b[5~\x1b[6~\x1b[2~\x1b[3~", "pgup pgdn insert del"}, Case{"\x1b[Z", "shift-tab"},
                    Case{"\x1bOP\x1b[15~\x1b[24~\x1b[[A", "F1 F5 F12 F1"},
                    Case{"\x1b[1;5C\x1b[1;2A\x1b[5;3~", "ctrl-right shift-up alt-pgup"}, Case{"\x1bx", "alt-x"},
                    Case{"\x1b", "esc"}, Case{"\x1b\x1b", "esc esc"}, Case{"\x1b\x1b[A", "esc up"},
                    Case{"\x1b[<64;3;2M\x1b[<65;3;2M", "wheel-up 1,2 wheel-down 1,2"},
                    Case{"\x1b[<0;10;4M\x1b[<0;10;4m", "click 3,9"},
                    Case{"\x1b[<2;10;4M\x1b[<32;1;1M", ""},  // the right button, a drag
                    Case{"\x1b[200~q\x1b[A\nrm\x1b[201~x", "paste[q\x1b[A\nrm] x"}));

TEST(KeyDecoder, SwallowsSequencesNobodyKnows) {
    EXPECT_EQ(decoded("\x1b[?62;22c"), "") << "an answer about the terminal";
    EXPECT_EQ(decoded("\x1b[99~q"), "q");
    EXPECT_EQ(decoded("\x1b[12;40Rj"), "j") << "where the cursor is";
    EXPECT_EQ(decoded("\x1b[I\x1b[Oj"), "j") << "focus in and out";
    EXPECT_EQ(decoded("\x1b[M #!j"), "j") << "an old mouse report";
}

TEST(KeyDecoder, DropsWhatIsNoCharacter) {
    EXPECT_EQ(decoded("\xff\xfej"), "j");
    EXPECT_EQ(decoded("\xc3"), "");
    EXPECT_EQ(decoded("\xc2\x9bj"), "j") << "the eight-bit CSI";
}

TEST(KeyDecoder, WaitsOnlyInsideASequence) {
    KeyDecoder decoder;
    decoder.feed("j", 0);
    EXPECT_FALSE(decoder.incomplete());
    decoder.feed("\x1b", 0);
    EXPECT_TRUE(decoder.incomplete());
    decoder.feed("[A", 0);
    EXPECT_FALSE(decoder.incomplete());
    EXPECT_EQ(names(decoder.take()), "j up");
    decoder.feed("\x1b[200~long", 0);
    EXPECT_FALSE(decoder.incomplete()) << "a paste takes the time it takes";
}

TEST(KeyDecoder, ACutSequenceIsOneEscape) { EXPECT_EQ(decoded("\x1b[1;"), "esc"); }

TEST(KeyDecoder, TwoClicksOnOneCellWithinFourTenthsAreADoubleClick) {
    constexpr Nanoseconds ms = 1'000'000;
    KeyDecoder decoder;
    const auto click = [&](const char* bytes, Nanoseconds at) {
        decoder.feed(bytes, at);
        return names(decoder.take());
    };
    EXPECT_EQ(click("\x1b[<0;5;5M", 0), "click 4,4");
    EXPECT_EQ(click("\x1b[<0;5;5M", 300 * ms), "double-click 4,4");
    EXPECT_EQ(click("\x1b[<0;5;5M", 400 * ms), "click 4,4") << "a third one begins anew";
    EXPECT_EQ(click("\x1b[<0;6;5M", 500 * ms), "click 4,5") << "another cell";
    EXPECT_EQ(click("\x1b[<0;6;5M", 1000 * ms), "click 4,5") << "too late";
}

TEST(KeyDecoder, BoundsEndlessSequencesAndPastes) {
    EXPECT_EQ(decoded("\x1b[" + std::string(200, '1') + "A").substr(0, 3), "1 1") << "given up, not hung";
    KeyDecoder decoder;
    decoder.feed("\x1b[200~", 0);
    for (int i = 0; i < 40; ++i) decoder.feed(std::string(100'000, 'x'), 0);
    decoder.feed("\x1b[201~", 0);
    const auto keys = decoder.take();
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_LE(keys[0].text.size(), 1'200'000u);
}

}  // namespace
}  // namespace paretop::views
