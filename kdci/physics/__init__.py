"""The physics of each modality as pure functions: forward, adjoint, exact Gram distance."""
