#include "engine/process/output.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace paretop::process {
namespace {

TEST(BoundedText, KeepsWhatFits) {
    BoundedText text(10);
    text.append("hello");
    text.append("world");
    EXPECT_EQ(text.text(), "helloworld");
    EXPECT_FALSE(text.cut());
    EXPECT_EQ(text.total(), 10);
}

TEST(BoundedText, KeepsTheStartAndTheEndHoweverItArrives) {
    for (const std::size_t piece : {1UL, 3UL, 7UL, 26UL}) {
        const std::string alphabet = "abcdefghijklmnopqrstuvwxyz";
        BoundedText text(8);
        for (std::size_t at = 0; at < alphabet.size(); at += piece) text.append(std::string_view(alphabet).substr(at, piece));
        EXPECT_EQ(text.head(), "abcd") << piece;
        EXPECT_EQ(text.tail(), "wxyz") << piece;
        EXPECT_EQ(text.text(), "abcd\n[… 18 bytes left out …]\nwxyz") << piece;
        EXPECT_TRUE(text.cut());
    }
}

TEST(BoundedText, ClearedItStartsAgain) {
    BoundedText text(4);
    text.append("abcdefgh");
    text.clear();
    text.append("xy");
    EXPECT_EQ(text.text(), "xy");
    EXPECT_EQ(text.total(), 2);
}

TEST(LastLine, IsTheLastThatSaysSomethingWithoutControlCharacters) {
    EXPECT_EQ(last_line("first\nsecond\n\n  \n"), "second");
    EXPECT_EQ(last_line("progress 1%\rprogress 2%\r"), "progress 2%");
    EXPECT_EQ(last_line("\x1b[31mred\x1b[0m \x1b]0;title\x07plain\x01"), "red plain");
    EXPECT_EQ(last_line("\x1b["), "");
    EXPECT_EQ(last_line(""), "");
    EXPECT_EQ(last_line("a\tb"), "a b");
    EXPECT_EQ(last_line("ääää", 3), "ä…");
}

TEST(LiveLog, ExistsOnceSomethingWasFlushedAndStaysSmall) {
    const std::string path = testing::TempDir() + "paretop_live.log";
    const auto content = [&] {
        std::ifstream file(path);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    {
        LiveLog live(path, 100);
        live.flush();
        EXPECT_FALSE(std::filesystem::exists(path));
        live.append("hello\n");
        live.flush();
        EXPECT_EQ(content(), "hello\n");
        for (int i = 0; i < 100; ++i) {
            live.append("another line\n");
            live.flush();
        }
        EXPECT_LE(content().size(), 100U);
        EXPECT_TRUE(content().ends_with("another line\n"));
        live.append(std::string(100'000, 'x'));
        live.flush();
        EXPECT_NE(content().find("bytes left out"), std::string::npos);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace paretop::process
