"""Extracts that were prepared once: their facts as sorted Parquet, with all that is known of where they came from."""
