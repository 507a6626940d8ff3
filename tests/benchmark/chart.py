"""The picture for the README: how fast a slider answers, and how the tests grow."""

from statistics import median

from lessons import PATHS

from benchmark.report import amount, three_digits
from helpers import drawing

NEEDED = "sliders", "nbval", "tests"
OURS = {"color": drawing.FUNCTION["color"], "marker": "o"}
OTHERS = {"color": drawing.QUIET["color"], "marker": "s"}
SLIDERS = (
    ("deck", "panel, deck from disk", OURS),
    ("panel", "panel, JupyterLab", OURS),
    ("interact", "@interact, JupyterLab", OTHERS),
)
RUNS = (
    ("tests", "whole test run", OURS),
    ("nbval", "nbval alone", OURS | {"marker": "D", "linestyle": "--"}),
)


def picture(stored):
    """Return the `Picture` of the stored parts, of which those in `NEEDED` must be there."""
    samples = {name: stored[name]["samples"] for name in NEEDED}

    def draw(axes):
        latency(axes[0], samples["sliders"])
        growth(axes[1], samples)

    return drawing.still(draw, alt=describe(samples), height=2.9, grid=(1, 2))


def describe(samples):
    """Return in words what the picture shows."""
    sliders = "; ".join(
        f"{name} {_latency(samples['sliders'], key)}" for key, name, _ in reversed(SLIDERS)
    )
    runs = "; ".join(f"{name} {_grows(one_and_all(samples[part]))}" for part, name, _ in RUNS)
    return f"From key press to picture: {sliders}. From one lesson to {len(PATHS)}: {runs}."


def latency(ax, sliders):
    """Draw every key press as a mark on a line for each kind of slider, and their median."""
    for height, (key, name, look) in enumerate(SLIDERS):
        times = sliders[f"{key}, ms"]
        ax.plot(times, [height] * len(times), linestyle="none", alpha=0.4, **look)
        ax.plot(median(times), height, "|", color="black", markersize=16)
        ax.text(0.55, height + 0.22, f"{name}: {_latency(sliders, key)}", va="bottom")
    faster = median(sliders["interact, ms"]) / median(sliders["panel, ms"])
    ax.set_title(f"A panel answers {faster:.0f} times faster", loc="left")
    ax.set(xscale="log", xlim=(0.5, 1000), ylim=(-0.4, 2.8), yticks=[])
    ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    ax.set_xlabel("ms from key press to picture")


def growth(ax, samples):
    """Draw the seconds of both test runs against the number of lessons."""
    counts = 1, len(PATHS)
    for part, name, look in RUNS:
        times = one_and_all(samples[part])
        ax.plot(counts, times, label=f"{name}: {_grows(times)}", **look)
    one, every = one_and_all(samples["tests"])
    ax.set_title(f"{len(PATHS)} times the lessons, {every / one:.1f} times the time", loc="left")
    ax.set(xticks=counts, xlabel="lessons tested", ylabel="seconds", ylim=(0, 1.4 * every))
    ax.legend(loc="upper left", handlelength=3.5)


def one_and_all(suite):
    """Return the medians of the seconds for one lesson and for all."""
    return median(suite["one, s"]), median(suite["all, s"])


def _grows(times):
    return f"{' → '.join(map(three_digits, times))} s"


def _latency(sliders, key):
    return ", ".join(amount(sliders[f"{key}, {unit}"], unit) for unit in ("ms", "frames"))
