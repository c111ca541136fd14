#!/usr/bin/python3
"""What assets/adapters/torch costs a pipeline that does nothing but load: epochs of a DataLoader over JPEGs (decode, resize, flip,
to tensor, normalise), with and without tracing by turns, each in a process of its own. Says the median of the ratios of pairs with
its 95 % interval (of order statistics), of elapsed time and of processor time.

    bench/torch_adapter.py [PAIRS [WORKERS]]
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES, EPOCHS = 64, 4


def pictures(folder):
    from PIL import Image

    for i in range(IMAGES):
        bands = [Image.effect_noise((80, 60), 90 + i % 7).resize((640, 480), Image.BICUBIC) for _ in range(3)]
        Image.merge("RGB", bands).save("%s/%03d.jpg" % (folder, i), quality=90)


def measure(folder, workers):
    sys.path.insert(0, HERE + "/../assets/adapters/torch")
    import paretop_trace
    import torch
    from torch.utils.data import DataLoader
    from torchvision import datasets, transforms

    torch.set_num_threads(1)
    paretop_trace.hook()
    steps = [transforms.Resize((224, 224)), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
    data = datasets.ImageFolder(folder, transforms.Compose(steps + [transforms.Normalize([0.5] * 3, [0.25] * 3)]))
    loader = DataLoader(data, batch_size=16, num_workers=workers, persistent_workers=workers > 0)
    for _ in loader:  # the first epoch warms caches and starts workers
        pass
    start, cpu = time.monotonic(), cpu_seconds()
    for _ in range(EPOCHS):
        for _ in loader:
            pass
    wall, cpu = time.monotonic() - start, cpu_seconds() - cpu
    print(wall, cpu if workers == 0 else 0)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def once(folder, workers, traced):
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    environment.pop("PARETOP_TRACE", None)
    if traced:
        environment["PARETOP_TRACE"] = folder + "/trace/t"
    out = subprocess.run([sys.executable, __file__, "--measure", folder + "/pictures", str(workers)], env=environment,
                         check=True, capture_output=True, text=True).stdout
    return [float(word) for word in out.split()]


def say(what, ratios):
    ratios = sorted(100 * (ratio - 1) for ratio in ratios)
    n = len(ratios)
    low = max(0, int(n / 2 - 0.98 * n**0.5))  # of the median, by the binomial's normal approximation
    print("%-10s %+.2f %%, 95 %% interval %+.2f to %+.2f (%d pairs)" % (what, ratios[n // 2], ratios[low], ratios[n - 1 - low], n))


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    wall, cpu = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/pictures/one")
        os.mkdir(folder + "/trace")
        pictures(folder + "/pictures/one")
        for pair in range(pairs):  # who comes first changes, too
            order = (False, True) if pair % 2 else (True, False)
            found = {traced: once(folder, workers, traced) for traced in order}
            wall.append(found[True][0] / found[False][0])
            if workers == 0:
                cpu.append(found[True][1] / found[False][1])
    say("elapsed", wall)
    if cpu:
        say("processor", cpu)


if sys.argv[1:2] == ["--measure"]:
    measure(sys.argv[2], int(sys.argv[3]))
else:
    main()
