#include "engine/executor/setup.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <memory>

#include "engine/executor/environment.h"
#include "engine/executor/failure.h"
#include "engine/executor/folder.h"
#include "engine/process/output.h"
#include "engine/process/stream.h"
#include "engine/spec/places.h"

namespace paretop::executor {
namespace {

struct Setup {
    process::Launch launch;
    process::BoundedText printed;
    std::unique_ptr<process::Stream> output;
    std::function<void(Result<void>)> ready;

    explicit Setup(const spec::Limits& limits) : printed(limits.output) {}
};

Result<void> fill(Setup& setup, boost::asio::io_context& loop, const spec::Spec& spec, const LocalOptions& options) {
    PARETOP_CHECK(make_folder(options.cache));
    PARETOP_TRY(const auto command, spec::Template::parse(spec.command.setup, spec.space));  // never for the shell
    PARETOP_TRY(const auto environment, Environment::create(spec));
    PARETOP_TRY(setup.output,
                process::Stream::open(loop, [&text = setup.printed](std::string_view bytes) { text.append(bytes); }));
    const auto defaults = spec.space.defaults();
    const spec::Places places{"", "", spec.directory, options.cache, spec::input_path(spec, options.cache)};
    setup.launch.arguments = command.expand(spec.space, defaults, places);
    setup.launch.environment = environment.fill(defaults, places, {});
    setup.launch.environment.push_back(trial_variable(options.identity, -1));
    setup.launch.directory = spec.directory;
    setup.launch.timeout = spec.command.build_timeout;
    setup.launch.output = setup.launch.errors = setup.output->write_end();
    return {};
}

Result<void> judge(const Setup& setup, const process::Exit& exit) {
    if (exit.launched && !exit.timed_out && exit.signal == 0 && exit.exit_code == 0) return {};
    const auto printed = setup.printed.text();
    return fail(ErrorKind::child, "setup: " + failure_of({setup.launch, exit, printed}), {},
                "run the setup command by hand to see why");
}

}  // namespace

void run_setup(boost::asio::io_context& loop, process::Guardian& guardian, const spec::Spec& spec, const LocalOptions& options,
               std::function<void(Result<void>)> ready) {
    auto setup = std::make_shared<Setup>(spec.command.limits);
    setup->ready = std::move(ready);
    const auto filled = spec.command.setup.empty() ? Result<void>() : fill(*setup, loop, spec, options);
    if (!filled || spec.command.setup.empty()) return boost::asio::post(loop, [setup, filled] { setup->ready(filled); });
    guardian.launch(setup->launch, [setup](const process::Exit& exit) {
        setup->output->drain();
        setup->ready(judge(*setup, exit));
    });
}

}  // namespace paretop::executor
