"""What `plt.show()` does without a screen: it saves the figures that are open into the work directory, and says so."""

import sys
from itertools import count
from pathlib import Path

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block=None):
        # That is how an animation asks for its next picture.
        if block is False:
            return
        for manager in Gcf.get_all_fig_managers():
            name = next(name for number in count(1) if not Path(name := f"figure-{number}.png").exists())
            manager.canvas.figure.savefig(name)
            print(f"There is no screen: the figure is saved as {name}.", file=sys.stderr)
        Gcf.destroy_all()


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
