"""`python -m zouxin`, and what `spark-submit` is given: a file it knows for Python by its name."""

from zouxin.cli import main

if __name__ == "__main__":
    main()
