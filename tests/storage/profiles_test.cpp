#include "storage/profiles.h"

#include "storage/names.h"
#include "storage/statement.h"
#include "tests/storage/world.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

class Profiles : public World {
  protected:
    ProfileRecord record(const std::string& name = "lotus-run") {
        ProfileRecord profile;
        profile.name = name;
        profile.format = "lotus";
        profile.sources = {"/tmp/a \"quoted\"", "/tmp/b\nnewline\\"};
        profile.state = ProfileState::growing;
        profile.created_ns = 5;
        return profile;
    }
    ProfileId add(const ProfileRecord& profile) {
        return write([&] { return insert_profile(store, profile); });
    }
    ProfileId add(const std::string& name = "lotus-run") { return add(record(name)); }

    static SampleChunk chunk(std::int64_t lane, std::int64_t sequence, std::int64_t first_ns) {
        return {lane, false, sequence, first_ns, first_ns + 10, 3, std::string("\x00s", 2), "abc"};
    }
    static OperationRecord operation(std::int64_t number, const std::string& name, OperationKind kind, std::int64_t count) {
        OperationRecord record;
        record.number = number;
        record.name = name;
        record.kind = kind;
        record.count = count;
        return record;
    }
    std::int64_t rows(const std::string& table) {
        auto select = store.prepare("SELECT count(*) FROM " + table);
        return select->first([](const Statement& row) { return row.integer(0); })->value_or(-1);
    }
};

TEST_F(Profiles, KeepWhatTheyWereReadFrom) {
    auto profile = record();
    profile.trial = TrialKey{run, 3};
    trial(3);
    profile.id = add(profile);
    EXPECT_EQ(get_profile(store, profile.id).value(), profile);
    profile.state = ProfileState::complete;
    profile.first_ns = 7;
    profile.last_ns = 9;
    profile.remarks = {"every item is there twice"};
    write([&] { return update_profile(store, profile); });
    EXPECT_EQ(get_profile(store, profile.id).value(), profile);
    EXPECT_EQ(list_profiles_of(store, {run, 3})->size(), 1U);
    EXPECT_EQ(list_profiles_of(store, {run, 4})->size(), 0U);
}

TEST_F(Profiles, AreFoundByNumberNameAndPrefix) {
    const auto first = add("lotus");
    const auto second = add("lotus");
    add("other");
    EXPECT_EQ(find_profile(store, std::to_string(first)).value(), first);
    EXPECT_EQ(find_profile(store, "lotus").value(), second);
    EXPECT_EQ(find_profile(store, "lo").value(), second);
    EXPECT_EQ(find_profile(store, "").error().kind, ErrorKind::not_found);
    EXPECT_EQ(find_profile(store, "lotos").error().remedy, "did you mean lotus");
    add("lorry");
    EXPECT_EQ(find_profile(store, "lo").error().what, "'lo' could be lorry, lotus");
    EXPECT_EQ(get_profile(store, 99).error().kind, ErrorKind::not_found);
}

TEST_F(Profiles, AggregatesAreReplaced) {
    const auto id = add();
    OperationRecord crop{0,  "Crop",   OperationKind::operation, 3, 30, 30, 10, 1, 9, 10, 11, 12, 13, 8, 14, 3, 2, 0.25, 100,
                         50, {1.5, -1}};
    const auto wait = operation(1, "BatchWait", OperationKind::wait, 1);
    const std::vector<OperationRecord> both{crop, wait};
    write([&] { return put_operations(store, id, both); });
    EXPECT_EQ(list_operations(store, id).value(), both);
    EXPECT_EQ(find_operation(store, id, 0).value(), crop);
    EXPECT_EQ(find_operation(store, id, 7).value(), std::nullopt);
    std::vector<OperationRecord> scanned;
    ASSERT_TRUE(scan_operations(store, id, 0, [&](const OperationRecord& each) {
        scanned.push_back(each);
        return true;
    }));
    ASSERT_EQ(scanned.size(), 2U);
    EXPECT_EQ(scanned[0].name, "Crop");
    EXPECT_EQ(scanned[0].p99_ns, crop.p99_ns);
    EXPECT_TRUE(scanned[0].trend_ns.empty()) << "in a hurry";
    EXPECT_EQ(scanned[1].kind, OperationKind::wait);
    ASSERT_TRUE(scan_operations(store, id, 1, [&](const OperationRecord& each) {
        scanned.push_back(each);
        return false;
    }));
    EXPECT_EQ(scanned.back().number, 1);
    crop.count = 4;
    write([&] { return put_operations(store, id, std::vector{crop}); });
    EXPECT_EQ(list_operations(store, id).value(), std::vector{crop});

    const std::vector<LaneRecord> lanes{{0, 12, 13, LaneRole::worker, "worker 12", 9, 2, 5, 4, 1, 100, 200}};
    write([&] { return put_lanes(store, id, lanes); });
    EXPECT_EQ(list_lanes(store, id).value(), lanes);
    const std::vector<OmissionRecord> omissions{{"cut line", "x:3", 1}, {"garbage line", "x:1", 7}};
    write([&] { return put_omissions(store, id, omissions); });
    EXPECT_EQ(list_omissions(store, id).value(), omissions);
}

TEST_F(Profiles, ChunksAreFoundByLaneAndTime) {
    const auto id = add();
    write([&]() -> Result<void> {
        for (const auto& c : {chunk(0, 0, 100), chunk(0, 1, 200), chunk(1, 0, 100)}) PARETOP_CHECK(insert_chunk(store, id, c));
        return {};
    });
    std::vector<SampleChunk> found;
    const auto collect = [&](const SampleChunk& c) {
        found.push_back(c);
        return true;
    };
    ASSERT_TRUE(scan_chunks(store, id, {0, false, 150, 300, true}, collect).has_value());
    EXPECT_EQ(found, std::vector{chunk(0, 1, 200)});
    found.clear();
    ASSERT_TRUE(scan_chunks(store, id, {-1, false, INT64_MIN, INT64_MAX, false}, collect).has_value());
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[2].lane, 1);
    EXPECT_TRUE(found[2].records.empty());
    const auto counted = count_chunks(store, id, {0}).value();
    EXPECT_EQ(counted.chunks, 2);
    EXPECT_EQ(counted.records, 6);
    EXPECT_EQ(counted.bytes, 6);
    EXPECT_EQ(count_chunks(store, id, {0, true})->chunks, 0);
}

TEST_F(Profiles, FunctionsTakeWhatRefersToThemAlong) {
    const auto id = add();
    const std::vector<FunctionRecord> functions{{0, "decode_mcu", "libjpeg.so.62", 1.5, 2.5, 150},
                                                {1, "[unresolved]", "libc.so.6"}};
    const std::vector<FunctionMapRecord> maps{{"", 1, 0, 0, 1, 0.1, 3}, {"decode", 0, 19, 20, 0.75, 1.125, 112}};
    const std::vector<CounterRecord> counters{{"decode", -1, "L1 Bound", 3.5}, {"decode", 0, "clockticks", 1e9}};
    const std::vector<CallRecord> calls{{0, -1, 1, 0, 0}, {1, 0, 0, 1.5, 150}};
    write([&]() -> Result<void> {
        PARETOP_CHECK(put_functions(store, id, functions));
        PARETOP_CHECK(put_function_maps(store, id, maps));
        PARETOP_CHECK(put_counters(store, id, counters));
        return put_calls(store, id, calls);
    });
    EXPECT_EQ(list_functions(store, id).value(), functions);
    EXPECT_EQ(list_function_maps(store, id).value(), maps);
    EXPECT_EQ(list_counters(store, id).value(), counters);
    EXPECT_EQ(list_calls(store, id).value(), calls);
    EXPECT_EQ(check_store(store).value(), std::vector<std::string>{});
    write([&] { return put_functions(store, id, {}); });
    EXPECT_EQ(list_function_maps(store, id)->size(), 0U);
    EXPECT_EQ(list_calls(store, id)->size(), 0U);
}

TEST_F(Profiles, GoWithTheirRunAndTakeAllTheirRowsAlong) {
    auto profile = record();
    trial(3);
    profile.trial = TrialKey{run, 3};
    const auto of_trial = add(profile);
    const auto alone = add();
    write([&] { return insert_chunk(store, of_trial, chunk(0, 0, 1)); });
    write([&] { return insert_chunk(store, alone, chunk(0, 0, 1)); });
    write([&] { return remove_run(store, run); });
    EXPECT_EQ(rows("profile"), 1);
    EXPECT_EQ(rows("operation_sample"), 1);
    write([&] { return remove_profile(store, alone); });
    EXPECT_EQ(rows("operation_sample"), 0);
}

TEST_F(Profiles, ADamagedChunkIsToldWhereItIsReadAndByCheckStore) {
    const auto id = add();
    write([&] { return insert_chunk(store, id, chunk(2, 7, 100)); });
    const auto all = [](const SampleChunk&) { return true; };
    ASSERT_TRUE(scan_chunks(store, id, {}, all).has_value());
    ASSERT_TRUE(store.execute("UPDATE operation_sample SET records = CAST('abd' AS BLOB)").has_value());
    const auto damaged = scan_chunks(store, id, {}, all);
    ASSERT_FALSE(damaged.has_value());
    EXPECT_EQ(damaged.error().kind, ErrorKind::store);
    EXPECT_EQ(damaged.error().what, "records 7 of lane 2 are damaged");
    EXPECT_EQ(check_store(store).value(), std::vector<std::string>{"profile 1: records 7 of lane 2 are damaged"});
    ASSERT_TRUE(store.execute("UPDATE operation_sample SET checksum = NULL").has_value());  // of an earlier version
    EXPECT_TRUE(scan_chunks(store, id, {}, all).has_value());
    EXPECT_EQ(check_store(store)->size(), 0U);
}

TEST_F(Profiles, EdgesOfCallsGoWithTheirFunctions) {
    const auto id = add();
    const std::vector<FunctionRecord> functions{{0, "main", "prog", 0, 0, 9}, {1, "hot", "prog", 0, 0, 7}};
    const std::vector<CallEdgeRecord> edges{{0, 1, 3, 200.5}, {1, 1, 1, 7}};
    write([&]() -> Result<void> {
        PARETOP_CHECK(put_functions(store, id, functions));
        return put_call_edges(store, id, edges);
    });
    EXPECT_EQ(list_call_edges(store, id).value(), edges);
    write([&] { return put_functions(store, id, {}); });
    EXPECT_EQ(list_call_edges(store, id)->size(), 0U);
}

TEST_F(Profiles, LargeOnesAreErasedInPieces) {
    const auto id = add();
    const auto other = add();
    write([&]() -> Result<void> {
        for (std::int64_t i = 0; i < 600; ++i) PARETOP_CHECK(insert_chunk(store, id, chunk(0, i, i)));
        std::vector<OperationRecord> operations;
        for (std::int64_t i = 0; i < 600; ++i)
            operations.push_back(operation(i, "op" + std::to_string(i), OperationKind::operation, 1));
        PARETOP_CHECK(insert_chunk(store, other, chunk(0, 0, 1)));
        return put_operations(store, id, operations);
    });
    ASSERT_TRUE(erase_profile(store, id).has_value());
    EXPECT_EQ(get_profile(store, id).error().kind, ErrorKind::not_found);
    EXPECT_EQ(rows("operation_sample"), 1);
    EXPECT_EQ(rows("operation"), 0);
    EXPECT_EQ(erase_profile(store, id).error().kind, ErrorKind::not_found);
}

// As a killed `profile rm` leaves it: marked, some of its chunks gone.
TEST(ProfileLocks, ARemovalThatWasKilledIsToldAndFinished) {
    const test::TemporaryFolder folder;
    auto store = test::open_store(folder.file("lab.db"));
    ProfileRecord profile;
    profile.name = "followed";  // by an engine: without sources
    profile.format = "lotus";
    ASSERT_TRUE(store.write([&]() -> Result<void> {
        PARETOP_TRY(profile.id, insert_profile(store, profile));
        for (std::int64_t i = 0; i < 300; ++i)
            PARETOP_CHECK(insert_chunk(store, profile.id, {0, false, i, i, i + 10, 3, "s", "abc"}));
        return {};
    }));
    EXPECT_FALSE(being_removed(*get_profile(store, profile.id)));
    ASSERT_TRUE(
        store.execute("CREATE TRIGGER killed BEFORE DELETE ON operation_sample WHEN OLD.sequence = 280"
                      " BEGIN SELECT RAISE(ABORT, 'killed'); END"));
    EXPECT_FALSE(erase_profile(store, profile.id).has_value());  // after its first piece
    ASSERT_TRUE(store.execute("DROP TRIGGER killed"));

    const auto left = get_profile(store, profile.id);
    EXPECT_EQ(left->state, ProfileState::cut_off);
    EXPECT_TRUE(being_removed(*left));
    EXPECT_EQ(count_chunks(store, profile.id, {})->chunks, 300 - 256);
    EXPECT_EQ(check_store(store).value(),
              std::vector<std::string>{"profile 1: cut off while it was removed; `paretop profile rm 1` removes it"});
    ASSERT_TRUE(erase_profile(store, profile.id).has_value());
    EXPECT_EQ(get_profile(store, profile.id).error().kind, ErrorKind::not_found);
    EXPECT_EQ(check_store(store)->size(), 0U);
}

TEST(ProfileLocks, TellWhatIsWrittenFromWhatIsCutOff) {
    const test::TemporaryFolder folder;
    auto store = test::open_store(folder.file("lab.db"));
    ProfileRecord profile;
    profile.name = "trace";
    profile.format = "lotus";
    profile.sources = {"/tmp/trace"};
    profile.state = ProfileState::growing;
    ASSERT_TRUE(store.write([&]() -> Result<void> {
        PARETOP_TRY(profile.id, insert_profile(store, profile));
        return {};
    }));
    {
        const auto lock = ProfileLock::acquire(store, profile.id);
        ASSERT_TRUE(lock.has_value());
        EXPECT_EQ(get_profile(store, profile.id)->state, ProfileState::growing);
        EXPECT_EQ(check_store(store)->size(), 0U);
        EXPECT_EQ(erase_profile(store, profile.id).error().kind, ErrorKind::busy);
        EXPECT_EQ(erase_cut_off(store, profile.id), false);
        EXPECT_EQ(ProfileLock::acquire(store, profile.id).error().where, "profile 1");
    }
    EXPECT_EQ(get_profile(store, profile.id)->state, ProfileState::cut_off);
    EXPECT_EQ(list_profiles(store)->at(0).state, ProfileState::cut_off);
    EXPECT_EQ(check_store(store).value(),
              std::vector<std::string>{"profile 1: cut off while it was written; `paretop profile rm 1` removes it"});
    EXPECT_EQ(erase_cut_off(store, profile.id), true);
    EXPECT_EQ(check_store(store)->size(), 0U);
    EXPECT_EQ(erase_cut_off(store, profile.id), false);  // somebody else was first
}

// Listed as cut off a moment before it was completed.
TEST_F(Profiles, ACompleteOneIsNeverTakenForCutOff) {
    auto profile = record("whole");
    profile.state = ProfileState::complete;
    const auto id = add(profile);
    EXPECT_EQ(erase_cut_off(store, id), false);
    EXPECT_EQ(get_profile(store, id)->state, ProfileState::complete);
}

TEST_F(Profiles, CheckStoreComparesTheirCounts) {
    auto profile = record();
    profile.records = 4;
    profile.id = add(profile);
    profile.state = ProfileState::complete;
    write([&] { return put_operations(store, profile.id, std::vector{operation(0, "Crop", OperationKind::operation, 3)}); });
    write([&] { return insert_chunk(store, profile.id, chunk(0, 0, 1)); });
    const std::vector<std::string> expected{"profile 1: counts 4 records, its operations hold 3",
                                            "profile 1: counts 4 records, 3 are kept"};
    EXPECT_EQ(check_store(store)->size(), 0U);  // what grows is behind its chunks
    write([&] { return update_profile(store, profile); });
    EXPECT_EQ(check_store(store).value(), expected);
}

TEST(JsonTexts, ComeBackWhateverTheyHold) {
    const std::vector<std::string> texts{"", "plain", "\"\\", std::string("a\0b\n", 4), "é,]["};
    EXPECT_EQ(from_json_texts(to_json_texts(texts)), texts);
    EXPECT_EQ(to_json_texts(texts), R"(["","plain","\"\\","a\u0000b\u000a","é,]["])");
    EXPECT_EQ(from_json_texts("[]").size(), 0U);
    EXPECT_EQ(from_json_texts("[\"cut\\").size(), 1U);
}

}  // namespace
}  // namespace paretop::storage
