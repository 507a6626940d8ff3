"""What the lessons of *How one neuron learns* share.

Imports run one way, from left to right::

    versions → panels → scenes → arrays
    drawing → scenes
    panels → jupyterlab
    exercises → neuron → losses → activations → arrays
    exercises → descent, gradient_check → arrays
    network → losses
    data → arrays
    slides → panels
    slides → notebooks → jupyterlab
"""
