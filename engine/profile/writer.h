// Stores a profile while it is read: aggregates in memory that does not grow with the trace, records in compact chunks.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/profile/record.h"
#include "storage/base/clock.h"
#include "storage/profiles.h"

namespace paretop::profile {

// Native functions of a profile and what is known of them; see storage/profile_records.h.
struct FunctionTables {
    std::vector<storage::FunctionRecord> functions;
    std::vector<storage::FunctionMapRecord> maps;
    std::vector<storage::CounterRecord> counters;
    std::vector<storage::CallRecord> calls;
    std::vector<storage::CallEdgeRecord> edges;
};

struct WriterOptions {
    bool raw = true;                          // keep the records; without: aggregates only
    const std::atomic<bool>* stop = nullptr;  // set: the writer fails as soon as it notices. Outlives it
};

// Failures of the store are kept and told by commit(); until then a writer swallows what comes.
// Used by one thread; the store must outlive it. It holds the profile's lock: what was not committed with `complete` stays in the
// store, as growing while the writer lives and as cut off after that.
class ProfileWriter : public TraceSink {
  public:
    // Stores a row for the profile (id, first_ns, last_ns, records and remarks are assigned by the writer).
    static Result<ProfileWriter> begin(storage::Store& store, storage::ProfileRecord profile, WriterOptions options = {});
    ProfileWriter(ProfileWriter&&) noexcept;
    ProfileWriter& operator=(ProfileWriter&&) noexcept;
    ~ProfileWriter() override;

    std::uint32_t lane(const Lane& lane) override;
    std::uint32_t name(std::string_view name, Kind kind) override;
    void record(const Record& record) override;
    void name_lane(std::uint32_t lane, std::string_view name) override;
    void omit(Omission omission, std::string_view where, std::int64_t count = 1) override;
    // What only one format knows of: a kind in its own words.
    void omit(std::string_view kind, std::string_view where, std::int64_t count);
    void remark(std::string_view text) override;
    [[nodiscard]] bool failed() const override;

    // Replaces the functions of the profile.
    void functions(FunctionTables tables);
    // Brings the store up to everything that came until now. May be called again and again while a trace grows, with `growing`.
    Result<void> commit(storage::ProfileState state);
    [[nodiscard]] storage::ProfileId id() const;

  private:
    struct State;
    explicit ProfileWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace paretop::profile
