#include "storage/profiles.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "storage/base/nearest.h"
#include "storage/names.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

constexpr std::string_view k_select =
    "SELECT id, run, trial, name, format, sources, state, created_ns, first_ns, last_ns, records, remarks FROM profile";

ProfileRecord read_profile(const Statement& row) {
    ProfileRecord profile;
    profile.id = row.integer(0);
    if (!row.null(1)) profile.trial = TrialKey{row.integer(1), row.integer(2)};
    profile.name = row.string(3);
    profile.format = row.string(4);
    profile.sources = from_json_texts(row.text(5));
    profile.state = from_word<ProfileState>(k_profile_states, row.text(6));
    profile.created_ns = row.integer(7);
    profile.first_ns = row.integer(8);
    profile.last_ns = row.integer(9);
    profile.records = row.integer(10);
    profile.remarks = from_json_texts(row.text(11));
    return profile;
}

// What nobody is writing any more will never be complete.
ProfileRecord told_apart(const Store& store, ProfileRecord profile) {
    if (profile.state == ProfileState::growing && !ProfileLock::held(store, profile.id)) profile.state = ProfileState::cut_off;
    return profile;
}

tl::unexpected<Error> no_profile(const Store& store, std::string_view word) {
    return fail(ErrorKind::not_found, fmt::format("there is no profile {}", word), store.path(),
                "`paretop profile ls` shows the profiles there are");
}

struct Named {
    std::string name;
    ProfileId newest = 0;
};

Result<std::vector<Named>> list_named(const Store& store) {
    PARETOP_TRY(auto select, store.prepare("SELECT name, max(id) FROM profile GROUP BY name ORDER BY name"));
    return select.collect([](const Statement& row) { return Named{row.string(0), row.integer(1)}; });
}

std::vector<std::string> names_of(const std::vector<Named>& named) {
    std::vector<std::string> names;
    names.reserve(named.size());
    for (const auto& n : named) names.push_back(n.name);
    return names;
}

tl::unexpected<Error> unknown(const Store& store, std::string_view word, const std::vector<Named>& named) {
    const auto near = nearest_words(word, names_of(named), 3);
    if (near.empty()) return no_profile(store, fmt::format("'{}'", word));
    return fail(ErrorKind::not_found, fmt::format("there is no profile '{}'", word), store.path(),
                fmt::format("did you mean {}", fmt::join(near, ", ")));
}

}  // namespace

Result<ProfileId> insert_profile(Store& store, const ProfileRecord& profile) {
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO profile (run, trial, name, format, sources, state, created_ns, first_ns,"
                                           " last_ns, records, remarks) VALUES (?,?,?,?,?,?,?,?,?,?,?)"));
    const auto key = profile.trial.value_or(TrialKey{-1, -1});
    const auto sources = to_json_texts(profile.sources);
    const auto remarks = to_json_texts(profile.remarks);
    PARETOP_CHECK(insert.run(unless<std::int64_t>(key.run, -1), unless<std::int64_t>(key.number, -1), profile.name,
                             profile.format, sources, to_word(k_profile_states, profile.state), profile.created_ns,
                             profile.first_ns, profile.last_ns, profile.records, remarks));
    return insert.last_id();
}

Result<void> update_profile(Store& store, const ProfileRecord& profile) {
    PARETOP_TRY(auto update,
                store.prepare("UPDATE profile SET name = ?2, format = ?3, sources = ?4, state = ?5, first_ns = ?6, last_ns = ?7,"
                              " records = ?8, remarks = ?9 WHERE id = ?1"));
    const auto sources = to_json_texts(profile.sources);
    const auto remarks = to_json_texts(profile.remarks);
    PARETOP_CHECK(update.run(profile.id, profile.name, profile.format, sources, to_word(k_profile_states, profile.state),
                             profile.first_ns, profile.last_ns, profile.records, remarks));
    if (update.changes() == 0) return no_profile(store, std::to_string(profile.id));
    return {};
}

Result<ProfileRecord> get_profile(const Store& store, ProfileId id) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " WHERE id = ?"));
    PARETOP_TRY(auto found, select.first(read_profile, id));
    if (!found) return no_profile(store, std::to_string(id));
    return told_apart(store, std::move(*found));
}

Result<std::vector<ProfileRecord>> list_profiles(const Store& store) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " ORDER BY id DESC"));
    return select.collect([&](const Statement& row) { return told_apart(store, read_profile(row)); });
}

Result<std::vector<ProfileRecord>> list_profiles_of(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " WHERE run = ? AND trial = ? ORDER BY id DESC"));
    return select.collect([&](const Statement& row) { return told_apart(store, read_profile(row)); }, key.run, key.number);
}

Result<ProfileId> find_profile(const Store& store, std::string_view word) {
    ProfileId id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error == std::errc() && end == word.data() + word.size()) {
        PARETOP_TRY(auto select, store.prepare("SELECT id FROM profile WHERE id = ?"));
        PARETOP_TRY(const auto found, select.first([](const Statement& row) { return row.integer(0); }, id));
        if (found) return *found;
    }
    PARETOP_TRY(const auto named, list_named(store));
    std::vector<Named> starting;
    for (const auto& n : named) {
        if (n.name == word) return n.newest;
        if (!word.empty() && n.name.starts_with(word)) starting.push_back(n);
    }
    if (starting.size() == 1) return starting.front().newest;
    if (starting.empty()) return unknown(store, word, named);
    return fail(ErrorKind::usage, fmt::format("'{}' could be {}", word, fmt::join(names_of(starting), ", ")), store.path(),
                "write more of the name, or the profile's number");
}

}  // namespace paretop::storage
