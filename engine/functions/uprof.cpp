#include <fmt/format.h>

#include <optional>

#include "engine/functions/delimited.h"

namespace paretop::functions {
namespace {

constexpr std::string_view k_section = "HOTTEST FUNCTIONS (Sort Event - ";
constexpr std::string_view k_wanted = "HOTTEST FUNCTIONS (Sort Event - CPU_TIME)";

// `AMDuProfCLI report`: of its sections, the one of functions by CPU time, up to the next blank line.
class UprofReader : public Reader {
  public:
    explicit UprofReader(Context& context) : context_(context), head_(context.head) {}

    Result<void> line(std::string_view line) override {
        const auto at = line.find(k_section);
        if (state_ == State::before) look_at_version(line);
        if (at != std::string_view::npos) {
            begin_section(line, at);
        } else if (state_ == State::header) {
            PARETOP_CHECK(header(line));
        } else if (state_ == State::rows && (trim(line).empty() || line.find_first_not_of(",; \t") == std::string_view::npos)) {
            state_ = State::behind;
        } else if (state_ == State::rows) {
            table_->row(line, builder_, context_);
            return table_->one_configuration(context_);
        }
        return {};
    }

    Result<void> finish(Reading& reading) override {
        if (!table_)
            return fail(ErrorKind::usage, fmt::format("there is no section \"{}\"{}", k_wanted, others_), context_.name,
                        "make the report of a time-based profile: AMDuProfCLI collect --config tbp, then report");
        reading.table = builder_.take();
        return {};
    }

  private:
    enum class State { before, header, rows, behind };

    void begin_section(std::string_view line, std::size_t at) {
        if (line.substr(at).starts_with(k_wanted) && !table_) {
            state_ = State::header;
            return;
        }
        state_ = state_ == State::rows ? State::behind : state_;
        const auto event = line.substr(at + k_section.size());
        if (others_.size() < 200)
            others_ += fmt::format("{}{}", others_.empty() ? ", but one by " : ", ",
                                   event.substr(0, std::min(event.find(')'), std::size_t{40})));
    }

    // Before 5, its column CPU_TIME told milliseconds without saying so: reports of half a minute hold 2454.0000.
    void look_at_version(std::string_view line) {
        constexpr std::string_view k_version = "AMD uProf (Version:";
        const auto at = line.find(k_version);
        if (at == std::string_view::npos) return;
        const auto digit = line.substr(at + k_version.size(), 2);
        milliseconds_ = digit.size() == 2 && digit[0] >= '1' && digit[0] <= '4' && digit[1] == '.';
    }

    Result<void> header(std::string_view line) {
        if (!DelimitedTable::is_header(line))
            return fail(ErrorKind::usage, "these are not the names of the columns FUNCTION and CPU_TIME", context_.place(),
                        "make the report again, as CSV");
        table_.emplace(line, decimal_mark_of(head_, separator_of(line)));
        if (milliseconds_) table_->set_seconds(1e-3);
        state_ = State::rows;
        return {};
    }

    Context& context_;
    std::string head_, others_;
    State state_ = State::before;
    bool milliseconds_ = false;
    std::optional<DelimitedTable> table_;
    TableBuilder builder_;
};

}  // namespace

ReaderPtr uprof_reader(Context& context) { return std::make_unique<UprofReader>(context); }

}  // namespace paretop::functions
