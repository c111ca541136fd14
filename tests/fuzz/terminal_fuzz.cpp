// Any bytes as a person's input and as a child's output: whatever they are, decoding ends and nothing raw comes out.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "views/surface/surface.h"
#include "views/terminal/key_decoder.h"

namespace {

using namespace paretop::views;

bool is_raw(std::string_view text) {
    while (!text.empty()) {
        const std::int32_t c = take_code_point(text);
        if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return true;
    }
    return false;
}

void check_text(std::string_view bytes) {
    if (is_raw(harmless(bytes)) || width_of(harmless(bytes)) != width_of(bytes)) std::abort();
    for (const int width : {0, 1, 2, 7, 40}) {
        if (width_of(shorten(bytes, width)) > width || width_of(shorten_middle(bytes, width)) > width) std::abort();
    }
    for (const Charset charset : {Charset::unicode, Charset::ascii}) {
        Grid grid({3, 17}, charset);
        Surface(grid).text({1, -3}, bytes);
        Surface(grid).text({1, 4}, bytes);
        for (int column = 0; column < 17; ++column)
            if (is_raw(grid.at({1, column}).glyph.text())) std::abort();
    }
}

void check_keys(std::string_view bytes) {
    KeyDecoder decoder;
    const std::size_t half = bytes.size() / 2;
    decoder.feed(bytes.substr(0, half), 0);
    decoder.feed(bytes.substr(half), 1);
    decoder.flush();
    if (decoder.incomplete()) std::abort();
    if (decoder.take().size() > bytes.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check_text(bytes);
    check_keys(bytes);
    return 0;
}
