#include "app/verbs/note.h"

#include <fmt/format.h>

#include "app/store_path.h"
#include "app/target.h"

namespace paretop::app {
namespace {

Result<void> check_tags(const std::vector<std::string>& changes) {
    for (const auto& change : changes)
        if (change.size() < 2 || (change[0] != '+' && change[0] != '-'))
            return fail(ErrorKind::usage, "a tag begins with + (put on) or - (take off)", change, "write +" + change);
    return {};
}

}  // namespace

Result<ExitCode> perform(const NoteCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    PARETOP_TRY(const auto target, find_target(store, command.target));
    const storage::TrialKey key{target.run, target.trial.value_or(-1)};
    if (command.text.empty()) {
        PARETOP_TRY(const auto note, storage::get_note(store, key));
        if (!note.empty()) console.out(console.shown(note) + "\n");
        return ExitCode::ok;
    }
    PARETOP_CHECK(store.write([&] { return storage::put_note(store, key, fmt::format("{}", fmt::join(command.text, " "))); }));
    return ExitCode::ok;
}

Result<ExitCode> perform(const TagCommand& command, Console& console) {
    PARETOP_CHECK(check_tags(command.changes));
    PARETOP_TRY(auto store, open_to_write(command.store));
    PARETOP_TRY(const auto run, storage::find_run(store, command.run));
    const auto put = [&]() -> Result<void> {
        for (const auto& change : command.changes)
            PARETOP_CHECK(storage::put_tag(store, run, std::string_view(change).substr(1), change[0] == '+'));
        return {};
    };
    if (!command.changes.empty()) PARETOP_CHECK(store.write(put));
    PARETOP_TRY(const auto tags, storage::list_tags(store, run));
    for (const auto& tag : tags) console.out(console.shown(tag) + "\n");
    return ExitCode::ok;
}

}  // namespace paretop::app
