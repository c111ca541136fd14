#include "app/verbs/log.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "app/store_path.h"
#include "app/target.h"
#include "app/words.h"
#include "engine/executor/executor.h"
#include "engine/job/create.h"

namespace paretop::app {
namespace {

constexpr auto k_poll = std::chrono::milliseconds(100);

// Output of a child: line ends are kept, everything else a terminal could act upon is not.
void print(Console& console, std::string_view text) {
    if (!console.out_is_terminal()) return console.out(text);
    std::string clean;
    while (!text.empty()) {
        const auto end = text.find('\n');
        clean += views::harmless(text.substr(0, end));
        if (end == std::string_view::npos) break;
        clean += '\n';
        text.remove_prefix(end + 1);
    }
    console.out(clean);
}

Result<ExitCode> print_stored(const storage::Store& store, storage::TrialKey trial, Console& console) {
    PARETOP_TRY(const auto artifacts, storage::list_artifacts(store, trial));
    for (const auto& artifact : artifacts) {
        if (artifact.kind != "log") continue;
        print(console, artifact.content);
        const auto kept = static_cast<std::int64_t>(artifact.content.size());
        if (artifact.total_bytes > kept)
            console.err(fmt::format("paretop: {}: {} of {} bytes were kept; `limits.output` in the experiment file keeps more\n",
                                    name_of(trial), kept, artifact.total_bytes));
    }
    return ExitCode::ok;
}

// The file of a running trial. Once opened it can be read to its end although the engine removes it.
class LiveLog {
  public:
    explicit LiveLog(std::string path) : path_(std::move(path)) { open(); }

    [[nodiscard]] bool is_open() const { return file_.is_open(); }
    void open() {
        if (!file_.is_open()) file_.open(path_, std::ios::binary);
    }
    std::string read_rest() {
        if (!file_.is_open()) return {};
        std::string text;
        char buffer[65536];
        file_.clear();
        while (file_.read(buffer, sizeof buffer), file_.gcount() > 0)
            text.append(buffer, static_cast<std::size_t>(file_.gcount()));
        return text;
    }

  private:
    std::string path_;
    std::ifstream file_;
};

bool is_over(const storage::TrialRecord& trial) {
    return trial.state == storage::TrialState::done || trial.state == storage::TrialState::failed;
}

Result<ExitCode> follow(const storage::Store& store, storage::TrialKey key, LiveLog& log, Console& console) {
    bool shown = false;
    for (;;) {
        PARETOP_TRY(const auto trial, storage::get_trial(store, key));
        PARETOP_TRY(const auto run, storage::get_run(store, key.run));
        const bool over = is_over(trial) || job::liveness(store.path(), run) != job::Liveness::live;
        log.open();
        const auto text = log.read_rest();
        shown = shown || !text.empty();
        print(console, text);
        if (over) return shown ? Result<ExitCode>(ExitCode::ok) : print_stored(store, key, console);
        if (console.closed()) return ExitCode::ok;
        std::this_thread::sleep_for(k_poll);
    }
}

}  // namespace

Result<ExitCode> perform(const LogCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto key, find_trial(store, command.trial));
    LiveLog log(executor::live_log_path(job::scratch_folder(store.path(), key.run), key.number));
    PARETOP_TRY(const auto trial, storage::get_trial(store, key));
    if (is_over(trial)) return print_stored(store, key, console);
    if (command.follow) return follow(store, key, log, console);
    print(console, log.read_rest());
    return ExitCode::ok;
}

}  // namespace paretop::app
