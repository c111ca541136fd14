#include "app/application.h"

#include "app/command_line.h"

namespace paretop::app {
namespace {

Result<ExitCode> perform_parsed(const Parsed& parsed, Console& console) {
    if (parsed.error) return tl::unexpected(*parsed.error);
    if (!parsed.command) {
        console.out(parsed.text);
        return ExitCode::ok;
    }
    return std::visit([&](const auto& command) { return perform(command, console); }, *parsed.command);
}

int report(const Error& error, Console& console) {
    console.error(error);
    return static_cast<int>(exit_code_of(error.kind));
}

}  // namespace

int application(const std::vector<std::string>& arguments, Console& console) {
    const auto code = perform_parsed(parse_command_line(arguments), console);
    if (!code) return report(code.error(), console);
    if (const auto written = console.written(); !written) return report(written.error(), console);
    return static_cast<int>(*code);
}

}  // namespace paretop::app
