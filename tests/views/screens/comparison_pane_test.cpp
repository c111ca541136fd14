#include "views/screens/comparison_pane.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

model::MetricSummary repeats(std::vector<double> values) {
    model::MetricSummary metric;
    metric.median = measure::median(values);
    metric.interval = measure::median_interval(values);
    metric.repeats = std::move(values);
    return metric;
}

model::Comparison comparison() {
    model::Comparison c;
    c.a = 9;
    c.b = 131;
    c.changed = {{"level", "9", "19"}, {"fast", "", "on"}};
    c.unchanged = 3;
    const auto a = repeats({0.31, 0.312, 0.308, 0.311, 0.309});
    const auto b = repeats({2.14, 2.15, 2.13, 2.12, 2.16});
    c.metrics.push_back({"wall_s", "s", true, a, b, model::relative_change(a.median, b.median),
                         measure::difference(a.repeats, b.repeats), false, -1});
    const auto one = repeats({2.1e6});
    const auto other = repeats({1.9e6});
    c.metrics.push_back({"bytes", "bytes", true, one, other, model::relative_change(one.median, other.median), {}, false, 0});
    return c;
}

TEST(ComparisonPane, SaysWhatDiffersAndHowSureThatIs) {
    EXPECT_EQ(comparison_lines(comparison(), 110), 4);
    EXPECT_EQ(text_of({4, 110}, [](Surface s) { draw_comparison(s, comparison()); }),
              R"(               A · trial 9  B · trial 131  change               difference (99.2 %)
  wall_s, s   0.310 ±0.002     2.14 ±0.02  +590 %  A is better       +1.81 to +1.85
  bytes, MiB          2.00           1.81  −9.5 %  one repeat
  level 9 → 19 · fast – → on · 3 the same
)");
}

TEST(ComparisonPane, InOneLine) {
    EXPECT_EQ(comparison_line(comparison()), "level 9 → 19 · fast – → on · wall_s +590 % · bytes −9.5 %");
    EXPECT_EQ(comparison_line({}), "no difference");
}

}  // namespace
}  // namespace paretop::views
