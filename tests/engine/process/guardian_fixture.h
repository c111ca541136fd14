// A guardian on a loop of its own, and children that misbehave.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "engine/process/guardian.h"

namespace paretop::process {

struct Pipe {
    int read_end = -1, write_end = -1;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) read_end = ends[0], write_end = ends[1];
        ::fcntl(write_end, F_SETFL, 0);
    }
    ~Pipe() {
        ::close(read_end);
        ::close(write_end);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    [[nodiscard]] std::string text() const {  // what is in it now
        char buffer[65536];
        const ssize_t size = ::read(read_end, buffer, sizeof buffer);
        return size > 0 ? std::string(buffer, static_cast<std::size_t>(size)) : std::string();
    }
};

inline bool alive(pid_t pid) {  // a zombie is not
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string stat;
    std::getline(file, stat);  // nothing, should it be reaped between open and read
    const auto name_end = stat.rfind(')');
    return name_end != std::string::npos && stat.at(name_end + 2) != 'Z';
}

class GuardianTest : public testing::Test {
  protected:
    GuardianTest() : guardian(Guardian::start().value()) { guardian->attach(loop); }

    Exit run(Launch launch) {
        std::optional<Exit> result;
        guardian->launch(launch, [&](const Exit& exit) { result = exit; });
        wait_for(result);
        return result.value_or(Exit{});
    }

    Exit run_shell(const std::string& script) {
        Launch launch;
        launch.arguments = {"/bin/sh", "-c", script};
        launch.output = launch.errors = output.write_end;
        return run(launch);
    }

    void wait_for(const std::optional<Exit>& result) {
        loop.restart();
        while (!result && loop.run_one() > 0) {
        }
    }

    boost::asio::io_context loop;
    std::unique_ptr<Guardian> guardian;
    Pipe output;
};

inline Launch program(std::vector<std::string> arguments, std::vector<std::string> environment = {}, std::string directory = {}) {
    Launch launch;
    launch.arguments = std::move(arguments);
    launch.environment = std::move(environment);
    launch.directory = std::move(directory);
    return launch;
}

inline Launch shell(const std::string& script) {
    Launch launch;
    launch.arguments = {"/bin/sh", "-c", script};
    return launch;
}

}  // namespace paretop::process
