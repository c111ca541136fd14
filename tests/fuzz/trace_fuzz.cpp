// Any text as a trace of every format: a reader passes on only what a profile can hold, and what was stored is read again.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "engine/profile/batches.h"
#include "engine/profile/chrome.h"
#include "engine/profile/chunk.h"
#include "engine/profile/export.h"
#include "engine/profile/lotus.h"
#include "engine/profile/names.h"
#include "engine/profile/report_lines.h"

namespace {

using namespace paretop;
using namespace paretop::profile;

class Collector : public TraceSink {
  public:
    std::uint32_t lane(const Lane& lane) override { return lanes_.find(lane); }
    std::uint32_t name(std::string_view name, Kind kind) override { return names_.find(name, kind).number; }
    void record(const Record& r) override {
        const bool sound = r.duration_ns >= 0 && r.duration_ns <= k_longest_ns && r.start_ns >= 0 &&
                           r.start_ns <= INT64_MAX - k_longest_ns && r.name < names_.all().size() &&
                           r.lane < lanes_.all().size() && r.kind == names_.all()[r.name].kind &&
                           (!of_batch(r.kind) || r.batch >= 0);
        if (!sound) std::abort();
        if (records.size() < 10'000) records.push_back(r);
    }
    void omit(Omission omission, std::string_view where, std::int64_t count) override {
        if (word_of(omission).empty() || where.empty() || count <= 0) std::abort();
    }
    void remark(std::string_view) override {}

    [[nodiscard]] std::vector<Kind> kinds() const {
        std::vector<Kind> kinds;
        for (const auto& name : names_.all()) kinds.push_back(name.kind);
        return kinds;
    }
    std::vector<Record> records;

  private:
    Names names_;
    Lanes lanes_;
};

void as_lines(const std::string& text) {
    LotusLine line;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        if (!read_lotus_line(std::string_view(text).substr(from, end - from), line) &&
            (line.duration_ns < 0 || line.name.empty()))
            std::abort();
        from = end + 1;
    }
    (void)lotus_name(text);
}

void as_events(const std::string& text) {
    Collector collector;
    const auto read = read_chrome_text(text, collector);
    if (!read && read.error().remedy.empty()) std::abort();
    const auto& records = collector.records;
    const auto kinds = collector.kinds();
    for (std::size_t first = 0; first < records.size();) {
        std::size_t last = first;
        while (last < records.size() && records[last].lane == records[first].lane &&
               of_batch(records[last].kind) == of_batch(records[first].kind))
            ++last;
        const auto chunk = encode_chunk(std::span(records).subspan(first, last - first), 0);
        std::size_t at = first;
        decode_chunk(chunk, kinds, [&](const Record& r) {
            if (r != records[at++]) std::abort();
        });
        if (at != last || decode_summary(chunk).size() != k_slices) std::abort();
        first = last;
    }
    (void)batch_statistics(assemble_batches(records));
}

void as_chunk(const std::string& text) {
    storage::SampleChunk chunk;
    chunk.records = chunk.summary = text;
    chunk.count = 1000;
    const std::vector<Kind> kinds(16, Kind::operation);
    decode_chunk(chunk, kinds, [&](const Record& r) {
        if (r.name >= kinds.size()) std::abort();
    });
    (void)decode_summary(chunk);
}

void as_report(const std::string& text) {
    static const int file = memfd_create("report", MFD_CLOEXEC);
    const auto size = static_cast<ssize_t>(text.size());
    if (ftruncate(file, 0) != 0 || pwrite(file, text.data(), text.size(), 0) != size) std::abort();
    Collector collector;
    const auto read = read_report_lines("/proc/self/fd/" + std::to_string(file), collector);
    if (!read) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    as_lines(text);
    as_events(text);
    as_chunk(text);
    as_report(text);
    return 0;
}
