#include "views/terminal/ncurses_terminal.h"

#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <optional>
#include <string_view>

#include "storage/base/clock.h"
#include "views/terminal/crash_restore.h"
#include "views/terminal/key_decoder.h"
#include "views/terminal/palette.h"

#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>
#undef lines
#undef columns
#undef newline
#undef tab

namespace paretop::views {
namespace {

constexpr int k_escape_ms = 25;
constexpr std::string_view k_input_on = "\x1b[?1000h\x1b[?1006h\x1b[?2004h";
constexpr std::string_view k_input_off = "\x1b[?2004l\x1b[?1006l\x1b[?1000l";

void write_all(std::string_view bytes) {
    std::fflush(stdout);
    while (!bytes.empty()) {
        const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Only for terminals that may take the sequences for text otherwise.
bool understands_modes() {
    const char* term = std::getenv("TERM");
    const std::string_view name = term == nullptr ? "" : term;
    return !name.starts_with("vt") && !name.starts_with("linux") && !name.starts_with("dumb") && !name.starts_with("ansi");
}

std::string capability(const char* name) {
    char writable[16] = {};
    std::snprintf(writable, sizeof writable, "%s", name);
    const char* value = tigetstr(writable);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): terminfo says "no such capability" so
    return value == nullptr || value == reinterpret_cast<char*>(-1) ? "" : value;
}

// All that endwin() would say, ready before it is needed. Padding in the descriptions ("$<5>") is left out.
std::string restoring_bytes(bool modes) {
    std::string out(modes ? k_input_off : "");
    for (const char* name : {"sgr0", "op", "oc", "cnorm", "rmkx", "rmcup"}) out += capability(name);
    for (std::size_t at = 0; (at = out.find("$<", at)) != std::string::npos;) out.erase(at, out.find('>', at) - at + 1);
    return out + "\r";
}

Size window_size() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) return {size.ws_row, size.ws_col};
    return {LINES, COLS};
}

// A glyph as curses wants it. What the C library gives another width becomes question marks: the columns must stay where they
// are.
cchar_t to_curses(const Glyph& glyph, attr_t attributes, short pair) {
    std::array<wchar_t, 6> text{};
    std::size_t length = 0;
    for (std::string_view rest = glyph.text(); !rest.empty() && length < 5;) {
        const auto c = static_cast<wchar_t>(take_code_point(rest));
        const int wanted = length == 0 ? glyph.width : 0;
        if (wcwidth(c) == wanted)
            text[length++] = c;
        else if (length == 0)
            break;
    }
    if (length == 0) text[0] = glyph.width == 2 ? L'\uFF1F' : L'?';
    cchar_t out;
    setcchar(&out, text.data(), attributes, pair, nullptr);
    return out;
}

// As the terminal's own Ctrl-Z: whoever started us in this group stops too, and a group without a shell to continue it does not
// stop.
void stop_process_group() {
    sigset_t stop;
    sigset_t before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    kill(0, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

struct NcursesTerminal::State {
    SCREEN* screen = nullptr;
    Charset charset = Charset::ascii;
    ColourDepth depth = ColourDepth::mono;
    bool modes = true;
    bool lost = false;
    bool cursor_shown = false;
    std::optional<Grid> shown;
    KeyDecoder decoder;

    void define_colours() const;
    [[nodiscard]] attr_t attributes(Style style) const;
    void draw_cell(Position p, const Cell& cell) const;
    void place_cursor(const Position* cursor);
    void enter();
    void leave();
    bool read_some(int timeout_ms);
};

void NcursesTerminal::State::define_colours() const {
    if (depth == ColourDepth::mono) return;
    start_color();
    use_default_colors();
    for (const Role role : {Role::dim, Role::accent, Role::good, Role::warning, Role::bad}) {
        const Colour& colour = *colour_of(role);
        int number = depth == ColourDepth::sixteen ? colour.of_16 : colour.of_256;
        if (depth == ColourDepth::sixteen && number >= COLORS) number = -1;  // eight colours: no grey, A_DIM instead
        const auto part = [&](int shift) { return static_cast<int>((colour.rgb >> shift & 0xFFu) * 1000 / 255); };
        if (depth == ColourDepth::direct && COLORS > 256)
            number = static_cast<int>(colour.rgb);
        else if (depth == ColourDepth::direct)
            init_extended_color(number, part(16), part(8), part(0));
        init_extended_pair(static_cast<int>(role), number, -1);
    }
}

attr_t NcursesTerminal::State::attributes(Style style) const {
    attr_t out = A_NORMAL;
    if (style.bold) out |= A_BOLD;
    if (style.underline) out |= A_UNDERLINE;
    if (style.reverse) out |= A_REVERSE;
    const bool grey = depth != ColourDepth::mono && (depth != ColourDepth::sixteen || COLORS >= 16);
    if (style.role == Role::dim && !grey) out |= A_DIM;
    if (depth == ColourDepth::mono && (style.role == Role::accent || style.role == Role::bad)) out |= A_BOLD;
    return out;
}

void NcursesTerminal::State::draw_cell(Position p, const Cell& cell) const {
    const auto pair = static_cast<short>(depth == ColourDepth::mono ? 0 : static_cast<int>(cell.style.role));
    const cchar_t drawn = to_curses(cell.glyph, attributes(cell.style), pair);
    mvwadd_wch(stdscr, p.line, p.column, &drawn);
}

void NcursesTerminal::State::place_cursor(const Position* cursor) {
    if (cursor != nullptr) wmove(stdscr, cursor->line, cursor->column);
    if ((cursor != nullptr) == cursor_shown) return;
    cursor_shown = cursor != nullptr;
    curs_set(cursor_shown ? 1 : 0);
}

void NcursesTerminal::State::enter() {
    set_terminal_taken(true);
    reset_prog_mode();
    if (modes) write_all(k_input_on);
    curs_set(cursor_shown ? 1 : 0);
    shown.reset();
}

void NcursesTerminal::State::leave() {
    if (modes) write_all(k_input_off);
    endwin();
    set_terminal_taken(false);
}

// One read of what there is; false: nothing.
bool NcursesTerminal::State::read_some(int timeout_ms) {
    pollfd wait{STDIN_FILENO, POLLIN, 0};
    if (poll(&wait, 1, timeout_ms) <= 0) return false;
    std::array<char, 4096> bytes{};
    const ssize_t length = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN)) lost = true;
    if (length <= 0) return false;
    decoder.feed({bytes.data(), static_cast<std::size_t>(length)}, system_clock().steady_ns());
    return true;
}

NcursesTerminal::NcursesTerminal(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<NcursesTerminal>> NcursesTerminal::open() {
    if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
        return fail(ErrorKind::usage, "standard input and output are not a terminal", {},
                    "use `paretop ls`, `show` and `front` in a pipe");
    setlocale(LC_CTYPE, "");
    auto state = std::make_unique<State>();
    state->charset = std::string_view(nl_langinfo(CODESET)) == "UTF-8" ? Charset::unicode : Charset::ascii;
    state->modes = understands_modes();
    const char* term = std::getenv("TERM");
    const std::string name = term == nullptr ? "" : term;
    int status = 0;
    if (setupterm(name.c_str(), STDOUT_FILENO, &status) != OK || capability("cup").empty())
        return fail(ErrorKind::usage, "no description of a terminal with a movable cursor for TERM=" + name, {},
                    "set TERM to what your terminal is, xterm-256color for most, or install ncurses-term");
    arm_crash_restore(STDOUT_FILENO, restoring_bytes(state->modes));
    state->screen = newterm(nullptr, stdout, stdin);
    if (state->screen == nullptr) return fail(ErrorKind::io, "the terminal cannot be set up", "TERM=" + name);
    std::signal(SIGTSTP, SIG_DFL);  // curses has put a handler of its own there
    raw();
    noecho();
    nonl();
    set_escdelay(k_escape_ms);
    state->depth = choose_depth(has_colors() ? tigetnum("colors") : 0, can_change_color(), std::getenv("COLORTERM"),
                                std::getenv("NO_COLOR"));
    state->define_colours();
    def_prog_mode();
    state->enter();
    std::unique_ptr<NcursesTerminal> terminal(new NcursesTerminal(std::move(state)));
    terminal->take_new_size();
    return terminal;
}

NcursesTerminal::~NcursesTerminal() {
    state_->leave();
    delscreen(state_->screen);
}

Size NcursesTerminal::size() const { return {getmaxy(stdscr), getmaxx(stdscr)}; }

Charset NcursesTerminal::charset() const { return state_->charset; }

void NcursesTerminal::show(const Grid& grid) {
    const bool known = state_->shown && state_->shown->size() == grid.size();
    if (known && *state_->shown == grid) return;
    const Size area = grid.size();
    for (int line = 0; line < area.lines; ++line) {
        for (int column = 0; column < area.columns; ++column) {
            const Position p{line, column};
            const Cell& cell = grid.at(p);
            if (!cell.continued && !(known && state_->shown->at(p) == cell)) state_->draw_cell(p, cell);
        }
    }
    state_->place_cursor(grid.cursor());
    wrefresh(stdscr);
    state_->shown = grid;
}

std::vector<Key> NcursesTerminal::read_keys() {
    while (state_->read_some(state_->decoder.incomplete() ? k_escape_ms : 0)) {
    }
    if (state_->decoder.incomplete()) state_->decoder.flush();
    return state_->decoder.take();
}

void NcursesTerminal::suspend() {
    state_->leave();
    stop_process_group();
    take_again();
}

void NcursesTerminal::take_again() {
    state_->enter();
    clearok(stdscr, TRUE);
    take_new_size();
}

void NcursesTerminal::invalidate() {
    clearok(stdscr, TRUE);
    state_->shown.reset();
}

int NcursesTerminal::input() const { return STDIN_FILENO; }

bool NcursesTerminal::lost() const { return state_->lost; }

void NcursesTerminal::take_new_size() {
    const Size size = window_size();
    if (size.lines != getmaxy(stdscr) || size.columns != getmaxx(stdscr)) resizeterm(size.lines, size.columns);
    state_->shown.reset();
}

}  // namespace paretop::views
