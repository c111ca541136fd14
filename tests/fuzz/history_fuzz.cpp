// Any text as a results file of another tuner and as a distribution of Optuna: what is understood can be placed into the
// experiment that is made of it, or it is said why not; a distribution goes and comes back.
#include <cstdlib>

#include "engine/exchange/distributions.h"
#include "engine/exchange/tables.h"

namespace {

using namespace paretop;

void as_distribution(const std::string& text) {
    const auto parameter = exchange::from_distribution(text);
    if (!parameter) {
        if (parameter.error().remedy.empty()) std::abort();
        return;
    }
    if (!exchange::from_distribution(exchange::to_distribution(*parameter, {}))) std::abort();
}

void as_history(const std::string& text) {
    const auto table = table::parse_table(text, "fuzz");
    if (!table) return;
    const auto history = exchange::from_table(*table);
    if (!history) {
        if (history.error().where.empty() || history.error().remedy.empty()) std::abort();
        return;
    }
    const auto made = spec::read_spec(exchange::history_spec(*history), "made", "/");
    if (!made.spec) return;  // names that no experiment can have
    const auto placed = exchange::place(*history, *made.spec);
    if (placed ? placed->size() != history->trials.size() : placed.error().what.empty()) std::abort();
    (void)exchange::to_t4(*history);
    (void)exchange::to_kernel_tuner(*history);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    as_distribution(text);
    as_history(text);
    return 0;
}
