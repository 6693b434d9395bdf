"""Break each rule of the language once, by a small change to the engine: a test must fail every time."""
