// What lies over a screen and takes the keys first: a question, a prompt, help, the palette, a pager.
#pragma once

#include "views/surface/surface.h"
#include "views/terminal/key.h"

namespace paretop::views {

class Overlay {
  public:
    virtual ~Overlay() = default;
    // `window` is everything; what is not drawn on stays visible.
    virtual void draw(Surface window) = 0;
    // Takes every key. True: it is finished and goes away.
    virtual bool key(const Key& key) = 0;
    // Called once after it has gone: does what was agreed on. The shell is free for the next overlay.
    virtual void finish() {}
};

}  // namespace paretop::views
