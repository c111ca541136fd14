// A store in memory with one run of the synthetic experiment, and short ways to write to it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "storage/queries.h"
#include "tests/support/storage/store_fixture.h"

namespace paretop::storage {

class World : public testing::Test {
  protected:
    Store store = test::open_store();
    RunId run = test::add_run(store, {});
    ExperimentId experiment = get_run(store, run)->experiment;

    // What `body` answers, having been committed.
    template <class Body>
    auto write(Body body) -> typename decltype(body())::value_type {
        decltype(body()) result;
        const auto written = store.write([&]() -> Result<void> {
            result = body();
            if (!result) return tl::unexpected<Error>(result.error());
            return {};
        });
        EXPECT_TRUE(written.has_value()) << written.error().message();
        if constexpr (!std::is_void_v<typename decltype(body())::value_type>) return std::move(*result);
    }

    ConfigurationId configuration(const std::string& hash = "0123456789abcdef") {
        return write([&] { return put_configuration(store, experiment, {0, hash, "{}", std::string("\x01\x00\x02", 3)}); });
    }

    TrialRecord trial(TrialNumber number) {
        TrialRecord record;
        record.key = {run, number};
        record.configuration = configuration();
        record.origin = "random";
        record.asked_ns = 100 + number;
        write([&] { return put_trial(store, record); });
        return record;
    }
};

}  // namespace paretop::storage
