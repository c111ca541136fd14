#include "engine/executor/slot.h"

namespace paretop::executor {
namespace {

constexpr std::int64_t k_last_words = 8192;  // of stderr are kept for the reason of a failure
constexpr std::size_t k_config_grain = 64;
constexpr std::size_t k_report_chunk = std::size_t{1} << 20;
constexpr int k_chunks_a_poll = 4;
constexpr int k_most_polls = 16;  // when it has ended: 64 MiB of reports

}  // namespace

Slot::Slot(const std::string& folder, const measure::Sources& sources, const spec::Limits& limits, bool uses_work)
    : work_(folder + "/work"),
      config_(folder + "/config.json"),
      report_(folder + "/report.jsonl"),
      output_text_(limits.output),
      error_text_(sources.wants_error() ? limits.output : k_last_words),
      keeps_output_(sources.wants_output()),
      uses_work_(uses_work) {}

Result<std::unique_ptr<Slot>> Slot::create(boost::asio::io_context& loop, const std::string& folder,
                                           const measure::Sources& sources, const spec::Limits& limits, bool uses_work,
                                           const std::function<void(std::string_view)>& log_sink) {
    PARETOP_CHECK(make_folder(folder));
    std::unique_ptr<Slot> slot(new Slot(folder, sources, limits, uses_work));
    PARETOP_CHECK(slot->work_.prepare());
    PARETOP_TRY(slot->output_, process::Stream::open(loop, [raw = slot.get(), log_sink](std::string_view bytes) {
                    if (raw->keeps_output_) raw->output_text_.append(bytes);
                    log_sink(bytes);
                }));
    PARETOP_TRY(slot->errors_, process::Stream::open(loop, [raw = slot.get(), log_sink](std::string_view bytes) {
                    raw->error_text_.append(bytes);
                    log_sink(bytes);
                }));
    return slot;
}

Result<void> Slot::assign(const std::string& json, Variables variables) {
    variables_ = std::move(variables);
    variables_.push_back("PARETOP_CONFIG=" + config_.path());
    variables_.push_back("PARETOP_REPORT=" + report_.path());
    // A file whose length stays is cheaper to write again: JSON may end in blanks.
    return config_.write(json + std::string(k_config_grain - 1 - json.size() % k_config_grain, ' ') + '\n');
}

Result<void> Slot::prepare_run() {
    output_->drain();  // of a verify, or of a process that was killed late
    errors_->drain();
    reader_.clear();
    output_text_.clear();
    error_text_.clear();
    PARETOP_CHECK(report_.truncate());
    return uses_work_ ? work_.prepare() : Result<void>();
}

void Slot::equip(process::Launch& launch) const {
    launch.environment = variables_;
    launch.output = output_->write_end();
    launch.errors = errors_->write_end();
}

bool Slot::poll_report() {
    bool any = false;
    for (int i = 0; i < k_chunks_a_poll; ++i) {
        const auto bytes = report_.read_on(k_report_chunk);
        if (bytes.empty()) break;
        reader_.feed(bytes);
        any = true;
    }
    return any;
}

void Slot::collect() {
    output_->drain();
    errors_->drain();
    int polls = 0;
    while (polls < k_most_polls && poll_report()) ++polls;
    unread_ = polls == k_most_polls ? report_.unread() : 0;
    reader_.finish();
}

void Slot::forget_output() {
    output_text_.clear();
    error_text_.clear();
}

}  // namespace paretop::executor
