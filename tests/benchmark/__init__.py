"""The parts of `make bench`, one module for each thing that is measured.

`PARTS` in `bench.py` names them. Each hands out its `Samples`, from which `report` makes the table
and `chart` the picture.
"""
