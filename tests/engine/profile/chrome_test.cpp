// Chrome trace events and report lines.
#include "engine/profile/chrome.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/profile/export.h"
#include "tests/engine/profile/traces.h"

namespace paretop::profile {
namespace {

using testing::HasSubstr;

class Chrome : public Traces {
  protected:
    Imported events(const std::string& list) { return import_text("t.json", R"({"traceEvents":[)" + list + "]}"); }
    std::string exported(storage::ProfileId id, const ChromeOptions& options) {
        std::string text;
        const auto done = export_chrome(store, id, options, [&](std::string_view piece) {
            text += piece;
            return true;
        });
        EXPECT_TRUE(done.has_value()) << done.error().message();
        return text;
    }
};

TEST_F(Chrome, CompleteEventsKeepTheirNanoseconds) {
    const auto t = events(
        R"({"ph":"X","name":"a","pid":1,"tid":2,"ts":1704208412774211.125,"dur":2.5,"args":{"x":[1,{"y":2}]}},)"
        R"({"tid":2,"dur":"0.001","ts":"7","pid":1,"name":"b \"\u00e9\n","ph":"X"},{"ph":"X","name":"c","pid":1,"tid":2,"ts":1e3,"dur":1.5e1})");
    EXPECT_EQ(t.profile.format, "chrome");
    EXPECT_EQ(operation(t, "a").total_ns, 2500);
    EXPECT_EQ(operation(t, "b \"é\n").total_ns, 1);
    EXPECT_EQ(operation(t, "c").total_ns, 15'000);
    EXPECT_EQ(t.profile.first_ns, 7000);
    EXPECT_EQ(t.profile.last_ns, 1704208412774213625);
    EXPECT_EQ(storage::list_lanes(store, t.profile.id).value().at(0).name, "thread 1/2");
}

TEST_F(Chrome, BeginsAndEndsArePaired) {
    const auto t = events(R"({"ph":"B","name":"outer","pid":1,"tid":1,"ts":0},{"ph":"B","name":"inner","pid":1,"tid":1,"ts":10},)"
                          R"({"ph":"E","pid":1,"tid":1,"ts":30},{"ph":"E","name":"outer","pid":1,"tid":1,"ts":100})");
    EXPECT_EQ(operation(t, "outer").total_ns, 100'000);
    EXPECT_EQ(operation(t, "outer").self_ns, 80'000);
    EXPECT_EQ(operation(t, "inner").self_ns, 20'000);
    EXPECT_EQ(t.omissions.size(), 0U);
}

TEST_F(Chrome, OuterEventsMayComeFirst) {
    const auto t = events(
        R"({"ph":"X","name":"outer","pid":1,"tid":1,"ts":0,"dur":100},{"ph":"X","name":"inner","pid":1,"tid":1,"ts":10,"dur":20},)"
        R"({"ph":"X","name":"inner","pid":1,"tid":1,"ts":40,"dur":20},{"ph":"X","name":"later","pid":1,"tid":1,"ts":200,"dur":5})");
    EXPECT_EQ(operation(t, "outer").self_ns, 60'000);
    EXPECT_EQ(operation(t, "inner").self_ns, 40'000);
    EXPECT_EQ(operation(t, "later").self_ns, 5000);
    EXPECT_EQ(storage::list_lanes(store, t.profile.id).value()[0].busy_ns, 105'000);
}

TEST_F(Chrome, WhatIsOddIsCounted) {
    const auto t =
        events(R"({"ph":"E","name":"x","pid":1,"tid":1,"ts":5},{"ph":"B","name":"open","pid":1,"tid":1,"ts":5},)"
               R"({"ph":"X","name":"n","pid":1,"tid":1,"ts":5,"dur":-1},{"ph":"X","name":"n","pid":1,"tid":1,"ts":5,"dur":1e16},)"
               R"({"ph":"X","name":"n","pid":1,"tid":1,"ts":-5,"dur":1},{"ph":"X","name":"n","pid":1,"tid":1},{},7,"x",[1],)"
               R"({"ph":"s","id":1,"ts":3},{"ph":"M","name":"process_name","args":{"name":"p"}},{"ph":"C","name":"c","ts":1})");
    EXPECT_EQ(omitted(t, Omission::unopened), 1);
    EXPECT_EQ(omitted(t, Omission::unclosed), 1);
    EXPECT_EQ(omitted(t, Omission::negative_duration), 1);
    EXPECT_EQ(omitted(t, Omission::bad_time), 1);
    EXPECT_EQ(omitted(t, Omission::not_an_event), 6);
    EXPECT_EQ(t.profile.records, 0);
}

TEST_F(Chrome, WhatIsPassedOverIsCountedByItsKind) {
    const auto t = events(
        R"({"ph":"b","id":1,"name":"x","ts":3},{"ph":"e","id":1,"name":"x","ts":4},{"ph":"s","id":1,"ts":3},{"ph":"f","id":1,"ts":3},)"
        R"({"ph":"i","name":"now","ts":1},{"ph":"C","name":"c","ts":1,"args":{"name":7}},{"ph":"O","name":"object","ts":1},)"
        R"({"ph":"M","name":"process_sort_index","args":{"sort_index":3}},{"ph":"M","name":"process_name","pid":1,"args":{"name":"p"}})");
    EXPECT_EQ(omitted(t, Omission::async_event), 2);
    EXPECT_EQ(omitted(t, Omission::flow_event), 2);
    EXPECT_EQ(omitted(t, Omission::instant_event), 1);
    EXPECT_EQ(omitted(t, Omission::counter_event), 1);
    EXPECT_EQ(omitted(t, Omission::other_event), 1);
    EXPECT_EQ(omitted(t, Omission::metadata), 1);
    EXPECT_EQ(t.omissions.size(), 6U);
}

TEST_F(Chrome, LanesAreCalledWhatTheirThreadsAre) {
    const auto t = events(
        R"({"ph":"X","name":"a","pid":1,"tid":2,"ts":1,"dur":2},{"ph":"X","name":"a","pid":1,"tid":3,"ts":1,"dur":2},)"
        R"({"ph":"X","name":"a","pid":4,"tid":4,"ts":1,"dur":2},{"ph":"X","name":"SBatchPreprocessed_0","pid":5,"tid":5,"ts":1,"dur":2},)"
        R"({"args":{"labels":{"name":"no"},"name":"python"},"ph":"M","name":"process_name","pid":1},)"
        R"({"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{"name":"loader"}},)"
        R"({"ph":"M","name":"process_name","pid":5,"args":{"name":"worker process"}},)"
        R"({"ph":"M","name":"thread_name","pid":1,"tid":3,"args":{"name":"thread 3 of it"}})");
    std::vector<std::string> names;
    const auto lanes = storage::list_lanes(store, t.profile.id).value();
    for (const auto& lane : lanes) names.push_back(lane.name);
    EXPECT_EQ(names, (std::vector<std::string>{"python / loader 2", "python / thread 3 of it", "thread 4", "worker 5"}));
    EXPECT_EQ(t.omissions.size(), 0U);
}

TEST_F(Chrome, TenThousandBeginsWithoutAnEndAreSaid) {
    std::string begins;
    for (int i = 0; i < 10'000; ++i)
        begins += fmt::format(R"({}{{"ph":"B","name":"f{}","pid":1,"tid":1,"ts":{}}})", i == 0 ? "" : ",", i, i);
    const auto t = events(begins);
    EXPECT_EQ(omitted(t, Omission::unclosed), 10'000);
    EXPECT_EQ(t.profile.records, 0);
}

TEST_F(Chrome, TimesThatDoNotFitAreCounted) {
    const auto t = events(
        R"({"ph":"B","name":"a","pid":1,"tid":1,"ts":-8e15},{"ph":"E","name":"a","pid":1,"tid":1,"ts":8e15},)"
        R"({"ph":"X","name":"b","pid":1,"tid":1,"ts":-9223372036854775808,"dur":1},)"
        R"({"ph":"X","name":"b","pid":1,"tid":1,"ts":"nan","dur":1},{"ph":"X","name":"b","pid":1,"tid":1,"ts":1,"dur":"inf"},)"
        R"({"ph":"X","name":"SBatchWait_9223372036854775807","pid":1,"tid":1,"ts":1,"dur":1,"cat":"user_annotation"})");
    EXPECT_EQ(omitted(t, Omission::bad_time), 1);
    EXPECT_EQ(omitted(t, Omission::not_an_event), 3);
    EXPECT_EQ(operation(t, "BatchWait_9223372036854775807").kind, Kind::operation);
    EXPECT_EQ(t.profile.records, 1);
}

TEST_F(Chrome, EndsOfWhatIsNotOpenNeedNoSearch) {
    std::string text;
    for (int i = 0; i < 30'000; ++i)
        text += fmt::format(R"({}{{"ph":"B","name":"a","pid":1,"tid":1,"ts":{}}})", i == 0 ? "" : ",", i);
    for (int i = 0; i < 30'000; ++i) text += R"(,{"ph":"E","name":"z","pid":1,"tid":1,"ts":40000})";
    const auto t = events(text + R"(,{"ph":"E","name":"a","pid":1,"tid":1,"ts":40000})");
    EXPECT_EQ(omitted(t, Omission::unopened), 30'000);
    EXPECT_EQ(omitted(t, Omission::unclosed), 29'999);
    EXPECT_EQ(t.profile.records, 1);
}

TEST_F(Chrome, AFileThatEndsInTheMiddleIsReadAsFarAsItGoes) {
    const std::string whole =
        R"({"traceEvents":[{"ph":"X","name":"a","pid":1,"tid":1,"ts":1,"dur":2},{"ph":"X","name":"a","pid":1,"tid":1,"ts":5,"dur":2}]})";
    for (std::size_t length = 60; length < whole.size(); ++length) {
        const auto t = import_text("t.json", whole.substr(0, length));
        EXPECT_EQ(omitted(t, Omission::cut_line), 1) << length;
        EXPECT_LE(t.profile.records, 2);
    }
    EXPECT_EQ(import_text("t.json", whole).omissions.size(), 0U);
    const auto array = import_text("t.json", "[" + whole.substr(16, whole.size() - 18) + ",\n");  // one that nothing ends
    EXPECT_EQ(array.profile.records, 2);
    EXPECT_EQ(array.omissions.size(), 0U);
}

// As PyTorch writes them since it counts from a time of its own; ts may lie before that.
TEST_F(Chrome, TimesCountFromTheBaseThatIsTold) {
    const std::string events =
        R"("traceEvents":[{"ph":"X","cat":"cpu_op","name":"aten::add","pid":5,"tid":5,"ts":198093488368.463,"dur":425.453},)"
        R"({"ph":"X","name":"early","pid":"Spans","tid":"PyTorch Profiler","ts":-2.5,"dur":1}])";
    const auto t = import_text(
        "t.json", R"({"schemaVersion":1,"displayTimeUnit":"ms","baseTimeNanoseconds":1743521598000000000,)" + events + "}");
    EXPECT_EQ(t.profile.first_ns, 1743521597999997500);
    EXPECT_EQ(t.profile.last_ns, 1743521598000000000 + 198093488368463 + 425453);
    EXPECT_EQ(t.omissions.size(), 0U);
    const auto behind = import_text("t.json", "{" + events + R"(,"baseTimeNanoseconds":1743521598000000000})");
    EXPECT_EQ(omitted(behind, Omission::bad_time), 1);
    EXPECT_THAT(behind.profile.remarks, testing::ElementsAre(HasSubstr("told behind them")));
}

TEST_F(Chrome, CompressedTracesAreReadAsTheyAre) {
    std::string text = "[";
    for (int i = 0; i < 50'000; ++i)
        text += fmt::format(R"({}{{"ph":"X","name":"op{}","pid":1,"tid":1,"ts":{},"dur":{}}})", i == 0 ? "" : ",", i % 7, i * 10,
                            i % 10);
    write_file("t.json", text + "]");
    ASSERT_EQ(std::system(fmt::format("gzip -k {}", folder.file("t.json")).c_str()), 0);
    const auto plain = import({folder.file("t.json")}), packed = import({folder.file("t.json.gz")});
    EXPECT_EQ(packed.profile.format, "chrome");
    EXPECT_EQ(packed.profile.records, 50'000);
    EXPECT_EQ(packed.profile.last_ns, plain.profile.last_ns);
    for (const auto* name : {"op0", "op6"}) EXPECT_EQ(operation(packed, name).total_ns, operation(plain, name).total_ns);

    const auto into = export_chrome(store, plain.profile.id, {true, false, folder.file("t.json.gz")}, [](auto) { return true; });
    ASSERT_FALSE(into.has_value());
    EXPECT_EQ(into.error().what, "is compressed");

    const auto bytes = test::read_bytes(folder.file("t.json.gz"));
    const auto cut = import_text("cut.json.gz", bytes.substr(0, bytes.size() / 2));
    EXPECT_EQ(omitted(cut, Omission::cut_line), 1);
    EXPECT_GT(cut.profile.records, 1000);
    auto damaged = bytes;
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 40; ++i) damaged[i] = '\xff';
    const auto refused = import_profile(store, {write_file("damaged.json.gz", damaged)}, {}, system_clock());
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().message(), HasSubstr("cannot be unpacked beyond byte"));
}

TEST_F(Chrome, DepthNeedsNoStack) {
    std::string nested = R"({"ph":"X","name":"deep","pid":1,"tid":1,"ts":1,"dur":2,"args":)";
    for (int i = 0; i < 10'000; ++i) nested += R"({"a":[)";
    for (int i = 0; i < 10'000; ++i) nested += "]}";
    std::string begins = nested + "}";
    for (int i = 0; i < 10'000; ++i) begins += fmt::format(R"(,{{"ph":"B","name":"f{}","pid":1,"tid":1,"ts":{}}})", i % 5, i);
    for (int i = 0; i < 10'000; ++i) begins += fmt::format(R"(,{{"ph":"E","pid":1,"tid":1,"ts":{}}})", 20'000 + i);
    const auto t = events(begins);
    EXPECT_EQ(operation(t, "deep").count, 1);
    EXPECT_EQ(operation(t, "f0").count, 2000);
    EXPECT_EQ(t.omissions.size(), 0U);
}

TEST_F(Chrome, WordsForProcessesAreLanesToo) {
    const auto t = events(R"({"ph":"X","name":"span","pid":"Spans","tid":"PyTorch Profiler","ts":1,"dur":2})");
    EXPECT_EQ(storage::list_lanes(store, t.profile.id).value()[0].name, "Spans/PyTorch Profiler");
}

TEST_F(Chrome, OtherJsonIsRefused) {
    for (const char* text : {R"({"metrics":[]})", "7", "", R"("traceEvents")"}) {
        const auto refused = import_profile(store, {write_file("x.json", text)},
                                            {.format = "chrome", .name = {}, .trial = {}, .raw = true}, system_clock());
        ASSERT_FALSE(refused.has_value()) << text;
        EXPECT_EQ(refused.error().kind, ErrorKind::usage);
    }
}

TEST_F(Chrome, OursComesBackAndItsArrowsStartWherePreprocessingEnds) {
    const auto path = write_file(
        "t_worker_pid_7",
        "SLoader,1000123,500\nSBatchPreprocessed_0,1000000,2000\nSLoader,2000000,500\nSBatchPreprocessed_0,2000000,777\n");
    const auto main =
        write_file("t_main_pid_3", "SBatchWait_0,1000000,3000\nSBatchConsumed_0,1004000,1000\nSBatchConsumed_0,2004000,1000\n");
    const auto t = import({path, main});
    const auto text = exported(t.profile.id, {});
    EXPECT_THAT(text, HasSubstr(R"("ph": "s", "id": -1, "pid": 7, "tid": 7, "ts": 1001.999)"));
    EXPECT_THAT(text, HasSubstr(R"("ph": "f", "id": -2, "pid": 3)"));  // of the second epoch
    const auto back = import_text("back.json", text);
    EXPECT_EQ(back.profile.records, t.profile.records);
    EXPECT_EQ(batches(back).size(), 2U);
    EXPECT_EQ(batch_statistics(batches(back)).delay.most_ns, batch_statistics(batches(t)).delay.most_ns);
    EXPECT_EQ(operation(back, "Loader").total_ns, 1000);
}

TEST_F(Chrome, IsPutIntoAnotherTrace) {
    const auto t = import({write_file("t_worker_pid_7", "SLoader,5000123,500\n")});
    const auto host = write_file(
        "host.json",
        R"({"schemaVersion":1,"baseTimeNanoseconds":5000000,"x":{"traceEvents":[]},"traceEvents":[{"ph":"X","name":"conv","pid":1,"tid":1,"ts":1,"dur":2}],"y":0})");
    const auto text = exported(t.profile.id, {true, false, host});
    EXPECT_THAT(
        text,
        HasSubstr(R"("name": "SLoader", "pid": 7, "tid": 7, "args": {}, "ts": 0.123, "dur": 0.500}, {"ph":"X","name":"conv")"));
    const auto both = import_text("both.json", text);
    EXPECT_EQ(both.profile.records, 2);
    EXPECT_EQ(both.omissions.size(), 0U);
    const auto empty = write_file("empty.json", R"({"traceEvents":[]})");
    EXPECT_EQ(import_text("e.json", exported(t.profile.id, {true, false, empty})).profile.records, 1);
}

TEST_F(Chrome, ATraceThatIsCutOffIsNotPutInto) {
    const auto t = import({write_file("t_worker_pid_7", "SLoader,5000123,500\n")});
    const std::string whole = R"({"traceEvents":[{"ph":"X","name":"conv","pid":1,"tid":1,"ts":1,"dur":2}],"y":[0]})";
    for (std::size_t length = 16; length < whole.size(); ++length) {
        bool wrote = false;
        const auto host = write_file("host.json", whole.substr(0, length));
        const auto refused =
            export_chrome(store, t.profile.id, {true, false, host}, [&](std::string_view) { return wrote = true; });
        ASSERT_FALSE(refused.has_value()) << length;
        EXPECT_EQ(refused.error().kind, ErrorKind::usage);
        EXPECT_FALSE(wrote) << length;
    }
    EXPECT_TRUE(nlohmann::json::accept(exported(t.profile.id, {true, false, write_file("host.json", whole)})));
}

// The Trace Event Format lets an array do without its end; what is cut within an event is refused.
TEST_F(Chrome, AnArrayWithoutItsEndIsPutIntoAndEnded) {
    const auto t = import({write_file("t_worker_pid_7", "SLoader,5000123,500\n")});
    const std::string event = R"({"ph":"X","name":"conv","pid":1,"tid":1,"ts":1,"dur":2,"args":{"a":[1,"x"]}})";
    for (const auto* end : {"", ",", ",\n\n ", "\n"})
        for (const auto& events : {event, event + "," + event}) {
            const auto host = write_file("host.json", "[" + events + end);
            const auto text = exported(t.profile.id, {true, false, host});
            const auto parsed = nlohmann::json::parse(text, nullptr, false);
            ASSERT_TRUE(parsed.is_array()) << text;
            EXPECT_EQ(parsed.size(), events == event ? 2U : 3U) << text;
        }
    EXPECT_EQ(nlohmann::json::parse(exported(t.profile.id, {true, false, write_file("empty.json", " [ ")})).size(), 1U);
    for (std::size_t cut = 1; cut < event.size(); ++cut) {
        const auto host = write_file("host.json", "[" + event + "," + event.substr(0, cut));
        const auto refused = export_chrome(store, t.profile.id, {true, false, host}, [](auto) { return true; });
        EXPECT_FALSE(refused.has_value()) << cut;
    }
}

TEST_F(Chrome, ReportLinesComeAndGo) {
    const auto t = import_text(
        "report.jsonl",
        "{\"metric\":\"loss\",\"value\":1}\n{\"op\":\"Resize\",\"start_ns\":10,\"dur_ns\":5,\"batch\":7,\"worker\":2}\n"
        "{\"op\":\"BatchPreprocessed\",\"start_ns\":9,\"dur_ns\":20,\"batch\":7,\"worker\":2}\n{\"op\":\"BatchConsumed\",\"start_"
        "ns\":40,\"dur_ns\":1,\"batch\":7}\n"
        "{\"op\":\"Resize\",\"start_ns\":10}\n{\"op\":\"Resize\",\"start_ns\":10,\"dur_ns\":-5}\nnonsense\n{\"op\":\"Res");
    EXPECT_EQ(t.profile.format, "report");
    EXPECT_EQ(t.profile.records, 3);
    EXPECT_EQ(omitted(t, Omission::garbage_line), 2);
    EXPECT_EQ(omitted(t, Omission::negative_duration), 1);
    EXPECT_EQ(omitted(t, Omission::cut_line), 1);
    EXPECT_EQ(batches(t).at(0).delay_ns(), 11);
    std::string text;
    ASSERT_TRUE(export_report(store, t.profile.id, [&](std::string_view piece) {
                    text += piece;
                    return true;
                }).has_value());
    EXPECT_EQ(text,
              "{\"op\":\"Resize\",\"start_ns\":10,\"dur_ns\":5,\"batch\":7,\"worker\":2}\n"
              "{\"op\":\"BatchPreprocessed\",\"start_ns\":9,\"dur_ns\":20,\"batch\":7,\"worker\":2}\n"
              "{\"op\":\"BatchConsumed\",\"start_ns\":40,\"dur_ns\":1,\"batch\":7}\n");
}

}  // namespace
}  // namespace paretop::profile
