// What the guardian costs: launches of /bin/true a second, against a bare spawn-and-wait loop of Boost.Process v2.
#include <benchmark/benchmark.h>

#include <boost/asio/io_context.hpp>
#include <boost/optional.hpp>
#include <boost/type_traits.hpp>

#include <boost/process/v2.hpp>

#include "engine/process/guardian.h"

namespace {

namespace asio = boost::asio;
namespace bp = boost::process::v2;

paretop::process::Guardian& guardian() {
    static auto instance = paretop::process::Guardian::start().value();
    return *instance;
}

void bare_loop(benchmark::State& state) {
    asio::io_context loop;
    for (auto _ : state) {
        bp::process child(loop, "/bin/true", std::vector<std::string>{});
        child.async_wait([](boost::system::error_code, int code) { benchmark::DoNotOptimize(code); });
        loop.run();
        loop.restart();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bare_loop)->UseRealTime()->MinTime(2);

void guardian_launch(benchmark::State& state) {
    asio::io_context loop;
    guardian().attach(loop);
    paretop::process::Launch launch;
    launch.arguments = {"/bin/true"};
    launch.environment = {"PARETOP_TRIAL=bench:1:1"};
    for (auto _ : state) {
        guardian().launch(launch, [](const paretop::process::Exit& exit) { benchmark::DoNotOptimize(exit.exit_code); });
        loop.run();
        loop.restart();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(guardian_launch)->UseRealTime()->MinTime(2);

}  // namespace

int main(int argc, char** argv) {
    guardian();  // while this process is small
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
