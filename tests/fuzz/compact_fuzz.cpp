// Any bytes as a stored configuration: refused, or a configuration that is written as bytes that read back equal.
#include <cstdint>
#include <cstdlib>

#include "engine/space/space.h"

namespace {

using namespace paretop::space;

Parameter parameter(std::string name, ParameterType type, double low, double high, double step,
                    std::vector<std::string> choices) {
    Parameter out;
    out.name = std::move(name);
    out.type = type;
    out.low = low;
    out.high = high;
    out.step = step;
    out.choices = std::move(choices);
    return out;
}

const Space& every_type() {
    static const Space space(
        {parameter("a", ParameterType::integer, -9e15, 9e15, 1, {}), parameter("b", ParameterType::real, -1, 1, 0, {}),
         parameter("c", ParameterType::real, 0, 1, 0.1, {}), parameter("d", ParameterType::categorical, 0, 0, 0, {"x", "y", "z"}),
         parameter("e", ParameterType::boolean, 0, 0, 0, {}),
         parameter("f", ParameterType::permutation, 0, 0, 0, {"u", "v", "w"})},
        {});
    return space;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto configuration = decode(every_type(), bytes);
    if (!configuration) return 0;
    const auto again = decode(every_type(), encode(every_type(), *configuration));
    if (!again || *again != *configuration) std::abort();
    if (to_json(every_type(), *configuration).empty()) std::abort();
    return 0;
}
