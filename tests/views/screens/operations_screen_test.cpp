#include "tests/views/screens/profile_fixture.h"

namespace paretop::views {
namespace {

using test::value_of;

class OperationsScreenTest : public test::ProfileScreenTest {
  protected:
    void open(bool functions = true) {
        id = add_profile("preprocess", 4.7);
        if (functions) add_functions(id);
        show(context, make_operations_screen(context, id));
    }
    storage::ProfileId id = 0;
};

TEST_F(OperationsScreenTest, At80By24) {
    open();
    EXPECT_EQ(text(), R"( paretop › profile 1 › operations                           preprocess · 126 ms
 ── operations ──────────────── 66 records · 137 ms in all · 6.2 % unmapped ───
    operation          ↓ self, ms  share            mean, ms  p99, ms  count
 ▸  decode                  113    ███████▍   82 %      4.70     4.85     24
    resize                   24.0  █▋         18 %      1.00     1.00     24
    BatchPreprocessed       137                        22.8     22.8       6
    BatchWait                10.0                       1.67     2.00      6
    BatchConsumed                                                          6
    [unmapped]               50.0  ▌           6 %







 ── batches and workers ───────────────────────────────────────────────────────
   batches     6 · 47.7 a second · mean 22.8 ms · median 22.8 ms · p90 22.8 ms
   wait        mean 1.67 ms · stalled 7.9 % of the time · above 500 ms 0.0 %
   delay       mean 3.00 ms · above 500 ms 0.0 % · median 3.00 ms
   order       ▴ 1 of 6 came out of order (17 %)
   worker 101  █████▋     busy  56 % · starved 54.4 ms · 27 records
   worker 102  █████▋     busy  56 % · starved 54.4 ms · 27 records
 enter expand  / filter  o sort  i icicle  : commands  ? help            q quit
)");
}

TEST_F(OperationsScreenTest, At160By50HasEveryColumn) {
    terminal.resize({50, 160});
    open();
    for (const char* title : {"self, ms", "share", "mean, ms", "p50", "p90", "p99", "count", "trend", "total"})
        EXPECT_NE(text().find(title), std::string::npos) << title;
}

TEST_F(OperationsScreenTest, ExpandsAnOperationToItsFunctionsAndCounters) {
    open();
    EXPECT_EQ(text().find("decode_mcu"), std::string::npos);
    press("enter");
    EXPECT_NE(text().find("  decode_mcu"), std::string::npos) << text();
    EXPECT_NE(text().find("L1 Bound"), std::string::npos);
    EXPECT_NE(text().find("61.2"), std::string::npos)
        << "its 54 % of 113 ms, not the 380 ms that many runs took of CPU: " << text();
    EXPECT_EQ(text().find("▸  resize"), std::string::npos);
    press("enter");
    EXPECT_EQ(text().find("decode_mcu"), std::string::npos);
}

TEST_F(OperationsScreenTest, WhatIsUnmappedIsTheLastRow) {
    open();
    press("G");
    EXPECT_NE(text().find("▸  [unmapped]"), std::string::npos) << text();
    press("enter");
    EXPECT_NE(text().find("▸  [unmapped]"), std::string::npos) << "nothing is beneath it";
    press("k");
    EXPECT_NE(text().find("▸  BatchConsumed"), std::string::npos) << text();
    press("g");
    press("enter");
    press("G");
    EXPECT_NE(text().find("▸  [unmapped]"), std::string::npos) << "also beneath what is open: " << text();
}

TEST_F(OperationsScreenTest, WithoutAMapNothingIsUnmapped) {
    open(false);
    EXPECT_EQ(text().find("unmapped"), std::string::npos) << text();
}

TEST_F(OperationsScreenTest, SaysWhyAnOperationCannotBeExpanded) {
    open(false);
    EXPECT_EQ(disabled("open decode"), "no native functions are known of it: `paretop profile map` collects them");
}

TEST_F(OperationsScreenTest, AProfileOfFunctionsAloneNamesTheScreenThatListsThem) {
    auto writer = begin_profile("callgrind");
    value_of(writer.commit(storage::ProfileState::complete));
    add_functions(writer.id());
    show(context, make_operations_screen(context, writer.id()));
    EXPECT_NE(text().find("s lists its functions"), std::string::npos) << text();
    show(context, make_sandwich_screen(context, writer.id()));
    EXPECT_NE(text().find("decode_mcu        48 %"), std::string::npos) << text();
}

TEST_F(OperationsScreenTest, SortsAndFilters) {
    open();
    EXPECT_LT(text().find("decode"), text().find("resize"));
    press("O");
    EXPECT_GT(text().find("decode"), text().find("resize"));
    press("/ r e s enter");
    EXPECT_EQ(text().find("decode"), std::string::npos);
    press("/ x enter");
    EXPECT_NE(text().find("No operation matches"), std::string::npos);
}

TEST_F(OperationsScreenTest, TheCursorStaysOnItsOperation) {
    open();
    press("down O");
    EXPECT_NE(text().find("▸  resize"), std::string::npos) << text();
    press("O enter");
    EXPECT_NE(text().find("▸▾ resize"), std::string::npos) << text();
    press("down");
    EXPECT_NE(text().find("▸    memcpy"), std::string::npos) << text();
    press("O");
    EXPECT_NE(text().find("▸    memcpy"), std::string::npos) << text();
    press("down");
    EXPECT_NE(text().find("▸  decode"), std::string::npos) << text();
}

TEST_F(OperationsScreenTest, AFilterSaysHowManyPassIt) {
    open();
    press("/ r e s enter");
    EXPECT_NE(text().find("1 of 5 operations · 66 records"), std::string::npos) << text();
    press("esc");
    EXPECT_EQ(text().find("of 5 operations"), std::string::npos) << text();
    EXPECT_NE(text().find("decode"), std::string::npos);
}

TEST_F(OperationsScreenTest, CountsWhatCameOutOfOrder) {
    open();
    EXPECT_NE(text().find("1 of 6 came out of order (17 %)"), std::string::npos) << text();
}

TEST_F(OperationsScreenTest, AGrowingProfileIsShownAsItGrows) {
    auto writer = begin_profile("live");
    show(context, make_operations_screen(context, writer.id()));
    EXPECT_NE(text().find("Nothing has been recorded yet."), std::string::npos) << text();
    write_batches(writer, 4.7);
    value_of(writer.commit(storage::ProfileState::growing));
    shell.refresh();
    EXPECT_NE(text().find("● growing"), std::string::npos);
    EXPECT_NE(text().find("decode"), std::string::npos);
    const auto before = text();
    write_batches(writer, 4.7, false, 6);
    value_of(writer.commit(storage::ProfileState::complete));
    shell.refresh();
    EXPECT_NE(text(), before);
    EXPECT_EQ(text().find("● growing"), std::string::npos);
}

TEST_F(OperationsScreenTest, InAsciiEverythingIsAscii) {
    terminal.grid = Grid({24, 80}, Charset::ascii);
    open();
    press("enter");
    const auto shown = text();
    EXPECT_TRUE(std::all_of(shown.begin(), shown.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); })) << shown;
}

TEST_F(OperationsScreenTest, TheListOfProfilesOpensAndComparesThem) {
    const auto a = add_profile("first", 4.7), b = add_profile("second", 6.0);
    shell.push(make_profiles_screen(context, {}));
    EXPECT_NE(text().find("second"), std::string::npos);
    EXPECT_EQ(disabled("diff with another profile"), "");
    press("space down space d");
    EXPECT_NE(line(0).find("profile " + std::to_string(b) + " against " + std::to_string(a)), std::string::npos) << line(0);
    press("esc enter");
    EXPECT_NE(line(0).find("operations"), std::string::npos);
}

TEST_F(OperationsScreenTest, TheListOfARunHasOnlyItsOwn) {
    const auto run = add("zstd", 3);
    add_profile("alone", 4.7);
    add_profile("of-trial", 4.7, false, storage::TrialKey{run, 1});
    shell.push(make_profiles_screen(context, run));
    EXPECT_NE(text().find("of-trial"), std::string::npos);
    EXPECT_EQ(text().find("alone"), std::string::npos);
    EXPECT_NE(text().find("1/1"), std::string::npos);
}

TEST_F(OperationsScreenTest, OpensOnAnOperationAndLeadsToItsTrial) {
    const auto run = add("zstd", 3);
    id = add_profile("of-trial", 4.7, false, storage::TrialKey{run, 1});
    add_functions(id);
    show(context, make_operations_screen(context, id, "resize"));
    EXPECT_NE(text().find("▸▾ resize"), std::string::npos) << text();
    EXPECT_NE(text().find("     memcpy"), std::string::npos) << text();
    press("T");
    EXPECT_NE(line(0).find("trial 1"), std::string::npos) << line(0);
}

TEST_F(OperationsScreenTest, TheDifferenceLeadsToTheFunctionsOfAnOperation) {
    const auto a = add_profile("first", 4.7), b = add_profile("second", 6.0);
    add_functions(b);
    show(context, make_profile_diff_screen(context, a, b));
    press("enter");
    EXPECT_NE(line(0).find(fmt::format("profile {} › operations", b)), std::string::npos) << line(0);
    EXPECT_NE(text().find("▸▾ decode"), std::string::npos) << text();
}

}  // namespace
}  // namespace paretop::views
