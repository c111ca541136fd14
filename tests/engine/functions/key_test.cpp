#include "engine/functions/key.h"

#include <gtest/gtest.h>

namespace paretop::functions {
namespace {

TEST(KeyTest, IsFunctionAndBaseNameOfModule) {
    EXPECT_EQ(make_key("decode_mcu", "/usr/lib/libjpeg.so.9"), "decode_mcu|libjpeg.so.9");
    EXPECT_EQ(make_key(" a(b|c) ", "x|y"), "a(b|c)|x_y");
    EXPECT_EQ(function_of("a(b|c)|x_y"), "a(b|c)");
    EXPECT_EQ(module_of("a(b|c)|x_y"), "x_y");
    EXPECT_EQ(make_key("f", "[kernel.kallsyms]"), "f|[kernel.kallsyms]");
    EXPECT_EQ(make_key("f", "//anon"), "f|//anon");
}

TEST(KeyTest, WhatHasNoSymbolIsUnresolvedInItsModule) {
    for (const auto* name : {"", "0x00000000000231e3", "[unknown]", "???"})
        EXPECT_EQ(make_key(name, "/lib/libc.so.6"), "[unresolved]|libc.so.6") << name;
    EXPECT_EQ(make_key("0xyz", ""), "0xyz|[unknown]");
    EXPECT_TRUE(is_unknown_module("[Unknown]"));
    EXPECT_FALSE(is_unknown_module("libc.so.6"));
}

TEST(KeyTest, MaliciousNamesBecomeHarmless) {
    EXPECT_EQ(clean_name(std::string_view("a\0b\x1b[31mc", 9)), "a?b?[31mc");
    EXPECT_EQ(clean_name("\xC3\xA9\xFF\xED\xA0\x80z\xE2\x82"), "\xC3\xA9????z??");
    const std::string one(1'000'000, 'x'), other = one + 'y';
    EXPECT_LE(clean_name(one).size(), k_longest_name);
    EXPECT_NE(clean_name(one), clean_name(other)) << "long names stay apart";
    EXPECT_EQ(clean_name(one), clean_name(one));
}

}  // namespace
}  // namespace paretop::functions
