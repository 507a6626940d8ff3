"""What the lessons of *How one neuron learns* share.

Imports run one way, from the pictures down to the mathematics::

    exercises    panels  →  drawing  →  activations, losses, gradient_check, descent, neuron
"""
