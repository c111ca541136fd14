#include "tests/support/laboratory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "engine/executor/executor.h"
#include "engine/job/create.h"
#include "storage/store.h"

namespace paretop::test {
namespace {

constexpr uid_t k_nobody = 65534;

constexpr const char* k_exec_program = R"sh(
x=$1; y=$2
[ $(((x * 7 + y) % 11)) -eq 0 ] && { echo broken >&2; exit 3; }
echo "a=$((x * x + y)) b=$(((100 - x) * (100 - x) + y * 3))"
)sh";

constexpr const char* k_serve_program = R"sh(
while IFS= read -r line; do
  id=${line#*\"id\":}; id=${id%%[,\}]*}
  x=${line#*\"x\":}; x=${x%%[,\}]*}
  y=${line#*\"y\":}; y=${y%%[,\}]*}
  if [ $(((x * 7 + y) % 11)) -eq 0 ]; then echo "{\"id\":$id,\"error\":\"broken\"}"
  else echo "{\"id\":$id,\"metrics\":{\"a\":$((x * x + y)),\"b\":$(((100 - x) * (100 - x) + y * 3))}}"; fi
done
)sh";

std::string experiment_text(Laboratory::Protocol protocol, std::int64_t trials, std::int64_t parallel,
                            const std::string& method) {
    const bool exec = protocol == Laboratory::Protocol::exec;
    const auto metric = [&](const char* name) {
        return fmt::format("[[metric]]\nname = \"{0}\"\nfrom = \"{1}\"\n[[objective]]\nmetric = \"{0}\"\ngoal = \"minimize\"\n",
                           name, exec ? fmt::format("stdout:/{}=(\\\\d+)/", name) : "report");
    };
    return fmt::format(
               "[experiment]\nname = \"steady\"\nkind = \"tune\"\n"
               "[[parameter]]\nname = \"x\"\ntype = \"int\"\nrange = [0, 100]\ndefault = 50\n"
               "[[parameter]]\nname = \"y\"\ntype = \"int\"\nrange = [0, 1000]\ndefault = 2\n"
               "[command]\nrun = [{}]\nprotocol = \"{}\"\ntimeout = \"60s\"\n",
               exec ? "\"sh\", \"{dir}/program.sh\", \"{x}\", \"{y}\"" : "\"sh\", \"{dir}/program.sh\"",
               exec ? "exec" : "serve") +
           metric("a") + metric("b") +
           fmt::format("[search]\nmethod = \"{}\"\ntrials = {}\nseed = 3\nparallel = {}\n", method, trials, parallel);
}

// The program is opened before privileges are dropped: its folder may be closed to others.
pid_t spawn(const std::vector<std::string>& arguments, const std::string& out, const std::string& err, bool as_nobody = false) {
    std::vector<char*> pointers;
    for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    const pid_t child = fork();
    if (child != 0) return child;
    dup2(open("/dev/null", O_RDONLY), 0);
    dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    const int program = open(pointers[0], O_PATH | O_CLOEXEC);
    if (as_nobody && geteuid() == 0 && setuid(k_nobody) != 0) _exit(126);
    fexecve(program, pointers.data(), environ);
    _exit(127);
}

storage::Store open_store(const std::string& path) {
    auto store = storage::Store::open(path);
    if (!store) std::abort();
    return std::move(*store);
}

}  // namespace

int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool ends_within(pid_t process, std::chrono::seconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        if (waitpid(process, nullptr, WNOHANG) != 0) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    kill(process, SIGKILL);
    wait_for(process);
    return false;
}

Laboratory::Laboratory(Protocol protocol, std::int64_t trials, std::int64_t parallel, const std::string& method)
    : store_(folder_.file("lab.db")), experiment_(folder_.file("steady.toml")) {
    write_bytes(folder_.file("program.sh"), protocol == Protocol::exec ? k_exec_program : k_serve_program);
    write_bytes(experiment_, experiment_text(protocol, trials, parallel, method));
}

Ended Laboratory::ended(std::vector<std::string> arguments, bool as_nobody) const {
    arguments.insert(arguments.begin(), PARETOP_BINARY);
    arguments.insert(arguments.end(), {"--store", store_});
    const auto out = folder_.file("out"), err = folder_.file("err");
    const int code = wait_for(spawn(arguments, out, err, as_nobody));
    return {code, read_bytes(out), read_bytes(err)};
}

pid_t Laboratory::start_engine() const {
    return spawn({PARETOP_BINARY, "engine", "1", "--store", store_}, "/dev/null", folder_.file("engine.log"));
}

void Laboratory::create() const {
    auto store = open_store(store_);
    const auto read = spec::read_spec_file(experiment_);
    if (!read.spec || !job::create_run(store, *read.spec, {}, system_clock())) std::abort();
}

storage::RunRecord Laboratory::run() const { return storage::get_run(open_store(store_), 1).value(); }

std::int64_t Laboratory::leftovers() const { return executor::kill_leftovers(store_ + ":1"); }

std::string Laboratory::history() const { return describe(true); }
std::string Laboratory::outcomes() const { return describe(false); }

std::string Laboratory::describe(bool order) const {
    const auto store = open_store(store_);
    const auto run = storage::get_run(store, 1).value();
    auto text = fmt::format("asked {} done {} failed {} front {}\n", run.asked, run.done, run.failed, run.front_size);
    const auto trials = storage::list_trials(store, 1, 0, 1'000'000).value();
    for (const auto& trial : trials) {
        const auto configuration = storage::get_configuration(store, trial.configuration).value();
        text += fmt::format("{} {} state {} feasible {} origin {} reason {}", trial.key.number, configuration.json,
                            static_cast<int>(trial.state), trial.feasible, trial.origin, trial.reason);
        if (order) text += fmt::format(" after {} as {}", trial.told_before, trial.tell_index);
        const auto measurements = storage::list_measurements(store, trial.key).value();
        for (const auto& m : measurements) text += fmt::format(" [{} {} {}]", m.metric, m.repeat, m.value);
        text += '\n';
    }
    const auto front = order ? storage::list_front_history(store, 1, -1) : storage::list_front(store, 1);
    for (const auto& row : front.value())
        text += fmt::format("front {} {}{}\n", row.trial, fmt::join(row.objectives, " "),
                            order ? fmt::format(" size {} volume {} left by {}", row.front_size, row.hypervolume.value_or(-1),
                                                row.left_by.value_or(-1))
                                  : "");
    return text;
}

}  // namespace paretop::test
