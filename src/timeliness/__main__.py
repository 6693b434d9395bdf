"""Run timeliness as `python -m timeliness`."""

from timeliness.cli.main import main

if __name__ == "__main__":
    main()
