#include "app/verbs/screen.h"

namespace paretop::app {

Result<ExitCode> perform(const ScreenCommand&, Console&) {
    return fail(ErrorKind::internal, "this build has no screens", {}, "`paretop ls` and `paretop --help` work without");
}

}  // namespace paretop::app
