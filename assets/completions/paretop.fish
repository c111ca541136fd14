# fish completion for paretop

function __paretop_runs
    paretop ls 2>/dev/null | awk 'NR > 1 && $1 ~ /^[0-9]+$/ { print $1 "\t" $2 " " $4 }'
end

function __paretop_profiles
    paretop profile ls 2>/dev/null | awk 'NR > 1 { print $1 "\t" $2 }'
end

function __paretop_methods
    paretop search list 2>/dev/null | awk 'NR > 1 { name = $1; $1 = ""; print name "\t" substr($0, 2) }'
end

function __paretop_verb
    complete -c paretop -n __fish_use_subcommand -a $argv[1] -d $argv[2]
end

function __paretop_option # verbs, then what `complete` takes
    complete -c paretop -n "__fish_seen_subcommand_from $argv[1]" $argv[2..]
end

complete -c paretop -f
complete -c paretop -l store -r -F -d 'The store: an SQLite file'
complete -c paretop -s h -l help -d 'Show help'
complete -c paretop -n __fish_use_subcommand -l version -d 'Show the version'

__paretop_verb run 'Run an experiment here; Ctrl-C pauses it'
__paretop_verb start 'Start a run that goes on by itself'
__paretop_verb pause 'Pause runs; twice: also stop their running trials'
__paretop_verb resume 'Go on exactly where runs were paused, stopped or cut off'
__paretop_verb stop 'End runs at once'
__paretop_verb again 'Measure a configuration once more, as a new trial'
__paretop_verb ls 'List runs, newest first'
__paretop_verb show 'Show a run, or a trial of it'
__paretop_verb front 'List the Pareto front of a run'
__paretop_verb log 'Print what a trial printed'
__paretop_verb export 'Print all trials for other programs'
__paretop_verb import 'Take in the trials of another tuner'
__paretop_verb plot 'Draw all trials and the front as an SVG picture'
__paretop_verb importance 'Say how much each parameter matters to an objective'
__paretop_verb compare 'Compare two trials'
__paretop_verb rm 'Remove runs with all their trials'
__paretop_verb note 'Keep a note on a run or a trial, or print it'
__paretop_verb tag 'Put tags on a run, take them off, or print them'
__paretop_verb check-store 'Check the store: integrity and invariants'
__paretop_verb check 'Say what an experiment file will do, or all that is wrong with it'
__paretop_verb init 'Write a commented experiment file to begin with'
__paretop_verb search 'List the search methods and what each is good for'
__paretop_verb doctor 'Say what this machine offers for measurements'
__paretop_verb profile 'See where the time of a program goes, operation by operation'

__paretop_option 'run start check' -k -a '(__fish_complete_suffix .toml)'
__paretop_option 'init import' -F
__paretop_option 'run start resume import' -l trials -x -d 'How many trials'
__paretop_option 'run start import' -l seed -x -d 'Seed of the random numbers'
__paretop_option 'run start import' -l parallel -x -d 'Measurements at once'
__paretop_option 'run start import' -l method -x -a '(__paretop_methods)' -d 'Search method'
__paretop_option 'run start ls show front importance compare check import check-store search doctor' -l json -d 'For programs'
__paretop_option 'pause resume stop again' -l no-wait -d "Do not wait for the engine's answer"
__paretop_option 'pause resume stop again show front log export plot importance compare rm note tag' -a '(__paretop_runs)'
__paretop_option search -a list
__paretop_option ls -a 'running paused waiting done failed stopped'
__paretop_option log -s f -l follow -d 'Until the trial ends'
__paretop_option export -l format -x -a 'csv json optuna t4 kernel-tuner' -d 'How'
__paretop_option import -l study -x -d 'Which, where there are several'
__paretop_option import -l name -x -d 'What to call it'
__paretop_option import -l experiment -r -F -d 'An experiment to go on with'
__paretop_option 'plot export' -s o -l output -r -F -d 'Where to'
__paretop_option plot -l x -x -d 'Metric instead of the first objective'
__paretop_option plot -l y -x -d 'Metric instead of the second objective'
__paretop_option compare -l pool -d 'Count all trials of the same configuration together'
__paretop_option compare -l measure -d 'Measure both once more, in turns'
__paretop_option compare -l repeats -x -d 'Of each, in turns'
__paretop_option importance -l objective -x -d 'One of them'
__paretop_option importance -l method -x -a 'fanova permutation' -d 'How'
__paretop_option rm -s y -l yes -d 'Do not ask'

__paretop_option profile -n 'not __fish_seen_subcommand_from run import ls show diff export map rm' -a 'run import ls show diff export map rm'
__paretop_option profile -n 'not __fish_seen_subcommand_from run import ls show diff export map rm' -F
__paretop_option profile -n '__fish_seen_subcommand_from run' -a '(__paretop_runs)'
__paretop_option profile -n '__fish_seen_subcommand_from run' -l no-wait -d 'Do not wait until it is done'
__paretop_option profile -n '__fish_seen_subcommand_from show diff export rm' -a '(__paretop_profiles)'
__paretop_option profile -l json -d 'For programs'
__paretop_option profile -n '__fish_seen_subcommand_from map' -F
__paretop_option profile -n '__fish_seen_subcommand_from map' -l operation -x -d 'One to be mapped'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l from -r -F -d 'Runs collected elsewhere'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l map -r -F -d 'A map made before'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l collector -x -a 'perf callgrind vtune uprof' -d 'What collects'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l runs -x -d 'Of each operation'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l shortest -x -d 'Function to be found, ms'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l confidence -x -d 'With which'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l merge -x -a 'union majority intersection' -d 'Functions of'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l profile -x -a '(__paretop_profiles)' -d 'Whose operations'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l counters -r -F -d 'Functions of a whole execution'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l elapsed -r -F -d 'Seconds of operations'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l format -x -a 'perf-script perf-report collapsed callgrind vtune uprof' -d 'Of files'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l warmups -x -d 'Calls before'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l pause -x -d 'Before the call, ms'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l timeout -x -d 'Of a run, s'
__paretop_option profile -n '__fish_seen_subcommand_from map' -l name -x -d 'What to call it'
__paretop_option profile -n '__fish_seen_subcommand_from map' -s o -l output -r -F -d 'Where to'
__paretop_option profile -n '__fish_seen_subcommand_from import' -F
__paretop_option profile -n '__fish_seen_subcommand_from import' -l format -x -a 'lotus chrome report perf-script perf-report callgrind collapsed vtune uprof' -d 'Of the files'
__paretop_option profile -n '__fish_seen_subcommand_from import' -l name -x -d 'What to call it'
__paretop_option profile -n '__fish_seen_subcommand_from import' -l trial -x -d 'Whose execution it is of'
__paretop_option profile -n '__fish_seen_subcommand_from import' -l main -x -d 'Of several main processes'
__paretop_option profile -n '__fish_seen_subcommand_from import' -l no-raw -d 'Keep no single records'
__paretop_option profile -n '__fish_seen_subcommand_from show' -l by -x -a 'op batch worker function call' -d 'Rows'
__paretop_option profile -n '__fish_seen_subcommand_from show' -l top -x -d 'So many rows at most'
__paretop_option profile -n '__fish_seen_subcommand_from export' -l format -x -a 'chrome speedscope collapsed csv lotus report' -d 'How'
__paretop_option profile -n '__fish_seen_subcommand_from export' -s o -l output -r -F -d 'Where to'
__paretop_option profile -n '__fish_seen_subcommand_from export' -l detail -x -a 'coarse fine' -d 'What of it'
__paretop_option profile -n '__fish_seen_subcommand_from export' -l compatible -d 'Arrows as the reference draws them'
__paretop_option profile -n '__fish_seen_subcommand_from export' -l into -r -F -d 'A trace to add it to'
