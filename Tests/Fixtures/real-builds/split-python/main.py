import os

import click
import markupsafe

print(markupsafe.escape("<a>"), os.getuid(), os.getcwd(), os.environ["PYTHONUNBUFFERED"])
