#include "views/model/operations.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using profile::Kind;
using storage::OperationRecord;
using test::value_of;

double self_of(const OperationRecord& o) { return o.self_ns; }
double count_of(const OperationRecord& o) { return static_cast<double>(o.count); }

class OperationsTest : public testing::Test {
  protected:
    OperationsTest() {
        storage::ProfileRecord record;
        record.name = "traced";
        record.format = "report";
        value_of(store.write([&]() -> Result<void> {
            PARETOP_TRY(id, storage::insert_profile(store, record));
            return {};
        }));
    }
    void put(const std::vector<OperationRecord>& operations) {
        value_of(store.write([&] { return storage::put_operations(store, id, operations); }));
    }
    // Self times 1 000 + (7919·i mod count) ns, so that all differ; count i.
    void put_many(std::int64_t count) {
        std::vector<OperationRecord> operations;
        for (std::int64_t i = 0; i < count; ++i) {
            auto& o = operations.emplace_back(named(i, fmt::format("op {}", i)));
            o.self_ns = o.total_ns = o.mean_ns = o.median_ns = static_cast<double>(1000 + 7919 * i % count);
            o.count = i;
        }
        put(operations);
    }
    static OperationRecord named(std::int64_t number, std::string name, Kind kind = Kind::operation) {
        OperationRecord o;
        o.number = number;
        o.name = std::move(name);
        o.kind = kind;
        o.count = 1;
        o.trend_ns = {1};
        return o;
    }
    static std::vector<std::int64_t> numbers(const Operations& operations) {
        std::vector<std::int64_t> all;
        for (std::size_t row = 0; row < operations.rows(); ++row) all.push_back(operations.number_at(row));
        return all;
    }

    storage::Store store = test::open_store();
    storage::ProfileId id = 0;
};

TEST_F(OperationsTest, RowsAreInOrderWhicheverIsAskedFor) {
    auto light = named(0, "Light"), heavy = named(1, "heavy"), twin = named(2, "twin"), batch = named(3, "Batch", Kind::wait);
    light.self_ns = 1, heavy.self_ns = 9, twin.self_ns = 9, batch.self_ns = 100;
    light.count = 50;
    put({light, heavy, twin, batch});
    Operations operations(store, id);
    operations.arrange(OperationOrder{"", self_of, true});
    operations.look_again();
    test::update_all(operations);
    EXPECT_EQ(numbers(operations), (std::vector<std::int64_t>{1, 2, 0, 3})) << "equal ones by number, batches last";
    EXPECT_EQ(operations.counted_ns(), 19);
    EXPECT_EQ(operations.most().self_ns, 9) << "of what is counted";
    operations.arrange(OperationOrder{"", self_of, false});
    test::update_all(operations);
    EXPECT_EQ(numbers(operations), (std::vector<std::int64_t>{0, 1, 2, 3}));
    operations.arrange(OperationOrder{"", count_of, true});
    test::update_all(operations);
    EXPECT_EQ(numbers(operations).front(), 0);
    operations.arrange(OperationOrder{"IGH", self_of, true});
    test::update_all(operations);
    EXPECT_EQ(numbers(operations), std::vector<std::int64_t>{0}) << "in either case";
    EXPECT_EQ(operations.size(), 4U);
    EXPECT_EQ(value_of(operations.row_of(0)), std::optional<std::size_t>(0));
    EXPECT_EQ(value_of(operations.row_of(1)), std::nullopt) << "filtered out";
    EXPECT_EQ(value_of(operations.row_of(77)), std::nullopt);
    EXPECT_EQ(value_of(operations.find(1))->trend_ns, std::vector<double>{1});
}

TEST_F(OperationsTest, ReadsInPiecesThatAreAlwaysInOrder) {
    put_many(2000);
    Operations operations(store, id);
    operations.arrange(OperationOrder{"", self_of, true});
    operations.look_again();
    for (std::int64_t piece = 1;; ++piece) {
        auto budget = Budget::of_steps(100);
        const bool more = value_of(operations.update(budget));
        EXPECT_EQ(more, operations.reading());
        ASSERT_EQ(operations.rows(), std::min<std::size_t>(2000, static_cast<std::size_t>(piece) * 100));
        double before = 1e9;
        for (const auto number : numbers(operations)) {
            const double self = static_cast<double>(1000 + 7919 * number % 2000);
            ASSERT_LT(self, before);
            before = self;
        }
        if (!more) break;
    }
    EXPECT_EQ(value_of(operations.row_of(operations.number_at(1234))), std::optional<std::size_t>(1234));
}

TEST_F(OperationsTest, WhatIsShownStaysUntilAChangeHasBeenRead) {
    put_many(300);
    Operations operations(store, id);
    operations.arrange(OperationOrder{"", self_of, true});
    operations.look_again();
    test::update_all(operations);
    put_many(400);
    operations.look_again();
    auto budget = Budget::of_steps(100);
    EXPECT_TRUE(value_of(operations.update(budget)));
    EXPECT_EQ(operations.rows(), 300U);
    operations.look_again();  // again while it is read: not from the beginning
    test::update_all(operations, 100);
    EXPECT_EQ(operations.rows(), 400U);
    EXPECT_FALSE(operations.reading());
}

TEST_F(OperationsTest, KeepsTheHeaviestAndSumsTheOthers) {
    const auto count = static_cast<std::int64_t>(Operations::k_kept) + 500;
    put_many(count);
    Operations operations(store, id);
    operations.look_again();
    test::update_all(operations);
    EXPECT_EQ(operations.rows(), 0U) << "no rows were asked for";
    ASSERT_EQ(operations.kept().size(), Operations::k_kept);
    for (const auto& operation : operations.kept()) ASSERT_GE(operation.self_ns, 1500);
    EXPECT_EQ(operations.others().operations, 500U);
    EXPECT_NEAR(operations.others().self_ns, 500 * (1000 + 1499) / 2.0, 1e-3);
    EXPECT_EQ(operations.kinds().size(), static_cast<std::size_t>(count));
}

}  // namespace
}  // namespace paretop::model
