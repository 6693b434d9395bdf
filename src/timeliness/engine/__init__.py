"""Facts become clocks, statuses and summaries: pure Polars, without files, clocks or network."""
