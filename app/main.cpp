#include <clocale>
#include <csignal>
#include <string>
#include <vector>

#include "app/application.h"

int main(int count, char** values) {
    std::setlocale(LC_ALL, "");
    std::setlocale(LC_NUMERIC, "C");
    std::signal(SIGPIPE, SIG_IGN);  // a reader that went away and
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow are errors of a write
    paretop::app::Console console;
    return paretop::app::application({values + 1, values + count}, console);
}
