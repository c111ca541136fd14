# One study of Optuna, driven line by line from standard input by bench/search/peers/optuna.cpp:
#   {"sampler": ..., "seed": ..., "objectives": ..., "conditional": ..., "parameters": [...]}   first, answered by `ready`
#   ask          begins a trial            p I     suggest parameter I, answered by its value
#   tell V...    its objectives            fail    it failed             cpu     answered by this process's CPU seconds
import json
import sys
import time
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
setting = json.loads(sys.stdin.readline())
parameters, seed, conditional = setting["parameters"], setting["seed"], setting["conditional"]
samplers = {
    "random": lambda: optuna.samplers.RandomSampler(seed=seed),
    "tpe": lambda: optuna.samplers.TPESampler(seed=seed, multivariate=True, group=conditional),
    "tpe-univariate": lambda: optuna.samplers.TPESampler(seed=seed),
    "nsga2": lambda: optuna.samplers.NSGAIISampler(seed=seed, population_size=20),
    "cmaes": lambda: optuna.samplers.CmaEsSampler(seed=seed),
    "gp": lambda: optuna.samplers.GPSampler(seed=seed, deterministic_objective=True),
}
try:
    study = optuna.create_study(sampler=samplers[setting["sampler"]](), directions=["minimize"] * setting["objectives"])
    study.enqueue_trial({p["name"]: p["default"] for p in parameters if p["default"] is not None})
    print("ready", flush=True)
except Exception as error:  # not in this version, or a package is missing
    print("absent", str(error).splitlines()[0], flush=True)
    sys.exit(0)


def suggest(trial, p):
    if p["type"] == "float":
        return trial.suggest_float(p["name"], p["low"], p["high"], log=p["log"], step=p["step"])
    if p["type"] == "int":
        return trial.suggest_int(p["name"], p["low"], p["high"], log=p["log"])
    return trial.suggest_categorical(p["name"], list(range(p["choices"])))


start = time.process_time()
trial = None
for line in sys.stdin:
    words = line.split()
    if words[0] == "ask":
        trial = study.ask()
    elif words[0] == "p":
        print(repr(suggest(trial, parameters[int(words[1])])), flush=True)
    elif words[0] == "tell":
        study.tell(trial, [float(word) for word in words[1:]])
    elif words[0] == "fail":
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    elif words[0] == "cpu":
        print(time.process_time() - start, flush=True)
