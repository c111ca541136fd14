#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <set>

#include "engine/collect/collector.h"
#include "engine/collect/control.h"
#include "engine/functions/read.h"

namespace paretop::collect {
namespace {

constexpr Nanoseconds k_patience = 60'000'000'000;

// Collection is off when the program starts. The program asks for it on the fifos as it would ask perf; we pass that on to
// valgrind through vgdb, for every process the program consists of, and answer when valgrind has.
class Switch {
  public:
    Switch(Programs& programs, std::shared_ptr<Control> control, std::string folder)
        : programs_(programs), control_(std::move(control)), folder_(std::move(folder)) {}

    Result<void> begin() {
        return control_->serve(programs_.loop(), [this](const std::string& word) { turn(word == "enable"); });
    }
    [[nodiscard]] bool was_enabled() const { return enabled_; }

  private:
    // A vgdb may still run when the program has ended without waiting for the answer, and this and the control are gone.
    void turn(bool on) {
        enabled_ = enabled_ || on;
        const auto pids = processes();
        if (pids.empty()) return control_->answer();
        const auto waiting = std::make_shared<std::size_t>(pids.size());
        for (const auto pid : pids) {
            process::Launch launch;
            launch.arguments = {"vgdb",
                                fmt::format("--vgdb-prefix={}/vgdb", folder_),
                                fmt::format("--pid={}", pid),
                                "--wait=10",
                                "instrumentation",
                                on ? "on" : "off"};
            launch.timeout = k_patience;
            programs_.guardian().launch(launch, [waiting, asked = std::weak_ptr(control_)](const process::Exit&) {
                const auto control = --*waiting == 0 ? asked.lock() : nullptr;
                if (control) control->answer();
            });
        }
    }

    // Every process under valgrind has a fifo "vgdb-from-vgdb-to-PID-by-…" there.
    [[nodiscard]] std::set<long> processes() const {
        constexpr std::string_view k_mark = "vgdb-from-vgdb-to-";
        std::set<long> pids;
        std::error_code error;
        for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
            const auto name = at->path().filename().string();
            if (name.starts_with(k_mark)) pids.insert(std::strtol(name.c_str() + k_mark.size(), nullptr, 10));
        }
        return pids;
    }

    Programs& programs_;
    std::shared_ptr<Control> control_;
    std::string folder_;
    bool enabled_ = false;
};

// All processes of a run as one table.
void merge(functions::TableBuilder& all, const functions::FunctionTable& one) {
    for (const auto& row : one.rows) {
        const auto index = all.row(row.key);
        for (std::size_t i = 0; i < row.values.size(); ++i) all.add(index, all.metric(one.metrics[i].name), row.values[i]);
    }
}

class CallgrindCollector : public Collector {
  public:
    explicit CallgrindCollector(Programs& programs) : programs_(programs) {}

    Result<void> prepare() override {
        process::Launch launch;
        launch.arguments = {"valgrind", "--tool=callgrind", "--version"};
        launch.timeout = k_patience;
        const auto ran = programs_.run(launch);
        if (ran.failure.empty()) return {};
        return fail(ErrorKind::child, ran.failure, "valgrind",
                    "install it: ./bootstrap deps --with valgrind, or apt-get install valgrind");
    }

    Result<functions::FunctionTable> collect(const Mapped& program, const std::string& operation) override {
        PARETOP_TRY(const auto scratch, Scratch::create());
        PARETOP_TRY(auto fifos, Control::create(scratch.path()));
        const auto control = std::make_shared<Control>(std::move(fifos));
        Switch enabling(programs_, control, scratch.path());
        PARETOP_CHECK(enabling.begin());
        const auto ran = programs_.run(run(program, operation, *control, scratch));
        if (!ran.failure.empty()) return tl::unexpected(program_failed(ran, program, operation));
        if (!enabling.was_enabled()) return tl::unexpected(never_enabled(program, operation));
        return costs(scratch.path());
    }

    [[nodiscard]] const char* name() const override { return "callgrind"; }
    [[nodiscard]] double interval_ms() const override { return 0; }
    [[nodiscard]] std::vector<std::string> remarks() const override {
        return {"counters are simulated by callgrind (instructions, a model of the caches), not measured"};
    }

  private:
    static process::Launch run(const Mapped& program, const std::string& operation, const Control& control,
                               const Scratch& scratch) {
        process::Launch launch;
        launch.arguments = {"valgrind",
                            "-q",
                            "--tool=callgrind",
                            "--instr-atstart=no",
                            "--cache-sim=yes",
                            fmt::format("--vgdb-prefix={}", scratch.file("vgdb")),
                            "--trace-children=yes",
                            fmt::format("--callgrind-out-file={}", scratch.file("costs.%p"))};
        launch.arguments.insert(launch.arguments.end(), program.command.begin(), program.command.end());
        launch.environment = protocol_environment(program, operation, control.control_path(), control.ack_path());
        launch.directory = program.directory;
        launch.timeout = program.timeout;
        return launch;
    }

    static Result<functions::FunctionTable> costs(const std::string& folder) {
        functions::TableBuilder all;
        std::set<std::string> files;
        std::error_code error;
        for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
            if (at->path().filename().string().starts_with("costs.")) files.insert(at->path().string());
        if (error) return fail(ErrorKind::io, "cannot be read: " + error.message(), folder, "does the program clear $TMPDIR?");
        for (const auto& file : files) {
            const auto size = std::filesystem::file_size(file, error);
            if (error || size == 0) continue;  // of a process that was killed
            PARETOP_TRY(const auto reading, functions::read_function_file(file, functions::Format::callgrind));
            merge(all, reading.table);
        }
        auto table = all.take();
        table.simulated = true;
        return table;
    }

    Programs& programs_;
};

}  // namespace

std::unique_ptr<Collector> callgrind_collector(Programs& programs) { return std::make_unique<CallgrindCollector>(programs); }

}  // namespace paretop::collect
