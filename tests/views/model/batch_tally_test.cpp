#include "views/model/batch_tally.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/profile/batches.h"
#include "engine/profile/writer.h"
#include "tests/views/model/model_fixture.h"
#include "views/model/batch_reader.h"
#include "views/model/profile.h"

namespace paretop::model {
namespace {

using profile::Kind;
using profile::Record;
using test::value_of;

constexpr std::int64_t k_begin = 1'700'000'000'000'000'000, k_ms = 1'000'000;

// Names and lanes as the writer below gives them: 0 preprocessed, 1 wait, 2 consumed; lane 0 is the main process.
Record record(Kind kind, std::uint32_t lane, double start_ms, double ms, std::int64_t batch) {
    const auto name = kind == Kind::preprocessed ? 0U : kind == Kind::wait ? 1U : 2U;
    const auto ns = kind == Kind::wait && ms <= 0 ? profile::k_out_of_order_ns : static_cast<std::int64_t>(ms * k_ms);
    return {name, lane, kind, k_begin + static_cast<std::int64_t>(start_ms * k_ms), ns, batch};
}

// Two epochs of twelve batches by three workers. Of some a record is lost; every fifth was there before its turn.
std::vector<Record> some_epochs() {
    std::vector<Record> records;
    for (int epoch = 0; epoch < 2; ++epoch) {
        for (int b = 0; b < 12; ++b) {
            const double start = epoch * 3000 + b / 3 * 100 + b % 3, took = 60 + (b * 7) % 13;
            if (b != 4) records.push_back(record(Kind::preprocessed, 1U + static_cast<std::uint32_t>(b % 3), start, took, b));
            const bool early = b % 5 == 3;
            if (b != 7) records.push_back(record(Kind::wait, 0, start + took, early ? 0 : 5 + b, b));
            if (b != 9) records.push_back(record(Kind::consumed, 0, start + took + 20 + (b == 2 ? 700 : 0), 0.001, b));
        }
    }
    return records;
}

void expect_same(const profile::BatchStatistics& told, const profile::BatchStatistics& whole) {
    EXPECT_EQ(told.batches, whole.batches);
    EXPECT_EQ(told.epochs, whole.epochs);
    EXPECT_EQ(told.preprocessed, whole.preprocessed);
    EXPECT_EQ(told.waited, whole.waited);
    EXPECT_EQ(told.consumed, whole.consumed);
    EXPECT_EQ(told.matched, whole.matched);
    EXPECT_EQ(told.out_of_order, whole.out_of_order);
    EXPECT_DOUBLE_EQ(told.wall_ns, whole.wall_ns);
    EXPECT_DOUBLE_EQ(told.stall_percent, whole.stall_percent);
    EXPECT_DOUBLE_EQ(told.throughput, whole.throughput);
    EXPECT_DOUBLE_EQ(told.delay_above_500ms_percent, whole.delay_above_500ms_percent);
    EXPECT_DOUBLE_EQ(told.wait_above_500ms_percent, whole.wait_above_500ms_percent);
    for (const auto part :
         {&profile::BatchStatistics::preprocessing, &profile::BatchStatistics::wait, &profile::BatchStatistics::delay}) {
        EXPECT_DOUBLE_EQ((told.*part).mean_ns, (whole.*part).mean_ns);
        EXPECT_DOUBLE_EQ((told.*part).median_ns, (whole.*part).median_ns);
        EXPECT_DOUBLE_EQ((told.*part).p90_ns, (whole.*part).p90_ns);
        EXPECT_DOUBLE_EQ((told.*part).most_ns, (whole.*part).most_ns);
    }
}

TEST(BatchTally, TellsWhatTheWholeProfileTells) {
    const auto records = some_epochs();
    std::vector<BatchEvent> events;
    for (const auto& each : records) events.push_back(*event_of(each));
    std::sort(events.begin(), events.end());
    BatchTally tally;
    for (const auto& event : events) tally.add(event);
    const auto whole = profile::batch_statistics(profile::assemble_batches(records));
    ASSERT_EQ(whole.epochs, 2);
    ASSERT_GT(whole.out_of_order, 0);
    expect_same(tally.statistics(), whole);
}

TEST(BatchTally, WhatComesLateJoinsItsBatch) {
    BatchTally tally;
    tally.add(*event_of(record(Kind::wait, 0, 110, 5, 0)));
    tally.add(*event_of(record(Kind::consumed, 0, 120, 0.001, 0)));
    tally.add(*event_of(record(Kind::preprocessed, 1, 10, 90, 0)));
    EXPECT_EQ(tally.statistics().batches, 1);
    EXPECT_EQ(tally.statistics().matched, 1);
    EXPECT_DOUBLE_EQ(tally.statistics().delay.mean_ns, 20.0 * k_ms);
    tally.add(*event_of(record(Kind::consumed, 0, 50, 0.001, 0)));
    EXPECT_EQ(tally.statistics().batches, 2) << "consumed before that batch was there: another one";
}

class BatchReaderTest : public testing::Test {
  protected:
    BatchReaderTest() : writer(begin()) {
        for (std::uint32_t i = 0; i < 4; ++i)
            writer.lane({100 + i, 100 + i, i == 0 ? profile::Role::main : profile::Role::worker, ""});
        writer.name("BatchPreprocessed", Kind::preprocessed);
        writer.name("BatchWait", Kind::wait);
        writer.name("BatchConsumed", Kind::consumed);
    }
    profile::ProfileWriter begin() {
        storage::ProfileRecord record;
        record.name = "traced";
        record.format = "report";
        return value_of(profile::ProfileWriter::begin(store, record));
    }
    void write(const std::vector<Record>& records, std::size_t from, std::size_t to, storage::ProfileState state) {
        for (std::size_t i = from; i < to; ++i) writer.record(records[i]);
        value_of(writer.commit(state));
    }

    storage::Store store = test::open_store();
    profile::ProfileWriter writer;
};

TEST_F(BatchReaderTest, AGrowingProfileReadsOnlyWhatIsNew) {
    const auto records = some_epochs();
    ProfileModel model(store, writer.id(), ProfileModel::Batches::read);
    for (std::size_t i = 0; i < records.size(); i += 5) {
        const auto to = std::min(i + 5, records.size());
        write(records, i, to, to == records.size() ? storage::ProfileState::complete : storage::ProfileState::growing);
        test::update_all(model);
        EXPECT_EQ(model.batch_records_read(), static_cast<std::int64_t>(to)) << "each is read once";
        ASSERT_TRUE(model.batches());
    }
    expect_same(*model.batches(), profile::batch_statistics(profile::assemble_batches(records)));
    EXPECT_EQ(static_cast<std::int64_t>(model.out_of_order().size()), model.batches()->out_of_order);
    EXPECT_TRUE(std::is_sorted(model.out_of_order().begin(), model.out_of_order().end()));
}

TEST_F(BatchReaderTest, ReadsInPiecesAndSaysSo) {
    std::vector<Record> records;
    for (int b = 0; b < 30'000; ++b)
        records.push_back(record(Kind::preprocessed, 1U + static_cast<std::uint32_t>(b % 3), b * 10, 25, b));
    write(records, 0, records.size(), storage::ProfileState::complete);
    ProfileModel model(store, writer.id(), ProfileModel::Batches::read);
    auto budget = Budget::of_steps(100);
    EXPECT_TRUE(value_of(model.update(budget)));
    EXPECT_TRUE(model.reading_batches());
    EXPECT_FALSE(model.batches()) << "nothing is told before all is known";
    EXPECT_GT(test::update_all(model, 1000), 20);
    ASSERT_TRUE(model.batches());
    EXPECT_EQ(model.batches()->batches, 30'000);
    EXPECT_NEAR(model.batches()->preprocessing.median_ns, 25.0 * k_ms, 0.001 * 25 * k_ms);
}

TEST_F(BatchReaderTest, TimesThatGoBackAreFoundAllTheSame) {
    const auto late = record(Kind::preprocessed, 1, 5000, 10, 0), early = record(Kind::preprocessed, 1, 100, 10, 1);
    ProfileModel model(store, writer.id(), ProfileModel::Batches::read);
    write({late}, 0, 1, storage::ProfileState::growing);
    test::update_all(model);
    write({early}, 0, 1, storage::ProfileState::complete);
    test::update_all(model);
    EXPECT_EQ(model.batch_records_read(), 2);
    EXPECT_EQ(model.batches()->preprocessed, 2);
}

TEST_F(BatchReaderTest, WhatWasCutAwayIsNotCounted) {
    const auto records = some_epochs();
    write(records, 0, 20, storage::ProfileState::growing);
    ProfileModel model(store, writer.id(), ProfileModel::Batches::read);
    test::update_all(model);
    EXPECT_EQ(model.batch_records_read(), 20);
    value_of(store.write([&]() -> Result<void> {
        PARETOP_CHECK(storage::cut_chunks(store, writer.id(), 0));
        auto cut = value_of(storage::get_profile(store, writer.id()));
        cut.remarks.emplace_back("cut off");
        return storage::update_profile(store, cut);
    }));
    test::update_all(model);
    EXPECT_EQ(model.batch_records_read(), 0);
    EXPECT_FALSE(model.batches());
}

TEST_F(BatchReaderTest, OfAMillionNamesTheHeaviestAreDrawn) {
    const auto names = static_cast<std::uint32_t>(Operations::k_kept) + 100;
    for (std::uint32_t i = 0; i < names; ++i) {
        const auto name = writer.name("operation " + std::to_string(i), Kind::operation);
        writer.record({name, 1, Kind::operation, k_begin + i * k_ms, i < 100 ? 1 : 1000 + i, -1});
    }
    value_of(writer.commit(storage::ProfileState::complete));
    ProfileModel model(store, writer.id());
    test::update_all(model);
    ASSERT_EQ(model.calls().nodes.size(), Operations::k_kept + 1);
    EXPECT_EQ(model.calls().functions.back(), "100 others");
    EXPECT_NEAR(model.calls().nodes.back().self, 100e-9, 1e-15);
}

}  // namespace
}  // namespace paretop::model
