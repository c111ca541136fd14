#include "engine/job/profile_taker.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/profile/import.h"
#include "engine/profile/lotus.h"
#include "engine/profile/writer.h"
#include "engine/spec/template.h"

namespace paretop::job {
namespace {

namespace fs = std::filesystem;
constexpr Nanoseconds k_between_commits = 1'000'000'000;
constexpr std::string_view k_prefix = "paretop";  // of the files in {work}

bool has_lines(const std::string& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (profile::lotus_name(entry.path().string())) return true;
    return false;
}

}  // namespace

spec::Spec profiled(const spec::Spec& spec) {
    auto out = spec;
    auto& command = out.command;
    if (!spec.profile.run.empty()) {
        command.run = spec.profile.run;
        command.shell = false;
        command.protocol = spec::Protocol::exec;
        command.table.clear();
    }
    if (spec.profile.timeout > 0) command.timeout = spec.profile.timeout;
    if (spec.profile.trace.empty()) command.environment.emplace_back("PARETOP_TRACE", fmt::format("{{work}}/{}", k_prefix));
    command.verify.clear();
    command.warmups = 0;
    command.repeats = {spec.profile.runs, spec.profile.runs, 0};
    if (spec.kind == spec::k_profile) return out;
    out.metrics.clear();
    out.objectives.clear();
    return out;
}

Result<void> can_profile(const spec::Spec& spec) {
    if (spec.command.protocol == spec::Protocol::exec || !spec.profile.run.empty()) return {};
    return fail(ErrorKind::not_found,
                spec.command.protocol == spec::Protocol::serve ? "its program answers many configurations"
                                                               : "its results are looked up, not measured",
                spec.name, "write in [profile] which program is profiled: run = [\"program\", …]");
}

Result<void> settle_cut_off(storage::Store& store, storage::RunId run) {
    PARETOP_TRY(auto profiles, storage::list_profiles(store));
    std::erase_if(profiles, [&](const auto& profile) {
        return profile.state != storage::ProfileState::cut_off || !profile.trial || profile.trial->run != run;
    });
    for (const auto& profile : profiles)  // what was not followed has nothing that goes together
        if (!profile.sources.empty()) PARETOP_CHECK(storage::erase_cut_off(store, profile.id));
    std::erase_if(profiles, [](const auto& profile) { return !profile.sources.empty(); });
    if (profiles.empty()) return {};
    return store.write([&]() -> Result<void> {
        for (auto& profile : profiles) {
            profile.state = storage::ProfileState::complete;
            profile.remarks.emplace_back("cut off: the engine that followed it was killed");
            PARETOP_CHECK(storage::cut_chunks(store, profile.id, profile.records));
            PARETOP_CHECK(storage::update_profile(store, profile));
        }
        return {};
    });
}

struct ProfileTaker::Growing {
    Growing(const std::string& folder, profile::ProfileWriter w) : reader({folder}), writer(std::move(w)) {}
    profile::LotusReader reader;
    profile::ProfileWriter writer;
    std::int64_t unstored = 0;
    Nanoseconds stored_at = 0;  // steady
};

ProfileTaker::ProfileTaker(storage::Store& store, const spec::Spec& spec, std::string work, const Clock& clock)
    : store_(store), spec_(spec), work_(std::move(work)), clock_(clock) {}
ProfileTaker::~ProfileTaker() = default;

void ProfileTaker::expect(storage::TrialKey trial, space::Configuration configuration) {
    trial_ = trial;
    configuration_ = std::move(configuration);
    count_ = 0;
    running_ = false;
    if (growing_) (void)settle("another trial began");
}

void ProfileTaker::started() { running_ = true; }

std::string ProfileTaker::name() const {
    const auto name = fmt::format("{}/{}", spec_.name, trial_.number);
    return spec_.profile.runs > 1 ? fmt::format("{} #{}", name, count_ + 1) : name;
}

// False: there is nothing to read yet.
Result<bool> ProfileTaker::read_on() {
    if (!growing_) {
        if (!has_lines(work_)) return false;
        storage::ProfileRecord profile;
        profile.trial = trial_;
        profile.name = name();
        profile.format = "lotus";
        profile.state = storage::ProfileState::growing;
        profile.created_ns = clock_.now_ns();
        PARETOP_TRY(auto writer, profile::ProfileWriter::begin(store_, profile, {spec_.profile.records}));
        growing_ = std::make_unique<Growing>(work_, std::move(writer));
    }
    PARETOP_TRY(const auto records, growing_->reader.read_on(growing_->writer));
    growing_->unstored += records;
    return true;
}

Result<bool> ProfileTaker::follow() {
    if (!running_ || !writes_lines()) return false;
    PARETOP_TRY(const auto reading, read_on());
    const auto now = clock_.steady_ns();
    if (!reading || growing_->unstored == 0 || now - growing_->stored_at < k_between_commits) return false;
    PARETOP_CHECK(growing_->writer.commit(storage::ProfileState::growing));
    growing_->unstored = 0;
    growing_->stored_at = clock_.steady_ns();
    return true;
}

// What has been read becomes the profile. Without `cut` it is all there was.
Result<storage::ProfileRecord> ProfileTaker::settle(std::string_view cut) {
    const auto growing = std::move(growing_);
    PARETOP_CHECK(growing->reader.finish(growing->writer));
    if (!cut.empty()) growing->writer.remark(fmt::format("cut off: {}", cut));
    PARETOP_CHECK(growing->writer.commit(storage::ProfileState::complete));
    return storage::get_profile(store_, growing->writer.id());
}

Result<storage::ProfileRecord> ProfileTaker::take_lines(std::string_view cut) {
    const auto reading = read_on();
    if (!reading && growing_ && reading.error().kind != ErrorKind::store) return settle(reading.error().message());
    if (!reading) return tl::unexpected(reading.error());
    if (!*reading)
        return fail(
            ErrorKind::not_found, "it has written no trace", fmt::format("trial {}/{}", trial_.run, trial_.number),
            "build the program with assets/adapters/cpp, use assets/adapters/torch, or say in [profile] what else it writes");
    return settle(cut);
}

Result<storage::ProfileRecord> ProfileTaker::take_file(std::string_view cut) {
    PARETOP_TRY(const auto trace, spec::Template::parse({spec_.profile.trace}, spec_.space));
    spec::Places places;
    places.work = work_;
    const auto path = trace.expand_text(spec_.space, configuration_, places);
    PARETOP_TRY(auto taken,
                profile::import_profile(store_, {path}, {spec_.profile.format, name(), trial_, spec_.profile.records}, clock_));
    if (cut.empty()) return std::move(taken.profile);
    taken.profile.remarks.push_back(fmt::format("cut off: {}", cut));
    PARETOP_CHECK(store_.write([&] { return storage::update_profile(store_, taken.profile); }));
    return std::move(taken.profile);
}

Result<std::optional<storage::ProfileRecord>> ProfileTaker::take(std::string_view cut, bool more) {
    if (!std::exchange(running_, more)) return std::optional<storage::ProfileRecord>();
    auto profile = writes_lines() ? take_lines(cut) : take_file(cut);
    ++count_;
    growing_.reset();
    if (!profile) return tl::unexpected(std::move(profile).error());
    return std::optional(std::move(*profile));
}

}  // namespace paretop::job
