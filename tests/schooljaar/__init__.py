"""A whole school year of three fictional gemeenten, walked through the real engine from a fixed seed."""
