// Renders into a grid of the given size, so that a test compares one literal string.
#pragma once

#include <functional>
#include <string>

#include "views/surface/surface.h"

namespace paretop::views {

inline Grid render(Size size, const std::function<void(Surface)>& draw, Charset charset = Charset::unicode) {
    Grid grid(size, charset);
    draw(Surface(grid));
    return grid;
}

inline std::string text_of(Size size, const std::function<void(Surface)>& draw, Charset charset = Charset::unicode) {
    return render(size, draw, charset).to_text();
}

}  // namespace paretop::views
