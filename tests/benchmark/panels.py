"""How fast a panel draws its positions, and how soon it is there when its cell runs."""

from benchmark import lab
from benchmark.tangent import POSITIONS, definitions
from benchmark.timing import Samples, stopwatch
from helpers.scenes import Scene

# Resolves with the milliseconds from running a cell to its first picture, and to a live slider.
READY = """
([scope, picture]) => new Promise(resolve => {
  const output = document.querySelector(scope);
  let start = 0, first = 0;
  const look = () => {
    if (!first && output.querySelector(picture)) first = performance.now() - start;
    const alive = output.querySelector('[data-live], .noUi-target:not([disabled])');
    if (first && alive) resolve([first, performance.now() - start]);
    else requestAnimationFrame(look);
  };
  const begin = event => {
    if (event.key !== 'Enter') return;
    document.removeEventListener('keydown', begin, {capture: true});
    start = performance.now(); requestAnimationFrame(look);
  };
  document.addEventListener('keydown', begin, {capture: true});
})
"""


def measure(runs):
    """Draw all positions in both ways, then run the cell of the panel and that of `interact`."""
    samples = Samples()
    for _ in range(runs):
        samples.add("ahead, positions/s", POSITIONS / drawn_ahead())
        samples.add("each, positions/s", POSITIONS / saved_each())
    with lab.opened() as page:
        for _ in range(runs):
            drawn, alive = until_ready(page, lab.PANEL_CELL, lab.PANEL_PICTURE)
            samples.add("panel drawn, ms", drawn)
            samples.add("panel alive, ms", alive)
            drawn, _ = until_ready(page, lab.INTERACT_CELL, lab.INTERACT_PICTURE)
            samples.add("interact drawn, ms", drawn)
    return samples


def drawn_ahead():
    """Return the seconds for all positions as panels draw them: only what moves."""
    scene, positions = _scene()
    seconds = stopwatch()
    list(scene.moving(positions))
    return seconds()


def saved_each():
    """Return the seconds for all positions as whole figures, each saved as SVG with `savefig`."""
    scene, positions = _scene()
    seconds = stopwatch()
    for values in positions:
        scene.svg(values)
    return seconds()


def _scene():
    names = {}
    exec(definitions(), names)
    scene = Scene(names["tangent"], names["curve_and_slope"], names["describe"], None, (2, 1))
    return scene, [{"z": z} for z in names["positions"]]


def until_ready(page, index, picture):
    """Run a cell and return the milliseconds to its first picture and to its live slider."""
    scope = [lab.cell(index), picture]
    lab.run(page, index, lambda: page.evaluate(f"s => void (window.ready = ({READY})(s))", scope))
    times = page.evaluate("window.ready")
    page.wait_for_timeout(1500)
    return times
