// A place where one child at a time is measured: its {work} folder, its pipes, its files, its environment. Trials come and go.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/executor/environment.h"
#include "engine/executor/executor.h"
#include "engine/executor/folder.h"
#include "engine/measure/report.h"
#include "engine/measure/sources.h"
#include "engine/process/guardian.h"
#include "engine/process/output.h"
#include "engine/process/stream.h"

namespace paretop::executor {

class Slot {
  public:
    // Folders are made below `<scratch>/<name>`; {work} is emptied for each run only where `uses_work`. `log_sink` gets
    // everything printed, of both streams, as it comes.
    static Result<std::unique_ptr<Slot>> create(boost::asio::io_context& loop, const std::string& folder,
                                                const measure::Sources& sources, const spec::Limits& limits, bool uses_work,
                                                const std::function<void(std::string_view)>& log_sink);

    [[nodiscard]] const std::string& work() const { return work_.path(); }
    // Once a trial: its configuration as a file and its variables.
    Result<void> assign(const std::string& json, Variables variables);
    // Before each run: an empty {work}, an empty report, nothing printed yet.
    Result<void> prepare_run();
    // Before a verify: what the run printed is forgotten, its files stay.
    void forget_output();
    // Sets descriptors and environment; arguments, directory, limits and timeout are the caller's.
    void equip(process::Launch& launch) const;
    // While a child runs: takes what it has reported since. True: there was something.
    bool poll_report();
    // When a child has ended: everything it printed and reported is here afterwards, of reports at most 64 MiB more.
    void collect();
    [[nodiscard]] std::int64_t unread_report() const { return unread_; }  // bytes beyond those 64 MiB

    [[nodiscard]] const measure::Report& report() const { return reader_.report(); }
    [[nodiscard]] const process::BoundedText& standard_output() const { return output_text_; }
    [[nodiscard]] const process::BoundedText& standard_error() const { return error_text_; }

  private:
    Slot(const std::string& folder, const measure::Sources& sources, const spec::Limits& limits, bool uses_work);

    WorkFolder work_;
    SlotFile config_, report_;
    measure::ReportReader reader_;
    process::BoundedText output_text_, error_text_;
    std::unique_ptr<process::Stream> output_, errors_;
    Variables variables_;
    std::int64_t unread_ = 0;
    bool keeps_output_, uses_work_;
};

}  // namespace paretop::executor
