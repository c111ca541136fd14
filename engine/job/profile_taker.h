// What a profiled program writes becomes a profile of its trial: followed while it grows, taken in when the run has ended.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/space/space.h"
#include "engine/spec/spec.h"
#include "storage/base/clock.h"
#include "storage/profiles.h"

namespace paretop::job {

// The experiment as it is run to be profiled: another command or tracing on, [profile] runs times, nothing verified, and for an
// experiment of another kind nothing measured.
spec::Spec profiled(const spec::Spec& spec);

// not_found: nothing of the experiment can be run by itself ([profile] run is missing for workers and tables).
Result<void> can_profile(const spec::Spec& spec);

// Profiles of a run that nobody is writing any more, since its engine was killed: complete as far as they go, and marked.
Result<void> settle_cut_off(storage::Store& store, storage::RunId run);

class ProfileTaker {
  public:
    // `store`, `spec` and `clock` outlive it. `work` is where {work} of the runs lies. Never called within Store::write.
    ProfileTaker(storage::Store& store, const spec::Spec& spec, std::string work, const Clock& clock);
    ~ProfileTaker();

    // Runs of this trial follow, one after the other.
    void expect(storage::TrialKey trial, space::Configuration configuration);
    void started();  // the first of them has been launched
    // Now and then while one runs: stores what it has written since, at most once a second. True: it did.
    Result<bool> follow();
    // A run has ended, `cut` says why if not by itself; `more`: another one follows. nullopt: it was never launched. not_found:
    // it has written nothing to take in.
    Result<std::optional<storage::ProfileRecord>> take(std::string_view cut, bool more);

  private:
    struct Growing;
    [[nodiscard]] bool writes_lines() const { return spec_.profile.trace.empty(); }  // those of PARETOP_TRACE
    [[nodiscard]] std::string name() const;
    Result<bool> read_on();
    Result<storage::ProfileRecord> settle(std::string_view cut);
    Result<storage::ProfileRecord> take_lines(std::string_view cut);
    Result<storage::ProfileRecord> take_file(std::string_view cut);

    storage::Store& store_;
    const spec::Spec& spec_;
    const std::string work_;
    const Clock& clock_;
    storage::TrialKey trial_;
    space::Configuration configuration_;
    std::int64_t count_ = 0;  // runs of the trial so far
    bool running_ = false;
    std::unique_ptr<Growing> growing_;
};

}  // namespace paretop::job
