"""`python training/average.py --names NAME,NAME --to NAME`: the mean of the weights of runs that went on from one another.

Runs of one line lie close enough for their mean to be a network too, and it fits texts that were never trained on better
than any of them (`--start` makes such a line).
"""

import argparse
import shutil
from pathlib import Path

import torch

from sources import ROOT


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", required=True, help="runs of train.py, their names parted by commas")
    parser.add_argument("--to", required=True, help="the name that the mean goes by")
    parser.add_argument("--build", type=Path, default=ROOT / "training/build")
    options = parser.parse_args()
    folders = [options.build / name for name in options.names.split(",")]
    states = [torch.load(folder / "best.pt", weights_only=True) for folder in folders]
    # What is the same in all, such as the frozen layers, stays so to the bit.
    mean = {
        name: value if all(torch.equal(value, state[name]) for state in states) else sum(state[name] for state in states) / len(states)
        for name, value in states[0].items()
    }
    target = options.build / options.to
    target.mkdir(parents=True, exist_ok=True)
    torch.save(mean, target / "best.pt")
    shutil.copy(folders[0] / "options.json", target)


if __name__ == "__main__":
    main()
