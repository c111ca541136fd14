#include <clocale>
#include <csignal>
#include <string>
#include <vector>

#include "app/application.h"

int main(int count, char** values) {
    std::setlocale(LC_ALL, "");
    std::setlocale(LC_NUMERIC, "C");
    std::signal(SIGPIPE, SIG_IGN);
    paretop::app::Console console;
    return paretop::app::application({values + 1, values + count}, console);
}
