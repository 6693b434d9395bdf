"""Speed: made-up facts of three sizes, the engine, the same work written for others, and the targets."""
