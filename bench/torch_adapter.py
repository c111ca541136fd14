#!/usr/bin/python3
"""What assets/adapters/torch costs a pipeline that does nothing but load: epochs of a DataLoader over JPEGs (decode, resize, flip,
to tensor, normalise), with and without tracing by turns in one process. Says the median of the ratios of pairs with its 95 %
interval (of order statistics), of elapsed time and of processor time, that of the workers included.

    bench/torch_adapter.py [PAIRS [WORKERS]]     without workers if none are named; with some, their start is part of an epoch
"""

import os
import resource
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES = 16  # an epoch; with workers as many as pay for their start


def make_pictures(folder, count):
    from PIL import Image

    for i in range(count):
        bands = [Image.effect_noise((80, 60), 90 + i % 7).resize((640, 480), Image.BICUBIC) for _ in range(3)]
        Image.merge("RGB", bands).save("%s/%03d.jpg" % (folder, i), quality=90)


def places(dataloader):  # what paretop_trace.hook() replaces; workers are forked from it anew in each epoch
    several = dataloader._MultiProcessingDataLoaderIter
    return (
        (dataloader._DatasetKind, "create_fetcher"),
        (dataloader._SingleProcessDataLoaderIter, "_next_data"),
        (several, "_get_data"),
        (several, "_next_data"),
        (dataloader._utils.worker, "_worker_loop"),
    )


def processor():
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + workers.ru_utime + workers.ru_stime


def epochs(folder, pairs, workers):
    sys.path.insert(0, HERE + "/../assets/adapters/torch")
    import paretop_trace
    import torch
    from torch.utils.data import DataLoader, dataloader
    from torchvision import datasets, transforms

    def loader():
        steps = [transforms.Resize((224, 224)), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
        normalise = transforms.Normalize([0.5] * 3, [0.25] * 3)
        pictures = datasets.ImageFolder(folder, transforms.Compose(steps + [normalise]))
        return DataLoader(pictures, batch_size=16, num_workers=workers)

    torch.set_num_threads(1)
    plain = [owner.__dict__[name] for owner, name in places(dataloader)]
    paretop_trace.hook()
    traced = [owner.__dict__[name] for owner, name in places(dataloader)]
    loaders = {False: loader(), True: loader()}

    def epoch(on):
        for (owner, name), way in zip(places(dataloader), traced if on else plain):
            setattr(owner, name, way)
        wall, cpu = time.monotonic(), processor()
        for _ in loaders[on]:
            pass
        return time.monotonic() - wall, processor() - cpu

    epoch(False), epoch(True)  # warm caches
    wall, cpu = [], []
    for pair in range(pairs):  # who comes first changes, too
        found = {on: epoch(on) for on in ((False, True) if pair % 2 else (True, False))}
        wall.append(found[True][0] / found[False][0])
        cpu.append(found[True][1] / found[False][1])
    say("elapsed", wall)
    say("processor", cpu)


def say(what, ratios):
    ratios = sorted(100 * (ratio - 1) for ratio in ratios)
    n = len(ratios)
    low = max(0, int(n / 2 - 0.98 * n**0.5))  # of the median, by the binomial's normal approximation
    print("%-10s %+.2f %%, 95 %% interval %+.2f to %+.2f (%d pairs)" % (what, ratios[n // 2], ratios[low], ratios[n - 1 - low], n))


pairs, workers = (int(word) for word in (sys.argv[1:] + ["401", "0"][len(sys.argv) - 1 :]))
with tempfile.TemporaryDirectory() as folder:
    os.makedirs(folder + "/pictures/one")
    os.environ["PARETOP_TRACE"] = folder + "/t"
    make_pictures(folder + "/pictures/one", IMAGES * (8 if workers else 1))
    epochs(folder + "/pictures", pairs, workers)
