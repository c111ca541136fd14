#include "views/charts/svg.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace paretop::views {
namespace {

SvgScatter picture() {
    SvgScatter s;
    s.title = "zstd-levels, run 17";
    s.subtitle = "3 trials, 2 on the front";
    s.x_name = "wall_s";
    s.x_unit = "s";
    s.y_name = "bytes";
    s.y_unit = "MiB";
    s.points = {{1, 5}, {2, 3}, {4, 4}};
    s.front = {{1, 5}, {2, 3}};
    return s;
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
    return n;
}

TEST(Svg, DrawsPointsFrontAxesAndLegend) {
    const std::string svg = scatter_svg(picture());
    EXPECT_EQ(svg.rfind("<svg xmlns=\"http://www.w3.org/2000/svg\"", 0), 0u);
    EXPECT_EQ(count(svg, "<circle class=\"point\" cx"), 3u);
    EXPECT_EQ(count(svg, "<circle class=\"member\" cx"), 2u);
    EXPECT_NE(svg.find(">wall_s, s</text>"), std::string::npos);
    EXPECT_NE(svg.find(">bytes, MiB</text>"), std::string::npos);
    EXPECT_NE(svg.find(">front</text>"), std::string::npos);
    EXPECT_EQ(svg.find(">threshold</text>"), std::string::npos) << "only what is there";
    EXPECT_NE(svg.find("fill=\"#fff\""), std::string::npos) << "a background of its own";
}

TEST(Svg, TheFrontStepsThroughTheWorseCorner) {
    const std::string svg = scatter_svg(picture());
    const auto path = svg.substr(svg.find("<path class=\"front\""), 100);
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0;
    ASSERT_EQ(std::sscanf(path.c_str(), "<path class=\"front\" d=\"M%lf %lfL%lf %lfL%lf %lf", &x1, &y1, &x2, &y2, &x3, &y3), 6);
    EXPECT_EQ(y1, y2);
    EXPECT_EQ(x2, x3);
    EXPECT_LT(y1, y3) << "a smaller value lies lower on the page";
}

TEST(Svg, EscapesNames) {
    SvgScatter s = picture();
    s.title = "<script>\"a\" & b\x1b</script>";
    const std::string svg = scatter_svg(s);
    EXPECT_EQ(svg.find("<script>"), std::string::npos);
    EXPECT_NE(svg.find("&lt;script&gt;&quot;a&quot; &amp; b␛"), std::string::npos);
}

TEST(Svg, WritesPointsOnOneSpotOnce) {
    SvgScatter s = picture();
    s.points.assign(100'000, {2, 3});
    s.points.push_back({1, 5});
    EXPECT_EQ(count(scatter_svg(s), "<circle class=\"point\" cx"), 2u);
}

TEST(Svg, DrawsThresholdsBaselineAndInfeasibleOnes) {
    SvgScatter s = picture();
    s.x_threshold = 3;
    s.y_threshold = 1e9;  // far outside
    s.baseline = PlotPoint{4, 4};
    s.infeasible = {{3, 3.5}};
    const std::string svg = scatter_svg(s);
    EXPECT_EQ(count(svg, "class=\"threshold\""), 2u) << "the line and its entry in the legend";
    EXPECT_EQ(count(svg, "class=\"baseline\""), 2u);
    EXPECT_EQ(count(svg, "class=\"infeasible\""), 2u);
}

TEST(Svg, DrawsBytesInTheUnitThatSuits) {
    SvgScatter s = picture();
    s.y_unit = "bytes";
    for (auto* points : {&s.points, &s.front})
        for (auto& point : *points) point.y *= 1024 * 1024;
    s.baseline = PlotPoint{4, 4 * 1024 * 1024};
    s.y_threshold = 3.5 * 1024 * 1024;
    EXPECT_EQ(scatter_svg(s).find("e+0"), std::string::npos);
    auto same = picture();
    same.baseline = PlotPoint{4, 4};
    same.y_threshold = 3.5;
    EXPECT_EQ(scatter_svg(s), scatter_svg(same));
}

TEST(Svg, LongLabelsMakeRoomBesideTheNameOfTheAxis) {
    SvgScatter s = picture();
    s.y_unit = "";
    const auto axis_at = [](const std::string& svg) {
        double x = 0;
        EXPECT_EQ(std::sscanf(svg.c_str() + svg.find("<line class=\"axis\""), "<line class=\"axis\" x1=\"%lf", &x), 1);
        return x;
    };
    const double narrow = axis_at(scatter_svg(s));
    for (auto* points : {&s.points, &s.front})
        for (auto& point : *points) point.y *= 200'000;
    EXPECT_GT(axis_at(scatter_svg(s)), narrow);
    EXPECT_NE(scatter_svg(s).find(">bytes</text>"), std::string::npos);
}

TEST(Svg, IsAWholeFileWithoutAnyPoint) {
    const std::string svg = scatter_svg({});
    EXPECT_NE(svg.find("</svg>"), std::string::npos);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_EQ(svg.find("\"inf"), std::string::npos);
    EXPECT_EQ(svg.find("-inf"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
