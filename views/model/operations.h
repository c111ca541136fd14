// The operations of a profile, read in pieces, in the order a person wants: there may be a million names, of which only those on
// the screen are held whole.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/profile/record.h"
#include "storage/profiles.h"
#include "views/model/budget.h"
#include "views/model/ordered_index.h"

namespace paretop::model {

// What a row is sorted by; finite.
using OperationValue = double (*)(const storage::OperationRecord&);

struct OperationOrder {
    std::string filter;  // part of a name, in either case; empty: all
    OperationValue value = nullptr;
    bool descending = true;
    friend bool operator==(const OperationOrder&, const OperationOrder&) = default;
};

class Operations {
  public:
    static constexpr std::size_t k_kept = 4096;

    Operations(const storage::Store& store, storage::ProfileId profile) : store_(store), profile_(profile) {}

    // The profile has changed: all is read again, while what was known stays shown.
    void look_again() { again_ = true; }
    // Takes effect with the next update. What is known so far is always in order and can be shown. nullopt: no rows are wanted.
    void arrange(std::optional<OperationOrder> order);
    Result<bool> update(Budget& budget);

    [[nodiscard]] bool reading() const { return again_ || reading_; }
    [[nodiscard]] std::int64_t read_so_far() const { return next_number_; }  // of the reading that is under way

    // Of what has been read: at first and after arrange() it grows, after look_again() it changes when all is read.
    [[nodiscard]] std::size_t size() const { return shown().kinds.size(); }
    [[nodiscard]] double counted_ns() const { return shown().counted_ns; }  // self time; transforms and batches are none
    // The largest value of each column, of those that are counted, or of all where none is.
    [[nodiscard]] const storage::OperationRecord& most() const {
        return shown().counted > 0 ? shown().most_counted : shown().most;
    }
    [[nodiscard]] const std::vector<profile::Kind>& kinds() const { return shown().kinds; }  // by number
    // As scan_operations tells them: of what is counted the k_kept heaviest, of the rest the first k_kept; by number once all is
    // read.
    [[nodiscard]] const std::vector<storage::OperationRecord>& kept() const { return shown().kept; }
    struct Others {  // what is counted and not kept
        std::size_t operations = 0;
        double self_ns = 0;
        std::int64_t records = 0;
    };
    [[nodiscard]] Others others() const;

    // --- rows: those that pass the filter, batches and transforms behind what is counted ---
    [[nodiscard]] std::size_t rows() const { return shown().order.size(); }
    [[nodiscard]] std::int64_t number_at(std::size_t row) const { return shown().order.at(row).number; }  // row < rows()
    [[nodiscard]] Result<std::optional<std::size_t>> row_of(std::int64_t number) const;
    [[nodiscard]] Result<std::optional<storage::OperationRecord>> find(std::int64_t number) const {
        return storage::find_operation(store_, profile_, number);
    }

  private:
    struct Key {
        std::uint64_t place = 0;  // 0 in the highest bit: counted; below it the bits of the value, but the least of them
        std::uint32_t number = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Reading {
        std::vector<profile::Kind> kinds;
        double counted_ns = 0;
        std::int64_t counted = 0, records = 0;  // operations that are counted, and records of theirs
        storage::OperationRecord most, most_counted;
        std::vector<storage::OperationRecord> kept;  // while reading: counted ones alone, a heap with the lightest in front
        std::vector<storage::OperationRecord> uncounted;
        OrderedIndex<Key> order;
    };
    [[nodiscard]] const Reading& shown() const { return partial_ ? next_ : whole_; }
    void begin(bool partial);
    void end();
    void put(const storage::OperationRecord& operation);
    void keep(const storage::OperationRecord& operation);
    [[nodiscard]] std::optional<Key> key_of(const storage::OperationRecord& operation) const;

    const storage::Store& store_;
    storage::ProfileId profile_;
    std::optional<OperationOrder> order_;
    Reading whole_, next_;
    std::int64_t next_number_ = 0;
    bool again_ = false, reading_ = false, partial_ = true;
};

}  // namespace paretop::model
