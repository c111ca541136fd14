// Profiles in the store of a screen test: two workers, a main process, six batches, one of them out of order.
#pragma once

#include <fmt/format.h>

#include <array>

#include "engine/profile/writer.h"
#include "tests/views/screens/screen_fixture.h"

namespace paretop::test {

class ProfileScreenTest : public ScreenTest {
  protected:
    // What a drawing asked for is loaded, and drawn.
    std::string settled() {
        text();
        return text();
    }

    static constexpr std::int64_t k_ms = 1'000'000;
    static constexpr std::int64_t k_begin = 1'700'000'000'000 * k_ms / 1000 * 1000;

    // Each batch: four images, decoded in `decode_ms` ± 0.1, resized in 1 ms.
    profile::ProfileWriter begin_profile(const std::string& name, std::optional<storage::TrialKey> trial = {}) {
        storage::ProfileRecord record;
        record.name = name;
        record.format = "report";
        record.sources = {"/data/" + name};
        record.trial = trial;
        record.created_ns = clock.now;
        return value_of(profile::ProfileWriter::begin(store, record));
    }
    void write_batches(profile::ProfileWriter& writer, double decode_ms, bool flips = false, std::int64_t first = 0) {
        using profile::Kind;
        const auto main = writer.lane({100, 100, profile::Role::main, ""});
        const std::array workers{writer.lane({101, 101, profile::Role::worker, ""}),
                                 writer.lane({102, 102, profile::Role::worker, ""})};
        const auto decode = writer.name("decode", Kind::operation), resize = writer.name("resize", Kind::operation);
        const auto batch = writer.name("BatchPreprocessed", Kind::preprocessed), wait = writer.name("BatchWait", Kind::wait);
        const auto consumed = writer.name("BatchConsumed", Kind::consumed);
        const auto ns = [](double ms) { return static_cast<std::int64_t>(ms * k_ms); };
        for (std::int64_t b = first; b < first + 6; ++b) {
            const auto worker = workers[static_cast<std::size_t>(b % 2)];
            const auto start = k_begin + (b / 2) * ns(50);
            auto at = start;
            for (int image = 0; image < 4; ++image) {
                const auto took = ns(decode_ms + 0.1 * (image - 1.5));
                writer.record({decode, worker, Kind::operation, at, took, b});
                writer.record({resize, worker, Kind::operation, at + took, ns(1), b});
                if (flips)
                    writer.record({writer.name("flip", Kind::operation), worker, Kind::operation, at + took + ns(1), ns(0.5), b});
                at += took + ns(flips ? 1.5 : 1);
            }
            writer.record({batch, worker, Kind::preprocessed, start, at - start, b});
            const bool early = b == 3;
            writer.record({wait, main, Kind::wait, at, early ? profile::k_out_of_order_ns : ns(2), b});
            writer.record({consumed, main, Kind::consumed, at + ns(3), 1000, b});
        }
    }
    storage::ProfileId add_profile(const std::string& name, double decode_ms, bool flips = false,
                                   std::optional<storage::TrialKey> trial = {}) {
        auto writer = begin_profile(name, trial);
        write_batches(writer, decode_ms, flips);
        value_of(writer.commit(storage::ProfileState::complete));
        return writer.id();
    }
    // decode runs three functions, resize one; one function belongs to nobody.
    void add_functions(storage::ProfileId profile) {
        value_of(store.write([&]() -> Result<void> {
            PARETOP_CHECK(storage::put_functions(
                store, profile,
                std::vector<storage::FunctionRecord>{{0, "decode_mcu", "libjpeg.so.62", 0.38, 0.38, 38},
                                                     {1, "jpeg_idct_islow", "libjpeg.so.62", 0.27, 0.27, 27},
                                                     {2, "memcpy", "libc.so.6", 0.1, 0.1, 10},
                                                     {3, "main", "loader", 0.05, 0.8, 80}}));
            PARETOP_CHECK(
                storage::put_function_maps(store, profile,
                                           std::vector<storage::FunctionMapRecord>{{"decode", 0, 20, 20, 1, 0.38, 38},
                                                                                   {"decode", 1, 18, 20, 1, 0.27, 27},
                                                                                   {"decode", 2, 9, 20, 0.5, 0.05, 5},
                                                                                   {"resize", 2, 20, 20, 0.5, 0.05, 5}}));
            return storage::put_counters(store, profile, std::vector<storage::CounterRecord>{{"decode", -1, "L1 Bound", 12.5}});
        }));
    }
    // main calls decode_mcu and memcpy, decode_mcu calls jpeg_idct_islow and memcpy.
    void add_calls(storage::ProfileId profile) {
        value_of(store.write([&] {
            return storage::put_calls(
                store, profile,
                std::vector<storage::CallRecord>{
                    {0, -1, 3, 0.1, 10}, {1, 0, 0, 0.4, 40}, {2, 1, 1, 0.3, 30}, {3, 1, 2, 0.05, 5}, {4, 0, 2, 0.15, 15}});
        }));
    }
};

}  // namespace paretop::test
