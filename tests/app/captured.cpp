#include "tests/app/captured.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>

#include "app/application.h"

namespace paretop::test {
namespace {

std::string whole(int file) {
    std::string text;
    std::array<char, 4096> buffer{};
    lseek(file, 0, SEEK_SET);
    for (ssize_t n = 0; (n = read(file, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(n));
    close(file);
    return text;
}

}  // namespace

Captured paretop(const std::vector<std::string>& arguments) {
    const int out = memfd_create("out", MFD_CLOEXEC);
    const int err = memfd_create("err", MFD_CLOEXEC);
    app::Console console(out, err);
    Captured captured;
    captured.code = app::application(arguments, console);
    captured.out = whole(out);
    captured.err = whole(err);
    return captured;
}

}  // namespace paretop::test
