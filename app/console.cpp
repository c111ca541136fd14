#include "app/console.h"

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace paretop::app {
namespace {

int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto n = ::write(descriptor, text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    return 0;
}

}  // namespace

Console::Console(int out, int err)
    : out_(out),
      err_(err),
      out_terminal_(isatty(out) == 1),
      err_terminal_(isatty(err) == 1),
      charset_(std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? views::Charset::unicode : views::Charset::ascii) {}

void Console::out(std::string_view text) {
    if (closed_ || error_ != 0) return;
    const int error = write_all(out_, text);
    if (error == EPIPE)
        closed_ = true;
    else
        error_ = error;
}

void Console::err(std::string_view text) { write_all(err_, text); }

void Console::error(const Error& error) {
    std::string_view rest = error.what;
    for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        err("paretop: " + views::harmless(rest.substr(0, end)) + "\n");
        rest.remove_prefix(end + 1);
    }
    err("paretop: " + views::harmless(Error{error.kind, std::string(rest), error.where, error.remedy}.message()) + "\n");
}

std::string Console::shown(std::string_view text) const { return out_terminal_ ? views::harmless(text) : std::string(text); }

bool Console::in_is_terminal() const { return isatty(STDIN_FILENO) == 1; }

bool Console::colour() const {
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return out_terminal_ && (no_color == nullptr || *no_color == '\0') && term != nullptr && std::strcmp(term, "dumb") != 0;
}

int Console::width() const {
    winsize size{};
    if (!out_terminal_) return 0;
    return ioctl(out_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

Result<void> Console::written() const {
    if (error_ == 0) return {};
    return fail(ErrorKind::io, std::strerror(error_), "standard output", "make room or write elsewhere");
}

}  // namespace paretop::app
