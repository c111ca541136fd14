// Any text as an experiment file: a whole Spec or problems with places, never both, never a crash.
#include <cstdlib>

#include "engine/spec/spec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace paretop;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto result = spec::read_spec(text, "fuzz.toml", "/dir");
    if (result.spec.has_value() != result.problems.empty()) std::abort();
    for (const auto& problem : result.problems)
        if (problem.line < 0 || problem.found.empty() || problem.expected.empty() || problem.message("f").empty()) std::abort();
    if (!result.spec) return 0;
    const auto& space = result.spec->space;
    const auto defaults = space.defaults();
    if (!space.check(defaults) || space.violated(defaults)) std::abort();
    const auto back = space::from_json(space, space::to_json(space, defaults));
    if (!back || *back != defaults) std::abort();
    if (spec::parameter_records(*result.spec).size() != space.parameters().size()) std::abort();
    if (spec::metric_records(*result.spec).size() != result.spec->metrics.size()) std::abort();
    return 0;
}
