"""People do their work in a real browser, on a portal that `./run` has started."""
