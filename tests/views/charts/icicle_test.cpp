#include "views/charts/icicle.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

// run: decode (60: read 50, itself 10), resize 30, itself 10.
functions::CallTree tree(double read = 50) {
    functions::CallTree out;
    out.functions = {"run", "decode", "read|libjpeg.so", "resize"};
    out.nodes = {{-1, 0, 10, 1}, {0, 1, 10, 1}, {1, 2, read, 5}, {0, 3, 30, 3}};
    return out;
}

std::string draw(Icicle& icicle, Size size) {
    return text_of(size, [&](Surface s) { icicle.draw(s); });
}

TEST(Icicle, DrawsEveryBoxAsWideAsItTook) {
    Icicle icicle;
    icicle.set_tree(tree(), "all");
    EXPECT_EQ(draw(icicle, {4, 40}),
              "│all\n"
              "│run────────────────────────────────────\n"
              "│decode─────────────────│resize─────\n"
              "│read───────────────\n");
}

TEST(Icicle, GoesToTheHeaviestCalleeAndAlongTheLevel) {
    Icicle icicle;
    icicle.set_tree(tree(), "all");
    draw(icicle, {4, 40});
    EXPECT_TRUE(icicle.key(Key(KeyKind::down)));
    icicle.key(Key(KeyKind::down));
    EXPECT_EQ(icicle.chosen().function, "decode");
    EXPECT_DOUBLE_EQ(icicle.chosen().share, 0.6);
    icicle.key(Key(KeyKind::right));
    EXPECT_EQ(icicle.chosen().function, "resize");
    EXPECT_DOUBLE_EQ(icicle.chosen().share_of_caller, 0.3);
    icicle.key(Key(KeyKind::right));
    EXPECT_EQ(icicle.chosen().function, "resize");
    icicle.key(Key(KeyKind::up));
    EXPECT_EQ(icicle.chosen().function, "run");
    EXPECT_FALSE(icicle.key(Key(KeyKind::enter)));
}

TEST(Icicle, GoesToTheEndsOfALevelAndOfAPath) {
    Icicle icicle;
    icicle.set_tree(tree(), "all");
    draw(icicle, {4, 40});
    icicle.key(Key(KeyKind::page_down));
    EXPECT_EQ(icicle.chosen().function, "read");
    icicle.key(Key(KeyKind::up));
    icicle.key(Key(KeyKind::end));
    EXPECT_EQ(icicle.chosen().function, "resize");
    icicle.key(Key(KeyKind::home));
    EXPECT_EQ(icicle.chosen().function, "decode");
    icicle.key(Key(KeyKind::page_up));
    EXPECT_EQ(icicle.chosen().depth, 0U);
}

TEST(Icicle, AClickChoosesAndTheWheelZooms) {
    Icicle icicle;
    icicle.set_tree(tree(), "all");
    draw(icicle, {4, 40});
    EXPECT_TRUE(icicle.key(Key::mouse(KeyKind::click, {2, 30})));
    EXPECT_EQ(icicle.chosen().function, "resize");
    EXPECT_TRUE(icicle.key(Key::mouse(KeyKind::wheel_up, {2, 5})));
    EXPECT_EQ(icicle.chosen().function, "decode");
    EXPECT_TRUE(icicle.zoomed());
    icicle.key(Key::mouse(KeyKind::wheel_down, {2, 5}));
    icicle.key(Key::mouse(KeyKind::wheel_down, {2, 5}));
    EXPECT_FALSE(icicle.zoomed());
    EXPECT_FALSE(icicle.key(Key::mouse(KeyKind::double_click, {2, 5}))) << "left to Enter";
}

TEST(Icicle, ZoomsUnderItsCallers) {
    Icicle icicle;
    icicle.set_tree(tree(), "all");
    draw(icicle, {4, 40});
    for (int i = 0; i < 3; ++i) icicle.key(Key(KeyKind::down));
    icicle.zoom_in();
    const auto zoomed = draw(icicle, {4, 40});
    EXPECT_NE(zoomed.find("│decode─────────────────────────────────\n│read"), std::string::npos) << zoomed;
    EXPECT_EQ(icicle.chosen().module, "libjpeg.so");
    icicle.zoom_out();
    icicle.zoom_out();
    icicle.zoom_out();
    EXPECT_FALSE(icicle.zoomed());
}

TEST(Icicle, TheCursorStaysOnItsStackWhileTheProfileGrows) {
    Icicle icicle;
    icicle.set_tree(tree(), "all");
    draw(icicle, {4, 40});
    for (int i = 0; i < 3; ++i) icicle.key(Key(KeyKind::down));
    icicle.set_tree(tree(500), "all");
    EXPECT_EQ(icicle.chosen().function, "read");
    icicle.set_tree({}, "all");
    EXPECT_TRUE(icicle.empty());
    EXPECT_EQ(icicle.chosen().function, "all");
}

TEST(Icicle, ScrollsToTheCursorWhereLevelsAreMany) {
    functions::CallTree deep;
    for (std::size_t i = 0; i < 50; ++i) {
        deep.functions.push_back("f" + std::to_string(i));
        deep.nodes.push_back({static_cast<std::int64_t>(i) - 1, i, 1, 1});
    }
    Icicle icicle;
    icicle.set_tree(deep, "all");
    for (int i = 0; i < 30; ++i) icicle.key(Key(KeyKind::down));
    EXPECT_NE(draw(icicle, {5, 60}).find("f29"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
