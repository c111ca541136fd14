#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <tuple>

#include "app/profile_line.h"
#include "engine/search/searcher.h"
#include "storage/base/nearest.h"
#include "version.h"

namespace paretop::app {
namespace {

constexpr const char* k_about =
    "top for experiments: runs programs with many configurations, keeps every measurement in one SQLite file,\n"
    "and shows the Pareto front as it grows. Without a verb: the screen.";

constexpr const char* k_footer =
    "A RUN is a number (17), the name of an experiment (its newest run) or a unique prefix of one. A trial is RUN/TRIAL: "
    "17/131.\n"
    "The store is --store, $PARETOP_STORE, or paretop/paretop.db under $XDG_DATA_HOME or ~/.local/share.\n\n"
    "Exit codes: 0 ok, 1 the run failed, 2 wrong call or experiment file, 3 store, 4 not found, 5 busy,\n"
    "6 file system or child process, 130 paused before it was done.\n\n"
    "Examples:\n"
    "  paretop init my.toml && paretop check my.toml\n"
    "  paretop run my.toml --trials 50\n"
    "  paretop                                     look at it\n"
    "  paretop front my --json | jq '.[0].configuration'";

template <class Variant>
struct TupleOf;
template <class... Types>
struct TupleOf<std::variant<Types...>> {
    using type = std::tuple<Types...>;
};

class CommandLine {
  public:
    CommandLine() : app_(k_about, "paretop") {
        app_.footer(k_footer);
        app_.set_version_flag("--version", PARETOP_VERSION);
        app_.add_option("--store", store_, "The store: an SQLite file")->type_name("PATH");
        app_.require_subcommand(0, 1);
        app_.fallthrough();
        app_.get_formatter()->column_width(34);
        add_running();
        add_looking();
        add_plot();
        add_importance();
        add_compare();
        add_changing();
        add_import();
        add_files();
        add_profile_verbs(app_, [this](const Command& command) { chosen_ = command; });
    }

    Parsed parse(std::vector<std::string> arguments) {
        Parsed parsed;
        std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
        try {
            app_.parse(std::move(arguments));
            parsed.command = chosen_.value_or(ScreenCommand());
            put_store(*parsed.command);
        } catch (const CLI::CallForHelp&) {
            parsed.text = active().help("", CLI::AppFormatMode::Normal);
        } catch (const CLI::CallForVersion&) {
            parsed.text = "paretop " PARETOP_VERSION "\n";
        } catch (const CLI::ParseError& error) {
            parsed.error = explain(error);
        }
        return parsed;
    }

    [[nodiscard]] std::vector<std::string> verbs() const {
        std::vector<std::string> names;
        for (const auto* verb : app_.get_subcommands([](const CLI::App*) { return true; })) names.push_back(verb->get_name());
        return names;
    }

  private:
    template <class C>
    std::pair<CLI::App*, C&> verb(const char* name, const char* about, const char* group, const std::string& examples) {
        auto& command = std::get<C>(commands_);
        auto* sub = app_.add_subcommand(name, about);
        sub->group(group);
        sub->fallthrough();
        if (!examples.empty()) sub->footer("Examples:\n" + examples);
        sub->callback([this, &command] { chosen_ = command; });
        return {sub, command};
    }

    template <class C>
    static void json_flag(CLI::App* sub, C& command) {
        sub->add_flag("--json", command.json, "For programs");
    }
    static void run_option(CLI::App* sub, std::string& run) {
        sub->add_option("run", run, "Number, name or unique prefix")->required()->type_name("RUN");
    }
    static void runs_option(CLI::App* sub, std::vector<std::string>& runs) {
        sub->add_option("runs", runs, "Numbers, names or unique prefixes")->required()->type_name("RUN");
    }
    static void trial_option(CLI::App* sub, std::string& trial) {
        sub->add_option("trial", trial, "A trial, e.g. 17/131")->required()->type_name("RUN/TRIAL");
    }
    static void no_wait(CLI::App* sub, bool& wait) {
        sub->add_flag_callback(
            "--no-wait", [&wait] { wait = false; }, "Do not wait for the engine's answer");
    }
    static std::string method_names() {
        std::string names;
        for (const auto& method : search::methods()) names.append(names.empty() ? "" : ", ").append(method.name);
        return names;
    }
    static void experiment_options(CLI::App* sub, std::string& file, job::Overrides& overrides) {
        sub->add_option("file", file, "The experiment file")->required()->type_name("FILE");
        search_options(sub, overrides);
    }
    static void search_options(CLI::App* sub, job::Overrides& overrides) {
        const auto positive = CLI::Range(std::int64_t{1}, std::int64_t{1} << 40);
        sub->add_option("--trials", overrides.trials, "How many, instead of the file's number")->check(positive)->type_name("N");
        sub->add_option("--seed", overrides.seed, "Seed of the random numbers")->type_name("N");
        sub->add_option("--parallel", overrides.parallel, "Measurements at once")->check(positive)->type_name("N");
        sub->add_option("--method", overrides.method, "How to search, instead of the file's method: " + method_names())
            ->type_name("NAME");
    }

    void add_running() {
        constexpr const char* k_group = "Running";
        const auto [run, run_command] = verb<RunCommand>("run", "Run an experiment here; Ctrl-C pauses it", k_group,
                                                         "  paretop run zstd.toml\n  paretop run zstd.toml --trials 50 --seed 7 "
                                                         "| tee log.txt\n  paretop run zstd.toml --method bandit");
        experiment_options(run, run_command.file, run_command.overrides);
        json_flag(run, run_command);
        const auto [start, start_command] =
            verb<StartCommand>("start", "Start a run that goes on by itself", k_group,
                               "  paretop start zstd.toml --parallel 2\n  paretop start zstd.toml --method bandit");
        experiment_options(start, start_command.file, start_command.overrides);
        json_flag(start, start_command);
        const auto [engine, engine_command] =
            verb<EngineCommand>("engine", "Drive a run that exists (what `start` starts)", "", "");
        run_option(engine, engine_command.run);
        const auto [pause, pause_command] = verb<PauseCommand>("pause", "Pause runs; twice: also stop their running trials",
                                                               k_group, "  paretop pause 17\n  paretop pause zstd 16");
        runs_option(pause, pause_command.runs);
        no_wait(pause, pause_command.wait);
        const auto [resume, resume_command] =
            verb<ResumeCommand>("resume", "Go on exactly where runs were paused, stopped or cut off", k_group,
                                "  paretop resume 17\n  paretop resume 17 --trials 500");
        runs_option(resume, resume_command.runs);
        resume->add_option("--trials", resume_command.trials, "A new budget")->check(CLI::PositiveNumber)->type_name("N");
        no_wait(resume, resume_command.wait);
        const auto [stop, stop_command] = verb<StopCommand>("stop", "End runs at once", k_group, "  paretop stop 17");
        runs_option(stop, stop_command.runs);
        no_wait(stop, stop_command.wait);
        const auto [again, again_command] =
            verb<AgainCommand>("again", "Measure a configuration once more, as a new trial", k_group, "  paretop again 17/131");
        trial_option(again, again_command.trial);
        no_wait(again, again_command.wait);
    }

    void add_looking() {
        constexpr const char* k_group = "Looking";
        const auto [ls, ls_command] =
            verb<LsCommand>("ls", "List runs, newest first", k_group, "  paretop ls\n  paretop ls paused --json");
        ls->add_option("words", ls_command.filter, "Only runs with this in name, kind, state, method or number")
            ->type_name("WORD");
        json_flag(ls, ls_command);
        const auto [show, show_command] = verb<ShowCommand>("show", "Show a run, or a trial of it", k_group,
                                                            "  paretop show 17\n  paretop show zstd/131 --json");
        show->add_option("target", show_command.target, "A run, or a trial, e.g. 17/131")->required()->type_name("RUN[/TRIAL]");
        json_flag(show, show_command);
        const auto [front, front_command] = verb<FrontCommand>("front", "List the Pareto front of a run", k_group,
                                                               "  paretop front 17\n  paretop front zstd --json");
        run_option(front, front_command.run);
        json_flag(front, front_command);
        const auto [log, log_command] =
            verb<LogCommand>("log", "Print what a trial printed", k_group, "  paretop log 17/131\n  paretop log -f 17/131");
        trial_option(log, log_command.trial);
        log->add_flag("-f,--follow", log_command.follow, "Until the trial ends");
        const auto [exporting, export_command] =
            verb<ExportCommand>("export", "Print all trials for other programs", k_group,
                                "  paretop export 17 > trials.csv\n  paretop export zstd --format json\n"
                                "  paretop export 17 --format optuna -o study.db\n"
                                "  paretop export 17 --format kernel-tuner -o cache.json");
        run_option(exporting, export_command.run);
        exporting->add_option("--format", export_command.format, "csv, json, optuna (a new SQLite file), t4 or kernel-tuner")
            ->check(CLI::IsMember({"csv", "json", "optuna", "t4", "kernel-tuner"}))
            ->type_name("FORMAT");
        exporting->add_option("-o,--output", export_command.output, "The file; - is standard output")->type_name("FILE");
    }

    void add_plot() {
        const auto [plot, command] =
            verb<PlotCommand>("plot", "Draw all trials and the front as an SVG picture", "Looking",
                              "  paretop plot 17 -o front.svg\n  paretop plot zstd --y max_rss > rss.svg");
        run_option(plot, command.run);
        plot->add_option("-o,--output", command.output, "The file; - is standard output")->type_name("FILE");
        plot->add_option("--x", command.x, "A metric, instead of the first objective")->type_name("METRIC");
        plot->add_option("--y", command.y, "A metric, instead of the second objective")->type_name("METRIC");
    }

    void add_importance() {
        const auto [importance, command] =
            verb<ImportanceCommand>("importance", "Say how much each parameter matters to an objective", "Looking",
                                    "  paretop importance 17\n  paretop importance zstd --objective wall --method permutation");
        run_option(importance, command.run);
        importance->add_option("--objective", command.objective, "One of them; all where none is named")->type_name("NAME");
        importance->add_option("--method", command.method, "fanova: main effects; permutation: total effects")
            ->check(CLI::IsMember({"fanova", "permutation"}))
            ->type_name("NAME");
        json_flag(importance, command);
    }

    void add_compare() {
        const auto [compare, command] = verb<CompareCommand>(
            "compare", "Compare two trials: parameters, and metrics with the interval of their difference", "Looking",
            "  paretop compare 17/131 140\n  paretop compare 17/131 140 --measure\n  paretop compare "
            "zstd/9 18/9 --json\n\nWhat was measured at different times differs by what the machine did "
            "in between, too; --measure tells.");
        compare->add_option("a", command.a, "A trial, e.g. 17/131")->required()->type_name("RUN/TRIAL");
        compare->add_option("b", command.b, "Another; a number alone is a trial of the same run")
            ->required()
            ->type_name("RUN/TRIAL");
        auto* const pool = compare->add_flag("--pool", command.pool, "Count all trials of the same configuration together");
        auto* const measure = compare
                                  ->add_flag("--measure", command.measure,
                                             "Measure both once more, in turns (A B B A ...), and compare that: free of drift")
                                  ->excludes(pool);
        compare->add_option("--repeats", command.repeats, "Of each, with --measure: 20 by default")
            ->check(CLI::Range(std::int64_t{2}, std::int64_t{10'000}))
            ->needs(measure)
            ->type_name("N");
        json_flag(compare, command);
    }

    void add_changing() {
        constexpr const char* k_group = "Keeping";
        const auto [rm, rm_command] =
            verb<RemoveCommand>("rm", "Remove runs with all their trials", k_group, "  paretop rm 12 13\n  paretop rm --yes 12");
        runs_option(rm, rm_command.runs);
        rm->add_flag("-y,--yes", rm_command.yes, "Do not ask");
        const auto [note, note_command] = verb<NoteCommand>("note", "Keep a note on a run or a trial, or print it", k_group,
                                                            "  paretop note 17 'laptop on battery'\n  paretop note 17/131");
        note->add_option("target", note_command.target, "A run, or a trial, e.g. 17/131")->required()->type_name("RUN[/TRIAL]");
        note->add_option("text", note_command.text, "The note; '' removes it")->type_name("TEXT");
        const auto [tag, tag_command] = verb<TagCommand>("tag", "Put tags on a run (+x), take them off (-x), or print them",
                                                         k_group, "  paretop tag 17 +paper -draft");
        run_option(tag, tag_command.run);
        tag->add_option("changes", tag_command.changes, "+TAG or -TAG")->type_name("+TAG");
        const auto [check_store, check_store_command] = verb<CheckStoreCommand>(
            "check-store", "Check the store: integrity and invariants", k_group, "  paretop check-store --store lab.db");
        json_flag(check_store, check_store_command);
    }

    void add_import() {
        const auto [importing, command] = verb<ImportCommand>(
            "import", "Take in the trials of another tuner: Optuna (SQLite), Kernel Tuner, T4 results", "Keeping",
            "  paretop import study.db\n  paretop import storage.db --study tpe-7 --name mine\n"
            "  paretop import study.db --experiment my.toml --trials 100 && paretop resume my\n"
            "  paretop import cache.json.gz");
        importing->add_option("file", command.file, "What to take in; compressed JSON too")->required()->type_name("FILE");
        importing->add_option("--study", command.study, "Which study, where there are several")->type_name("NAME");
        importing->add_option("--name", command.name, "What to call it, instead of its own name")->type_name("NAME");
        importing
            ->add_option("--experiment", command.experiment,
                         "An experiment file with the same parameters and objectives, to go on with")
            ->type_name("FILE");
        search_options(importing, command.overrides);
        json_flag(importing, command);
    }

    void add_files() {
        constexpr const char* k_group = "Preparing";
        const auto [check, check_command] =
            verb<CheckCommand>("check", "Say what an experiment file will do, or all that is wrong with it", k_group,
                               "  paretop check zstd.toml\n  paretop check zstd.toml --json");
        check->add_option("file", check_command.file, "The experiment file")->required()->type_name("FILE");
        json_flag(check, check_command);
        const auto [init, init_command] =
            verb<InitCommand>("init", "Write a commented experiment file to begin with", k_group, "  paretop init my.toml");
        init->add_option("file", init_command.file, "Where to; experiment.toml")->type_name("FILE");
        const auto [search, search_command] = verb<SearchCommand>("search", "List the search methods and what each is good for",
                                                                  k_group, "  paretop search list\n  paretop search list --json");
        search->add_option("action", search_command.action, "list")
            ->required()
            ->check(CLI::IsMember({"list"}))
            ->type_name("ACTION");
        json_flag(search, search_command);
        const auto [doctor, doctor_command] =
            verb<DoctorCommand>("doctor", "Say what this machine offers for measurements, with remedies", k_group,
                                "  paretop doctor\n  paretop doctor --json");
        json_flag(doctor, doctor_command);
    }

    void put_store(Command& command) const {
        std::visit(
            [&](auto& c) {
                if constexpr (requires { c.store; }) c.store = store_;
            },
            command);
    }

    const CLI::App& active() const {
        const CLI::App* deepest = &app_;
        while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
        return *deepest;
    }

    [[nodiscard]] Error explain(const CLI::ParseError& error) const {
        std::string name;
        for (const auto* verb = &app_; !verb->get_subcommands().empty();) {
            verb = verb->get_subcommands().front();
            name += (name.empty() ? "" : " ") + verb->get_name();
        }
        std::string what = error.what();
        what.erase(what.find_last_not_of(" .\n") + 1);
        std::replace(what.begin(), what.end(), '\n', ' ');
        return {ErrorKind::usage, what, name,
                suggestion(error).value_or(fmt::format("see `paretop {}{}--help`", name, name.empty() ? "" : " "))};
    }

    // The option that was meant by the first argument nobody knows.
    [[nodiscard]] std::optional<std::string> suggestion(const CLI::ParseError& error) const {
        if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::ExtrasError)) return std::nullopt;
        std::vector<std::string> known{"--store", "--help"};
        for (const auto* option : active().get_options())
            for (const auto& name : option->get_lnames()) known.push_back("--" + name);
        for (const auto& word : app_.remaining(true)) {
            const auto near = nearest_words(word.substr(0, word.find('=')), known, 1);
            if (word.starts_with("--") && !near.empty()) return fmt::format("did you mean {}?", near.front());
        }
        return std::nullopt;
    }

    CLI::App app_;
    std::string store_;
    TupleOf<Command>::type commands_;
    std::optional<Command> chosen_;
};

// The first word that is no option: the verb, perhaps misspelt.
std::optional<std::string> first_word(const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--store")
            ++i;
        else if (!arguments[i].starts_with('-'))
            return arguments[i];
    }
    return std::nullopt;
}

std::optional<Error> unknown_verb(const std::vector<std::string>& arguments, const std::vector<std::string>& verbs) {
    const auto word = first_word(arguments);
    if (!word || std::find(verbs.begin(), verbs.end(), *word) != verbs.end()) return std::nullopt;
    const auto near = nearest_words(*word, verbs, 1);
    return Error{ErrorKind::usage,
                 fmt::format("there is no verb `{}`", *word),
                 {},
                 near.empty() ? "`paretop --help` lists them" : fmt::format("did you mean `paretop {}`?", near.front())};
}

// What `paretop tag` puts on and takes off looks like options to CLI11, and is taken out before.
std::vector<std::string> take_tags(std::vector<std::string>& arguments) {
    std::vector<std::string> tags;
    if (first_word(arguments) != "tag") return tags;
    const auto is_tag = [](const std::string& argument) {
        return argument.size() > 1 && (argument[0] == '+' || argument[0] == '-') && argument[1] != '-' && argument != "-h";
    };
    std::copy_if(arguments.begin(), arguments.end(), std::back_inserter(tags), is_tag);
    std::erase_if(arguments, is_tag);
    return tags;
}

}  // namespace

std::vector<std::string> verb_names() { return CommandLine().verbs(); }

Parsed parse_command_line(const std::vector<std::string>& arguments) {
    CommandLine line;
    if (auto error = unknown_verb(arguments, line.verbs())) return {{}, {}, std::move(error)};
    auto rest = arguments;
    const auto tags = take_tags(rest);
    auto parsed = line.parse(std::move(rest));
    if (auto* tag = parsed.command ? std::get_if<TagCommand>(&*parsed.command) : nullptr)
        tag->changes.insert(tag->changes.end(), tags.begin(), tags.end());
    return parsed;
}

}  // namespace paretop::app
