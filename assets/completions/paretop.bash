# bash completion for paretop

_paretop_runs() { # numbers and names
    paretop ls 2>/dev/null | awk 'NR > 1 && $1 ~ /^[0-9]+$/ { print $1; print $2 }'
}

_paretop_profiles() { # numbers and names
    paretop profile ls 2>/dev/null | awk 'NR > 1 { print $1; print $2 }'
}

_paretop_methods() {
    paretop search list 2>/dev/null | awk 'NR > 1 { print $1 }'
}

_paretop() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' subverb='' i options
    local verbs='run start pause resume stop again ls show front log export import plot importance compare rm note tag check-store check init search doctor profile'
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == --store ]]; then
            ((i++))
        elif [[ ${COMP_WORDS[i]} != -* ]]; then
            verb=${COMP_WORDS[i]}
            [[ $verb == profile ]] && ((i + 1 < COMP_CWORD)) && subverb=${COMP_WORDS[i + 1]}
            break
        fi
    done

    case $before in
    --store) mapfile -t COMPREPLY < <(compgen -f -- "$word") && return ;;
    -o | --output | --experiment) mapfile -t COMPREPLY < <(compgen -f -- "$word") && return ;;
    --method)
        [[ $verb == importance ]] && mapfile -t COMPREPLY < <(compgen -W 'fanova permutation' -- "$word") && return
        mapfile -t COMPREPLY < <(compgen -W "$(_paretop_methods)" -- "$word") && return
        ;;
    --by) mapfile -t COMPREPLY < <(compgen -W 'op batch worker function call' -- "$word") && return ;;
    --detail) mapfile -t COMPREPLY < <(compgen -W 'coarse fine' -- "$word") && return ;;
    --into) mapfile -t COMPREPLY < <(compgen -f -- "$word") && return ;;
    --format)
        [[ $subverb == export ]] && mapfile -t COMPREPLY < <(compgen -W 'chrome speedscope collapsed csv lotus report' -- "$word") && return
        [[ $subverb == import ]] && mapfile -t COMPREPLY < <(compgen -W 'lotus chrome report perf-script perf-report callgrind collapsed vtune uprof' -- "$word") && return
        mapfile -t COMPREPLY < <(compgen -W 'csv json optuna t4 kernel-tuner' -- "$word") && return
        ;;
    --trials | --seed | --parallel | --x | --y | --objective | --study | --name | --trial) return ;;
    esac

    case $verb in
    run | start) options='--trials --seed --parallel --method --json' ;;
    pause | stop | again) options='--no-wait' ;;
    resume) options='--trials --no-wait' ;;
    ls | show | front | check | check-store | search | doctor) options='--json' ;;
    log) options='--follow' ;;
    export) options='--format --output' ;;
    import) options='--study --name --experiment --trials --seed --parallel --method --json' ;;
    plot) options='--output --x --y' ;;
    importance) options='--objective --method --json' ;;
    compare) options='--pool --measure --repeats --json' ;;
    rm) options='--yes' ;;
    profile)
        case $subverb in
        ls | diff) options='--json' ;;
        run) options='--no-wait --json' ;;
        import) options='--format --name --trial --main --no-raw --json' ;;
        show) options='--by --top --json' ;;
        export) options='--format --output --detail --compatible --into --json' ;;
        map) options='--operation --from --map --collector --runs --shortest --confidence --merge --profile --counters --elapsed --format --warmups --pause --timeout --name --output --json' ;;
        *) options='' ;;
        esac
        ;;
    '') options='--version' ;;
    *) options='' ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options --store --help" -- "$word")
        return
    fi

    case $verb in
    '') mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$word") ;;
    run | start | check) mapfile -t COMPREPLY < <(compgen -f -X '!*.toml' -- "$word" && compgen -d -S / -- "$word") ;;
    search) mapfile -t COMPREPLY < <(compgen -W list -- "$word") ;;
    init) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    pause | resume | stop | again | show | front | log | export | plot | importance | compare | rm | note | tag)
        mapfile -t COMPREPLY < <(compgen -W "$(_paretop_runs)" -- "$word")
        ;;
    profile)
        case $subverb in
        '') mapfile -t COMPREPLY < <(compgen -W 'run import ls show diff export map rm' -- "$word" && compgen -f -X '!*.toml' -- "$word") ;;
        run) mapfile -t COMPREPLY < <(compgen -W "$(_paretop_runs)" -- "$word") ;;
        import) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        map) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        show | diff | export | rm) mapfile -t COMPREPLY < <(compgen -W "$(_paretop_profiles)" -- "$word") ;;
        esac
        ;;
    ls) mapfile -t COMPREPLY < <(compgen -W 'running paused waiting done failed stopped' -- "$word") ;;
    esac
}

complete -F _paretop paretop
