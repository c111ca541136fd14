#include "engine/profile/silence.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/profile/traces.h"

namespace paretop::profile {
namespace {

constexpr std::int64_t k_s = 1'000'000'000;
constexpr std::int64_t k_2024 = 1'716'411'255 * k_s;  // 2024-05-22 20:54:15 UTC

// What happened at these seconds, batch by batch.
std::optional<Silences::Silence> longest_of(const std::vector<std::int64_t>& seconds, std::int64_t usual) {
    Silences silences;
    for (const auto second : seconds) silences.add(k_2024 + second * k_s);
    return silences.longest(usual);
}

TEST(Silences, AreFoundInWhateverOrderThingsCome) {
    const auto sorted = longest_of({0, 1, 2, 3, 3603, 3604, 3605, 3800, 3801}, 9);
    const auto mixed = longest_of({3604, 3801, 1, 3, 3603, 0, 3800, 2, 3605}, 9);
    for (const auto& longest : {sorted, mixed}) {
        ASSERT_TRUE(longest.has_value());
        EXPECT_EQ(longest->from_ns, k_2024 + 3 * k_s);
        EXPECT_EQ(longest->length_ns, 3600 * k_s);
        EXPECT_EQ(longest->count, 2U);
    }
    EXPECT_EQ(remark_of({k_2024, 3600 * k_s, 1}),
              "nothing began or ended for 3,600 s from 2024-05-22 20:54:15 UTC on: the clock was set, or everything stood still");
    EXPECT_NE(remark_of({90 * k_s, 61 * k_s, 3}).find("61 s from second 90 of its clock on (and 2 shorter times):"),
              std::string::npos);
}

TEST(Silences, AreMuchLongerThanWhatIsUsual) {
    EXPECT_FALSE(longest_of({0, 60, 120}, 3));  // 60 s are nothing
    EXPECT_FALSE(longest_of({0, 50, 100, 1000, 1050}, 5)) << "within 100 times 30 s";
    EXPECT_TRUE(longest_of({0, 1, 2, 1000, 1001}, 5));
    EXPECT_FALSE(Silences().longest(0));
}

// The shortest are forgotten, the longest never.
TEST(Silences, NeedNoMemoryForEachOfThem) {
    Silences silences;
    for (std::int64_t i = 0; i < 100'000; ++i) silences.add(i * 61 * k_s);
    silences.add(100'000 * 61 * k_s + 30'000'000 * k_s);
    ASSERT_TRUE(silences.longest(1'000'000'000).has_value());
    EXPECT_EQ(silences.longest(1'000'000'000)->length_ns, (30'000'000 + 61) * k_s);
}

class ClockSteps : public Traces {
  protected:
    static bool tells(const Imported& imported, const std::string& words) {
        const auto& remarks = imported.profile.remarks;
        return std::any_of(remarks.begin(), remarks.end(), [&](const auto& r) { return r.find(words) != std::string::npos; });
    }
    // Batches of 0.5 s, one after another; the clock is set by `step_s` while the sixth is made.
    static std::string lotus(std::int64_t step_s) {
        std::string text;
        for (std::int64_t b = 0; b < 20; ++b) {
            const auto start = k_2024 + b * k_s / 2 + (b > 5 ? step_s : 0) * k_s;
            text += fmt::format("SLoader,{},100000000\n", start + (b == 5 ? step_s * k_s : 0));
            text += fmt::format("SBatchPreprocessed_{},{},{}\n", b, start, 400'000'000 + (b == 5 ? step_s * k_s : 0));
        }
        return text;
    }
};

TEST_F(ClockSteps, ForwardAreSaidOfLogs) {
    EXPECT_TRUE(
        tells(import_text("t_worker_pid_7", lotus(3600)), "nothing began or ended for 3,600 s from 2024-05-22 20:54:17 UTC on"));
    EXPECT_TRUE(import_text("u_worker_pid_7", lotus(0)).profile.remarks.empty());
    EXPECT_TRUE(import_text("v_worker_pid_7", lotus(30)).profile.remarks.empty());
}

TEST_F(ClockSteps, ForwardAreSaidOfTraceEvents) {
    const auto events = [](std::int64_t step_s) {
        std::string text = "[";
        for (std::int64_t i = 0; i < 50; ++i)
            text += fmt::format(R"({}{{"ph":"X","name":"op","pid":1,"tid":{},"ts":{},"dur":1000}})", i == 0 ? "" : ",", i % 3,
                                k_2024 / 1000 + i * 100'000 + (i > 20 ? step_s * 1'000'000 : 0));
        return text + "]";
    };
    EXPECT_TRUE(tells(import_text("a.json", events(7200)), "nothing began or ended for 7,200 s"));
    EXPECT_TRUE(import_text("b.json", events(20)).profile.remarks.empty());
}

}  // namespace
}  // namespace paretop::profile
