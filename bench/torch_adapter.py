#!/usr/bin/python3
"""What assets/adapters/torch costs a pipeline that does nothing but load: epochs of a DataLoader without workers over JPEGs
(decode, resize, flip, to tensor, normalise), with and without tracing by turns in one process. Says the median of the ratios of
pairs with its 95 % interval (of order statistics), of elapsed time and of processor time.

    bench/torch_adapter.py [PAIRS]
"""

import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES = 16


def pictures(folder):
    from PIL import Image

    for i in range(IMAGES):
        bands = [Image.effect_noise((80, 60), 90 + i % 7).resize((640, 480), Image.BICUBIC) for _ in range(3)]
        Image.merge("RGB", bands).save("%s/%03d.jpg" % (folder, i), quality=90)


def places(dataloader):  # what paretop_trace.hook() replaces for a DataLoader without workers
    return ((dataloader._DatasetKind, "create_fetcher"), (dataloader._SingleProcessDataLoaderIter, "_next_data"))


def epochs(folder, pairs):
    sys.path.insert(0, HERE + "/../assets/adapters/torch")
    import paretop_trace
    import torch
    from torch.utils.data import DataLoader, dataloader
    from torchvision import datasets, transforms

    def loader():
        steps = [transforms.Resize((224, 224)), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
        normalise = transforms.Normalize([0.5] * 3, [0.25] * 3)
        return DataLoader(datasets.ImageFolder(folder, transforms.Compose(steps + [normalise])), batch_size=16)

    torch.set_num_threads(1)
    plain = [owner.__dict__[name] for owner, name in places(dataloader)]
    paretop_trace.hook()
    traced = [owner.__dict__[name] for owner, name in places(dataloader)]
    loaders = {False: loader(), True: loader()}

    def epoch(on):
        for (owner, name), way in zip(places(dataloader), traced if on else plain):
            setattr(owner, name, way)
        wall, cpu = time.monotonic(), time.process_time()
        for _ in loaders[on]:
            pass
        return time.monotonic() - wall, time.process_time() - cpu

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


with tempfile.TemporaryDirectory() as folder:
    os.makedirs(folder + "/pictures/one")
    os.environ["PARETOP_TRACE"] = folder + "/t"
    pictures(folder + "/pictures/one")
    epochs(folder + "/pictures", int(sys.argv[1]) if len(sys.argv) > 1 else 401)
